using Belamy.Runs;
using Microsoft.Extensions.Logging;

namespace Belamy.Training;

/// <summary>How long a run goes on, and what it leaves behind on the way.</summary>
public sealed record TrainingOptions
{
    /// <summary>The step at which the run is complete, counted from its very beginning; null for no such limit.</summary>
    public long? Steps { get; init; }

    /// <summary>
    /// The step at which this session ends, as if its time were up, though the run goes on to <see cref="Steps"/>: what follows the course of
    /// the run does so as if it had not been left off. Null for no such limit.
    /// </summary>
    public long? Until { get; init; }

    /// <summary>How long this session may train; null for no such limit.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The share of the steps, at their end, over which learning rates fall linearly to 0; without effect when <see cref="Steps"/> is null.</summary>
    public double LearningRateDecay { get; init; }

    /// <summary>Steps per line of the log, which holds means over them.</summary>
    public int MetricsEvery { get; init; } = 10;

    /// <summary>Is told each line of the log, on the thread that runs it: the steps completed, and the means over those since the last line by name.</summary>
    public Action<long, IReadOnlyDictionary<string, double>>? Log { get; init; }

    /// <summary>Steps per saved grid of samples.</summary>
    public int SamplesEvery { get; init; } = 200;

    /// <summary>Steps at whose multiples a checkpoint may be written.</summary>
    public int CheckpointEvery { get; init; } = 50;

    /// <summary>The least time between two checkpoints; decides which are written, never what is in them.</summary>
    public TimeSpan CheckpointSpacing { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Is told how the run goes, on the thread that runs it, between moves. What it throws ends the run: a checkpoint is saved
    /// first, then the exception goes on to who called.
    /// </summary>
    public Action<TrainingProgress>? Progress { get; init; }

    /// <summary>The least time between two calls of <see cref="Progress"/> while training.</summary>
    public TimeSpan ProgressSpacing { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The time between two sets of fresh samples in <see cref="Progress"/>; null for those of <see cref="SamplesEvery"/> alone.</summary>
    public TimeSpan? PreviewSpacing { get; init; }

    /// <summary>Whether a run in a folder is written for TensorBoard too, in <c>tensorboard/</c>.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>
    /// Is told in words that begin and end of the training, its findings, measures and checkpoints, and at the level
    /// <see cref="LogLevel.Debug"/> each line of the log; null for nobody. Numbers go to <see cref="TrainingMeter"/>.
    /// </summary>
    public ILogger? Logger { get; init; }

    /// <summary>Measures the generator at fixed steps, and decides which weights are the best; null measures nothing. Its time does not count against <see cref="Time"/>.</summary>
    public Measurement? Measurement { get; init; }
}
