using Belamy.Games;
using Belamy.Runs;

namespace Belamy.Training;

/// <summary>What a run is doing.</summary>
public enum TrainingStage
{
    /// <summary>Programs are being compiled; step and steps count them.</summary>
    Compiling,

    /// <summary>Moves are being played.</summary>
    Training,

    /// <summary>The run has ended and everything is saved.</summary>
    Finished,
}

/// <summary>How a run stands at one instant.</summary>
public sealed record TrainingProgress
{
    /// <summary>What the run is doing.</summary>
    public required TrainingStage Stage { get; init; }

    /// <summary>A run that compiles.</summary>
    internal static TrainingProgress Compiling(double compiled, int programs) =>
        new() { Stage = TrainingStage.Compiling, Step = (long)compiled, Steps = programs, Compiled = compiled };

    /// <summary>Steps completed since the beginning of the run (programs compiled while compiling).</summary>
    public long Step { get; init; }

    /// <summary>Steps of the whole run (programs in all while compiling), or null when only time limits it.</summary>
    public long? Steps { get; init; }

    /// <summary>Programs compiled with the share of the one at work, while compiling.</summary>
    public double Compiled { get; init; }

    /// <summary>Time spent training in this session.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Time that training will still take, or null when it cannot be told yet.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Items of data seen per second in this session.</summary>
    public double ItemsPerSecond { get; init; }

    /// <summary>
    /// The last values by name, as in <c>metrics.jsonl</c>: <c>discriminator-loss</c>, <c>generator-loss</c>,
    /// <c>accuracy-real</c>, <c>accuracy-generated</c>.
    /// </summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Fresh samples from the fixed latent vectors, or null when there are no new ones.</summary>
    public Samples? Samples { get; init; }

    /// <summary>The checkpoint written just now, or null.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>What was found about the run just now.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What was measured of the generator just now.</summary>
    public IReadOnlyList<Measure> Measures { get; init; } = [];

    /// <summary>The best that was measured so far, of this step where that is the best; null before the first measurement.</summary>
    public BestMeasure? Best { get; init; }

    /// <summary>Time spent measuring in this session, which is not part of <see cref="Elapsed"/>.</summary>
    public TimeSpan Measuring { get; init; }
}

/// <summary>Why a run ended.</summary>
public enum TrainingOutcome
{
    /// <summary>All steps are done.</summary>
    Completed,

    /// <summary>The time is up, or the step has come at which the session was to end.</summary>
    TimeUp,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}

/// <summary>How a run ended.</summary>
/// <param name="Outcome">Why it ended.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Metrics">The last values by name.</param>
/// <param name="Elapsed">Time spent training in this session.</param>
public sealed record TrainingResult(TrainingOutcome Outcome, TrainingState State, IReadOnlyDictionary<string, double> Metrics, TimeSpan Elapsed)
{
    /// <summary>The best that the generator was measured, in this session or before; null where it was not.</summary>
    public BestMeasure? Best { get; init; }

    /// <summary>Time spent measuring in this session, which is not part of <see cref="Elapsed"/>.</summary>
    public TimeSpan Measuring { get; init; }
}
