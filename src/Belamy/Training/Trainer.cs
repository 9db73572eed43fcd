using System.Diagnostics;
using Belamy.Data;
using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Runs;
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

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(1);

    private readonly Game _game;
    private readonly Dataset _data;
    private readonly TrainingOptions _options;
    private readonly Moves _moves;
    private readonly Feeding _feeding;
    private readonly MetricsWindow _metrics;
    private readonly Stopwatch _clock = new();
    private readonly TrainingState _begun;
    private readonly Recovery _recovery;
    private readonly Examination _examination;
    private readonly Requests _requests;
    private Measuring _measuring = new(null, null, null);
    private long _step;
    private int _move;
    private bool _isTelling;
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
        (_step, _move) = (_begun.Step, _begun.Move);
        _moves = new Moves(game, data);
        (_feeding, _metrics) = (_moves.Feeding, _moves.Numbers);
        _feeding.Position = _begun.Position;
        _recovery = new Recovery(game, _begun.Kept);
        _examination = new Examination(data, game.Players, options.SamplesEvery);
        _requests = new Requests(game);
    }

    /// <summary>Makes the samples that are saved and shown, or null for none.</summary>
    public Generator? Generator { get; init; }

    /// <summary>Draws the game in place of a grid of samples, for points of the plane; null for none.</summary>
    public PointPicture? Points { get; init; }

    /// <summary>Draws what a function makes of the data, for systems that make no samples; null for none.</summary>
    public FunctionSheet? Sheet { get; init; }

    /// <summary>Receives log, samples and checkpoints, or null for none.</summary>
    public RunFolder? Folder { get; init; }

    /// <summary>Samples that are looked at together.</summary>
    private int ShownCount => Generator?.Kind?.ToSee ?? GridCount;

    private TrainingState State => new(_step, _move, _feeding.Position);

    private TrainingState KeepableState => State with { Kept = IsKept ? null : _recovery.Kept };

    /// <summary>The step that the last move belonged to, counted from 1.</summary>
    private long Last => _move > 0 ? _step + 1 : _step;

    /// <summary>Whether the present state is the one that the run goes back to.</summary>
    private bool IsKept => KeptState.IsDue(_step, _move) && !_game.IsGathering;

    /// <summary>Plays until the steps are done, the time is up or it is cancelled, and saves.</summary>
    /// <param name="cancellationToken">Ends the run after the batch that is being played.</param>
    /// <exception cref="BelamyException">
    /// A loss or a weight is no longer a finite number, and gentler steps did not help; or the folder is trained by another,
    /// was deleted meanwhile, or cannot be written.
    /// </exception>
    /// <remarks>What a callback of the options throws ends the run too: it is saved as it stands, then the exception goes on to the caller.</remarks>
    public TrainingResult Run(CancellationToken cancellationToken = default)
    {
        using IDisposable? held = Folder?.Hold();
        try
        {
            return RunHeld(cancellationToken);
        }
        catch (RunGoneException gone)
        {
            throw RunRescue.Save(gone, Folder!, _game, _recovery.FindNonFinite(Last) is null ? KeepableState : null);
        }
        catch when (_isTelling)
        {
            SaveBesideAnError();
            throw;
        }
    }

    /// <summary>Saves what is trained where something outside has failed; that it cannot be saved, too, must not hide what failed first.</summary>
    private void SaveBesideAnError()
    {
        if (Folder is null || _recovery.FindNonFinite(Last) is not null)
            return;
        try
        {
            SaveCheckpoint();
        }
        catch (BelamyException)
        {
            // The checkpoint before stands.
        }
    }

    private TrainingResult RunHeld(CancellationToken cancellationToken)
    {
        CompileAll();
        _recovery.Prepare(_step, _feeding.Position);
        _examination.TakeUp(Folder);
        _requests.TakeUp(Folder);
        _measuring = new Measuring(_options.Measurement, Generator, Folder);
        _measuring.TakeUp();
        _clock.Restart();
        // The session before may have been stopped while it measured.
        MeasureIfDue(isLast: false, cancellationToken);
        TrainingOutcome outcome = Play(cancellationToken);
        // What was broken when the run was stopped would have been put right a little later.
        if (_recovery.FindNonFinite(Last) is { } broken)
            RollBack(broken);
        if (outcome != TrainingOutcome.Cancelled)
            MeasureIfDue(isLast: true, cancellationToken);
        _clock.Stop();
        Samples? samples = Sample();
        if (Folder is not null)
        {
            SaveSamples(samples);
            SaveCheckpoint();
            Folder.SaveLosses();
        }

        Report(TrainingStage.Finished, samples);
        return new TrainingResult(outcome, State, _metrics.Latest, _clock.Elapsed) { Best = _measuring.Best, Measuring = _measuring.Elapsed };
    }

    private void CompileAll()
    {
        int programs = _game.Players.Count + (Generator is null ? 0 : 1);
        void Tell(double compiled) => _options.Progress?.Invoke(TrainingProgress.Compiling(compiled, programs));
        _game.Compile(Tell);
        Generator?.Compile(share => Tell(_game.Players.Count + share));
        Tell(programs);
        _moves.Track();
        if (Generator is not null)
            Array.ForEach([.. _examination.Names], _metrics.Track);
    }

    private TrainingOutcome Play(CancellationToken cancellationToken)
    {
        while (true)
        {
            bool isComplete = _step >= _options.Steps || _step >= _options.Until;
            bool isKept = IsKept;
            if ((isComplete || isKept) && _recovery.FindNonFinite(Last) is { } broken)
            {
                RollBack(broken);
                continue;
            }

            if (isComplete)
                return _step >= _options.Steps ? TrainingOutcome.Completed : TrainingOutcome.TimeUp;
            // Within a step that was interrupted, rates stay as they were at its beginning.
            if (_move == 0 && _requests.IsStopAsked(_step))
                return TrainingOutcome.Cancelled;
            Schedule();
            if (isKept)
                _recovery.Keep(_step, _feeding.Position);
            if (PlayStep(cancellationToken) is { } outcome)
                return outcome;
        }
    }

    /// <summary>Plays the moves of a step, or goes back to where all was well.</summary>
    /// <returns>Why the run ends before the step does; null while it goes on.</returns>
    private TrainingOutcome? PlayStep(CancellationToken cancellationToken)
    {
        while (_game.Policy.Next(new Standing(_game.Players, _step, _options.Steps, _move, _metrics.Latest)) is { } player)
        {
            if (cancellationToken.IsCancellationRequested)
                return TrainingOutcome.Cancelled;
            if (_clock.Elapsed >= _options.Time)
                return TrainingOutcome.TimeUp;
            Move move = _game.MoveOf(player);
            if (_moves.Run(move, _step + 1) is { } broken)
            {
                RollBack(broken);
                return null;
            }

            if (!move.IsGathering)
                _move++;
            // A step of many moves must not look as if nothing went on.
            if (_reported is { } reported && _clock.Elapsed - reported >= LongestSilence)
                Report(TrainingStage.Training, null);
        }

        _step++;
        _move = 0;
        AfterStep(cancellationToken);
        return null;
    }

    private void Schedule()
    {
        double share = 1;
        if (_options.LearningRateDecay > 0 && _options.Steps is { } steps)
            share = Math.Min(1, (steps - _step) / (_options.LearningRateDecay * steps));
        _requests.ChangeRates(_step);
        _moves.Schedule(_step, _options.Steps, share * _recovery.LearningRateShare);
    }

    private void RollBack(NonFinite broken)
    {
        Finding finding = _recovery.RollBack(broken, Folder);
        (_step, _move) = (_recovery.Step, 0);
        _feeding.Position = _recovery.Position;
        _metrics.Reload();
        Folder?.RollBack(_game, State, finding);
        _examination.RollBack(_step, Folder);
        _measuring.RollBack(_step);
        _checkpoint = Folder?.LatestCheckpoint;
        Report(TrainingStage.Training, null, [finding]);
    }

    private void AfterStep(CancellationToken cancellationToken)
    {
        Samples? samples = null;
        bool isLast = _step == _options.Steps || _step == _options.Until;
        if (_step % _options.SamplesEvery == 0 && Generator is not null)
        {
            Samples measured = Generator.Sample(_examination.Count);
            _examination.Measure(measured, _step, _recovery.Kept, _metrics);
            samples = measured.Take(ShownCount);
            _previewed = _clock.Elapsed;
            if (!isLast)
                SaveSamples(samples);
        }
        else if (_step % _options.SamplesEvery == 0 && Sheet is not null)
        {
            samples = Sample();
            if (!isLast)
                SaveSamples(samples);
        }
        else if (_options.PreviewSpacing is { } spacing && _clock.Elapsed - _previewed >= spacing)
        {
            samples = Sample();
        }

        IReadOnlyList<Finding> findings = _step % _options.MetricsEvery == 0 ? Log() : [];
        _checkpoint = null;
        MeasureIfDue(isLast, cancellationToken);
        // What is broken is put right at a step, not at an instant; such weights must never replace a good checkpoint.
        if (Folder is not null && !isLast && _step % _options.CheckpointEvery == 0 && _clock.Elapsed - _saved >= _options.CheckpointSpacing
            && _recovery.FindNonFinite(Last) is null)
        {
            SaveCheckpoint();
        }

        if (_checkpoint is not null && _clock.Elapsed - _drawn >= ChartSpacing)
        {
            Folder!.SaveLosses();
            _drawn = _clock.Elapsed;
        }

        if (samples is not null || findings.Count > 0 || _checkpoint is not null || _reported is not { } reported || _clock.Elapsed - reported >= _options.ProgressSpacing)
            Report(TrainingStage.Training, samples, findings);
    }

    private IReadOnlyList<Finding> Log()
    {
        IReadOnlyDictionary<string, double> means = _metrics.TakeMeans();
        Folder?.WriteIfThere(() => Folder.Log.AppendMetrics(_step, means, _clock.Elapsed));
        _isTelling = true;
        _options.Log?.Invoke(_step, means);
        _isTelling = false;
        IReadOnlyList<Finding> findings = _examination.Look(_step, means);
        for (int at = 0; at < findings.Count; at++)
            Folder?.Log.AppendFinding(findings[at]);
        return findings;
    }

    /// <summary>Measures the generator where it is time to. The training's clock stands meanwhile.</summary>
    private void MeasureIfDue(bool isLast, CancellationToken cancellationToken)
    {
        if (!_measuring.IsDue(_step, isLast) || _recovery.FindNonFinite(Last) is not null)
            return;
        _clock.Stop();
        IReadOnlyList<Measure> measures = _measuring.Take(_game, State, cancellationToken);
        _clock.Start();
        if (measures.Count > 0)
            Report(TrainingStage.Training, null, measures: measures);
    }

    private Samples? Sample()
    {
        _previewed = _clock.Elapsed;
        return Generator?.Sample(ShownCount) ?? Sheet?.Apply();
    }

    private void SaveSamples(Samples? samples)
    {
        if (Generator is null && Sheet is not null && samples is not null && Sheet.Draw(samples) is { } sheet)
            Folder?.SaveSamples(_step, sheet);
        else if (Points is not null)
            Folder?.SaveSamples(_step, Points.Draw($"{_data.Name}, step {_step:N0}"));
        else if (samples?.Draw(columns: 5) is { } picture)
            Folder?.SaveSamples(_step, picture);
        else if (samples?.Kind is { } kind)
            Folder?.SaveSamples(_step, [.. Enumerable.Range(0, samples.Count).Select(at => kind.Tell(samples.ValuesOf(at)))]);
    }

    private void SaveCheckpoint()
    {
        _checkpoint = Folder!.SaveCheckpoint(_game, KeepableState);
        _saved = _clock.Elapsed;
    }

    private void Report(TrainingStage stage, Samples? samples, IReadOnlyList<Finding>? findings = null, IReadOnlyList<Measure>? measures = null)
    {
        _reported = _clock.Elapsed;
        if (_options.Progress is null)
            return;
        double seconds = _clock.Elapsed.TotalSeconds;
        long steps = _step - _begun.Step;
        TimeSpan? bySteps = (_options.Until ?? _options.Steps) is { } last && steps > 0 ? TimeSpan.FromSeconds(seconds / steps * (last - _step)) : null;
        TimeSpan? byTime = _options.Time is { } time ? TimeSpan.FromTicks(Math.Max(0, (time - _clock.Elapsed).Ticks)) : null;
        // Set back only where the callback returns: what it throws is then told from faults of the training itself.
        _isTelling = true;
        _options.Progress(new TrainingProgress
        {
            Stage = stage,
            Step = _step,
            Steps = _options.Steps,
            Elapsed = _clock.Elapsed,
            Remaining = bySteps is null || byTime < bySteps ? byTime : bySteps,
            ItemsPerSecond = seconds > 0 ? Math.Max(0, _feeding.Position - _begun.Position) / seconds : 0,
            Metrics = new Dictionary<string, double>(_metrics.Latest),
            Samples = samples,
            Checkpoint = _checkpoint,
            Findings = findings ?? [],
            Measures = measures ?? [],
            Best = _measuring.Best,
            Measuring = _measuring.Elapsed,
        });
        _isTelling = false;
    }
}
