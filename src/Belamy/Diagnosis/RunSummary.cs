using Belamy.Runs;

namespace Belamy.Diagnosis;

/// <summary>What is going on with a run.</summary>
public enum RunState
{
    /// <summary>A process trains it.</summary>
    Training,

    /// <summary>It has all of its steps.</summary>
    Finished,

    /// <summary>It was stopped before.</summary>
    Interrupted,

    /// <summary>Nobody trains it, and no number of steps says whether it has all: it was to train for a time.</summary>
    Stopped,
}

/// <summary>A run in a list of runs.</summary>
/// <param name="Description">What it was made from.</param>
/// <param name="Step">The step of its newest checkpoint; 0 where it has none.</param>
/// <param name="State">What is going on with it.</param>
/// <param name="Quality">How good it is, in words: what its best weights were measured at, else what was found to be the matter, else that it was not measured.</param>
/// <param name="LastChange">When it was last written to, in UTC.</param>
public sealed record RunSummary(RunDescription Description, long Step, RunState State, string Quality, DateTime LastChange)
{
    /// <summary>Sums a run up.</summary>
    /// <param name="run">Its folder.</param>
    /// <exception cref="BelamyException">Its files cannot be read.</exception>
    public static RunSummary Of(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new RunSummary(run.Description, run.SavedStep, StateOf(run), QualityOf(run), LastChangeOf(run.Path));
    }

    /// <summary>What is going on with a run.</summary>
    /// <param name="run">Its folder.</param>
    public static RunState StateOf(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Owner is not null ? RunState.Training
            : run.Description.Steps is not { } steps ? RunState.Stopped
            : run.SavedStep >= steps ? RunState.Finished
            : RunState.Interrupted;
    }

    /// <summary>A state in words.</summary>
    /// <param name="state">The state.</param>
    public static string TextOf(RunState state) => state switch
    {
        RunState.Training => "training",
        RunState.Finished => "finished",
        RunState.Interrupted => "interrupted",
        _ => "stopped",
    };

    /// <summary>When a run was last written to, in UTC.</summary>
    /// <param name="folder">Its folder.</param>
    public static DateTime LastChangeOf(string folder)
    {
        string metrics = Path.Combine(folder, "metrics.jsonl");
        return File.GetLastWriteTimeUtc(File.Exists(metrics) ? metrics : Path.Combine(folder, "run.json"));
    }

    // The best measure where it was measured, else what was found to be the matter: a run nobody looked at says nothing.
    private static string QualityOf(RunFolder run)
    {
        if (run.ReadBest() is { Values: [var best, ..] } found)
            return $"{best.Name} {Quantity.Measured(best.Value)} at step {Quantity.Count(found.Step)}";
        IReadOnlyList<FindingKind> kinds = FindingKind.Of(run.Log.ReadFindings());
        return kinds.Count > 0 ? string.Join(", ", kinds.Select(kind => kind.First.Symptom)) : "not measured";
    }
}
