using System.Diagnostics;
using Belamy.Games;
using Belamy.Runs;

namespace Belamy.Training;

/// <summary>The trainer's side of measuring: when it is due, what it took, and which weights were the best.</summary>
internal sealed class Measuring(Measurement? measurement, Generator? generator, RunFolder? folder)
{
    private readonly Stopwatch _clock = new();
    private long _last = -1;

    /// <summary>The best so far; null before the first measurement.</summary>
    public BestMeasure? Best { get; private set; }

    /// <summary>Time spent measuring.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Goes on from what a folder holds.</summary>
    public void TakeUp()
    {
        try
        {
            Best = folder?.ReadBest();
        }
        catch (DamagedCheckpointException)
        {
            // The next measurement is the best then.
        }

        _last = folder?.Log.ReadMeasures() is [.., var newest] ? newest.Step : -1;
    }

    /// <summary>Forgets what came after a step. The best stays: its weights are as good as they were.</summary>
    public void RollBack(long step) => _last = Math.Min(_last, step);

    /// <summary>Whether to measure after a step: it is one of those named, or the last, and was not measured yet.</summary>
    public bool IsDue(long step, bool isLast) =>
        measurement is not null && generator is not null && step > 0 && step > _last && (isLast || step % measurement.Every == 0);

    /// <summary>Measures, writes the values down, and keeps the weights where they are the best.</summary>
    /// <returns>The values; nothing where it was cancelled.</returns>
    public IReadOnlyList<Measure> Take(Game game, TrainingState state, CancellationToken cancellationToken)
    {
        TimeSpan before = _clock.Elapsed;
        _clock.Start();
        try
        {
            IReadOnlyList<Measure> measures = measurement!.Take(generator!, cancellationToken);
            _last = state.Step;
            // The weights go first: killed between the two, the run measures again and finds nothing better.
            if (measures.Count > 0 && BestMeasure.Of(state.Step, measures) is { } now && now.IsBetterThan(Best))
            {
                Best = now;
                folder?.SaveBest(game, state, now);
            }

            folder?.Log.AppendMeasures(state.Step, measures, _clock.Elapsed - before);
            return measures;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run is about to end; once it is resumed it begins with this.
            return [];
        }
        finally
        {
            _clock.Stop();
        }
    }
}
