using Belamy.Data;

namespace Belamy.Cli.Commands;

/// <summary>What was asked of <c>belamy train</c>, read but not yet resolved.</summary>
internal sealed record TrainArguments
{
    /// <summary>A data set's name or a folder.</summary>
    public string? Data { get; init; }

    /// <summary>A model's name.</summary>
    public string? Model { get; init; }

    /// <summary>The number of steps to end after.</summary>
    public long? Steps { get; init; }

    /// <summary>The time to end after.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Items per move.</summary>
    public int? Batch { get; init; }

    /// <summary>Decides all random numbers.</summary>
    public long? Seed { get; init; }

    /// <summary>Threads that compute.</summary>
    public int? Threads { get; init; }

    /// <summary>The run folder.</summary>
    public string? Out { get; init; }

    /// <summary>Parts of the recipe to change, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>The run to go on with.</summary>
    public string? Resume { get; init; }

    /// <summary>The run whose weights to begin with; null for random ones.</summary>
    public string? From { get; init; }

    /// <summary>Steps at whose multiples a checkpoint is written; null leaves it to the pace of the run.</summary>
    public int? CheckpointEvery { get; init; }

    /// <summary>The metrics to measure by while training, with commas between them; null for none, or those of a resumed run.</summary>
    public string? Metrics { get; init; }

    /// <summary>Steps at whose multiples to measure; null for the default.</summary>
    public int? MeasureEvery { get; init; }

    /// <summary>What pictures are seen by when they are measured; null for what suits the data.</summary>
    public string? Features { get; init; }

    /// <summary>Whether the run is written for TensorBoard too.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>Whether the run is left without its report.</summary>
    public bool NoReport { get; init; }

    /// <summary>Whether to print what would be done and do nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>How what would be done is printed.</summary>
    public Func<DryRunSubject, TextWriter, CancellationToken, int> Print { get; init; } = Commands.DryRun.Print;

    /// <summary>The step at which this session ends though the run goes on; null for none.</summary>
    public long? Until { get; init; }

    /// <summary>What this training is, for one that is a part of something larger; null for one by itself, which says at its end how to go on.</summary>
    public string? Title { get; init; }

    /// <summary>Data that the trainings of something larger have in common; null for one by itself.</summary>
    public SharedData? Shared { get; init; }

    /// <summary>Where the files of a named data set lie.</summary>
    public string? Location { get; init; }

    /// <summary>How a folder or file of one's own is read.</summary>
    public DataOptions Reading { get; init; } = DataOptions.Default;

    /// <summary>The first option that says so; null where none was given.</summary>
    public string? ReadingOption { get; init; }
}
