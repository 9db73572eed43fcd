using System.Diagnostics;
using Belamy.Data;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Training;

/// <summary>
/// Runs a game over data: schedule, averages, samples, log, checkpoints, progress. It knows players and moves, no model.
/// </summary>
/// <remarks>
/// What a run computes depends on the game, the data, the seed and the number of steps alone: not on the clock, and not
/// on where it was interrupted.
/// </remarks>
public sealed class Trainer
{
    /// <summary>Number of samples in a saved grid.</summary>
    public const int GridCount = 25;

    // The chart is drawn from the whole log, which takes longer than many a checkpoint.
    private static readonly TimeSpan ChartSpacing = TimeSpan.FromSeconds(10);

    private readonly Game _game;
    private readonly Dataset _data;
    private readonly TrainingOptions _options;
    private readonly EndlessPermutation _order;
    private readonly int[] _indices;
    private readonly MovingAverage[] _averages;
    private readonly Dictionary<Move, string[]> _names = [];
    private readonly MetricsWindow _metrics;
    private readonly Stopwatch _clock = new();
    private readonly TrainingState _begun;
    private long _step;
    private int _move;
    private long _position;
    private TimeSpan? _reported;
    private TimeSpan _previewed;
    private TimeSpan _saved;
    private TimeSpan _drawn;
    private string? _checkpoint;

    /// <summary>Creates a trainer.</summary>
    /// <param name="game">The game to play.</param>
    /// <param name="data">What it is played over.</param>
    /// <param name="options">How long, and what is left behind.</param>
    /// <param name="state">Where the run stands, after a checkpoint was loaded; null for its beginning.</param>
    /// <exception cref="ArgumentException">The data's items have another shape than the game's.</exception>
    public Trainer(Game game, Dataset data, TrainingOptions options, TrainingState? state = null)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        if (!game.Item.Span.SequenceEqual(data.ItemShape))
            throw new ArgumentException($"The game is made for items of {game.Item}, but {data.Name} holds items of {new Shape(data.ItemShape)}.", nameof(data));
        _game = game;
        _data = data;
        _options = options;
        _begun = state ?? new TrainingState();
        (_step, _move, _position) = (_begun.Step, _begun.Move, _begun.Position);
        _order = new EndlessPermutation(data.Count, game.Seed);
        _indices = new int[game.Batch];
        _metrics = new MetricsWindow(game.Store);
        _averages = [.. game.Players.Select(player => player.Average).OfType<MovingAverage>()];
    }

    /// <summary>Makes the samples that are saved and shown, or null for none.</summary>
    public Generator? Generator { get; init; }

    /// <summary>Draws the game in place of a grid of samples, for points of the plane; null for none.</summary>
    public PointPicture? Points { get; init; }

    /// <summary>Receives log, samples and checkpoints, or null for none.</summary>
    public RunFolder? Folder { get; init; }

    private TrainingState State => new(_step, _move, _position);

    /// <summary>Plays until the steps are done, the time is up or it is cancelled, and saves.</summary>
    /// <param name="cancellationToken">Ends the run after the move that is being played.</param>
    /// <exception cref="BelamyException">A loss or a weight is no longer a finite number, or a file cannot be written.</exception>
    public TrainingResult Run(CancellationToken cancellationToken = default)
    {
        CompileAll();
        _clock.Restart();
        TrainingOutcome outcome = Play(cancellationToken);
        _clock.Stop();
        Samples? samples = Sample();
        if (Folder is not null)
        {
            SaveSamples(samples);
            SaveCheckpoint();
            Folder.SaveLosses();
        }

        Report(TrainingStage.Finished, samples);
        return new TrainingResult(outcome, State, _metrics.Latest, _clock.Elapsed);
    }

    private void CompileAll()
    {
        int programs = _game.Players.Count + (Generator is null ? 0 : 1);
        void Tell(int compiled) =>
            _options.Progress?.Invoke(new TrainingProgress { Stage = TrainingStage.Compiling, Step = compiled, Steps = programs });
        _game.Compile((compiled, _) => Tell(compiled));
        if (Generator is not null)
        {
            Tell(_game.Players.Count);
            Generator.Compile();
        }

        Tell(programs);
        foreach (Player player in _game.Players)
        {
            Move move = _game.MoveOf(player);
            string[] names = [$"{player.Name}-loss", .. move.Measures];
            _names[move] = names;
            Array.ForEach(names, _metrics.Track);
        }
    }

    private TrainingOutcome Play(CancellationToken cancellationToken)
    {
        while (_options.Steps is not { } steps || _step < steps)
        {
            Schedule();
            while (_game.Policy.Next(new Standing(_game.Players, _step, _options.Steps, _move, _metrics.Latest)) is { } player)
            {
                if (cancellationToken.IsCancellationRequested)
                    return TrainingOutcome.Cancelled;
                if (_clock.Elapsed >= _options.Time)
                    return TrainingOutcome.TimeUp;
                PlayMove(_game.MoveOf(player));
                _move++;
            }

            _step++;
            _move = 0;
            AfterStep();
        }

        return TrainingOutcome.Completed;
    }

    private void Schedule()
    {
        double share = 1;
        if (_options.LearningRateDecay > 0 && _options.Steps is { } steps)
            share = Math.Min(1, (steps - _step) / (_options.LearningRateDecay * steps));
        _game.ScaleLearningRates(share);
        _game.Schedule(_step, _options.Steps);
        foreach (MovingAverage average in _averages)
            average.Warm(_step);
    }

    private void PlayMove(Move move)
    {
        if (move.TakesData)
            Feed(move);
        move.Program.Run();
        string[] names = _names[move];
        for (int at = 0; at < names.Length; at++)
        {
            float value = at == 0 ? move.Loss : move.Measured(at - 1);
            if (!float.IsFinite(value))
                throw Diverged(move.Player, at == 0 ? "loss" : names[at], value, _step + 1);
            _metrics.Add(names[at], value);
        }
    }

    private void Feed(Move move)
    {
        _order.Fill(_position, _indices);
        _data.ReadBatch(_indices, move.Program.Input(Turn.DataInput).AsSpan<float>());
        if (move.TakesLabels)
        {
            Span<int> labels = move.Program.Input(Turn.LabelsInput).AsSpan<int>();
            for (int at = 0; at < labels.Length; at++)
                labels[at] = _data.Labels[_indices[at]];
        }

        _position += _indices.Length;
    }

    private void AfterStep()
    {
        if (_step % _options.MetricsEvery == 0 && (Folder is not null || _options.Log is not null))
        {
            IReadOnlyDictionary<string, double> means = _metrics.TakeMeans();
            Folder?.AppendMetrics(_step, means, _clock.Elapsed);
            _options.Log?.Invoke(_step, means);
        }

        Samples? samples = null;
        bool isLast = _step == _options.Steps;
        if (_step % _options.SamplesEvery == 0 && !isLast)
        {
            samples = Sample();
            SaveSamples(samples);
        }
        else if (_options.PreviewSpacing is { } spacing && _clock.Elapsed - _previewed >= spacing)
        {
            samples = Sample();
        }

        _checkpoint = null;
        if (Folder is not null && !isLast && _step % _options.CheckpointEvery == 0 && _clock.Elapsed - _saved >= _options.CheckpointSpacing)
            SaveCheckpoint();
        if (_checkpoint is not null && _clock.Elapsed - _drawn >= ChartSpacing)
        {
            Folder!.SaveLosses();
            _drawn = _clock.Elapsed;
        }

        if (samples is not null || _checkpoint is not null || _reported is not { } reported || _clock.Elapsed - reported >= _options.ProgressSpacing)
            Report(TrainingStage.Training, samples);
    }

    private Samples? Sample()
    {
        _previewed = _clock.Elapsed;
        return Generator?.Sample(GridCount);
    }

    private void SaveSamples(Samples? samples)
    {
        if (samples is { AreImages: true })
            Folder?.SaveSamples(_step, samples.ToGrid(columns: 5));
        else if (Points is not null)
            Folder?.SaveSamples(_step, Points.Draw($"{_data.Name}, step {_step:N0}"));
    }

    private void SaveCheckpoint()
    {
        RequireFinite();
        _checkpoint = Folder!.SaveCheckpoint(_game, State);
        _saved = _clock.Elapsed;
    }

    private void Report(TrainingStage stage, Samples? samples)
    {
        _reported = _clock.Elapsed;
        if (_options.Progress is null)
            return;
        double seconds = _clock.Elapsed.TotalSeconds;
        long steps = _step - _begun.Step;
        TimeSpan? bySteps = _options.Steps is { } last && steps > 0 ? TimeSpan.FromSeconds(seconds / steps * (last - _step)) : null;
        TimeSpan? byTime = _options.Time is { } time ? TimeSpan.FromTicks(Math.Max(0, (time - _clock.Elapsed).Ticks)) : null;
        _options.Progress(new TrainingProgress
        {
            Stage = stage,
            Step = _step,
            Steps = _options.Steps,
            Elapsed = _clock.Elapsed,
            Remaining = bySteps is null || byTime < bySteps ? byTime : bySteps,
            ImagesPerSecond = seconds > 0 ? (_position - _begun.Position) / seconds : 0,
            Metrics = new Dictionary<string, double>(_metrics.Latest),
            Samples = samples,
            Checkpoint = _checkpoint,
        });
    }

    // A loss can be finite while the update behind it is not; such weights must never replace a good checkpoint.
    private void RequireFinite()
    {
        foreach (Player player in _game.Players)
        {
            foreach (Parameter parameter in player.Parameters)
            {
                foreach (float value in parameter.AsSpan<float>())
                {
                    if (!float.IsFinite(value))
                        throw Diverged(player, parameter.Name, value, _move > 0 ? _step + 1 : _step);
                }
            }
        }
    }

    private BelamyException Diverged(Player player, string what, float value, long step)
    {
        string kept = Folder?.LatestCheckpoint is { } latest ? $"the last good checkpoint is {latest}" : "there is no checkpoint yet";
        string number = float.IsNaN(value) ? "not a number" : "infinite";
        return new BelamyException(
            $"{player.Name}: its {what} is {number} at step {step}; {kept}; try a lower {player.Name}.learning-rate");
    }
}
