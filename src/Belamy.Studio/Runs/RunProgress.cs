using System.Text.Json.Nodes;
using Belamy.Diagnosis;
using Belamy.Runs;
using Belamy.Studio.Processes;

namespace Belamy.Studio.Runs;

/// <summary>How a run stands at one instant, in words.</summary>
/// <param name="State">What the style goes by: <c>training</c>.</param>
/// <param name="Text">The same for people.</param>
/// <param name="Line">Step, speed and time left.</param>
/// <param name="Done">The share that is done; null where only time limits it.</param>
/// <param name="Failure">What the command said when it failed; null where it did not.</param>
/// <param name="Proposed">The step that it would be trained to, if it went on.</param>
/// <param name="HasWeights">Whether a checkpoint is there to play with.</param>
internal sealed record RunProgress(string State, string Text, string Line, double? Done, string? Failure, long Proposed, bool HasWeights)
{
    /// <summary>How a run stands.</summary>
    /// <param name="run">Its folder.</param>
    /// <param name="training">Its training that this studio started; null where it started none.</param>
    /// <param name="logged">The last step of the log.</param>
    /// <param name="stepsPerSecond">Its speed by the log; null where that cannot be told.</param>
    public static RunProgress Of(RunFolder run, TrainingProcess? training, long logged, double? stepsPerSecond)
    {
        RunState state = RunSummary.StateOf(run);
        bool isPreparing = training is { HasEnded: false } && (state != RunState.Training || training.StepAtStart is { } began && logged <= began);
        long saved = run.SavedStep, step = state == RunState.Training ? logged : saved;
        var parts = new List<string> { run.Description.Steps is { } steps ? $"step {Quantity.Count(step)} of {Quantity.Count(steps)}" : $"step {Quantity.Count(step)}" };
        if (state == RunState.Training && stepsPerSecond is > 0 and var speed)
        {
            Recipe recipe = run.Description.Recipe;
            parts.Add($"{Quantity.Count((long)Math.Round(speed * recipe.Batch * recipe.MovesOfFirst))} {Noun(run)} a second");
            if (run.Description.Steps is { } last)
                parts.Add($"{Quantity.Clock(TimeSpan.FromSeconds(Math.Min(1e8, (last - step) / speed)))} left");
        }

        double? done = run.Description.Steps is { } all ? Math.Min(1, (double)step / all) : null;
        (string name, string text) = isPreparing ? ("preparing", "preparing") : (NameOf(state), RunSummary.TextOf(state));
        return new RunProgress(name, text, string.Join(" · ", parts), done, training is { HasFailed: true } ? training.Said : null, ProposedFor(run.Description.Steps, saved, state), run.LatestCheckpoint is not null);
    }

    /// <summary>The name of a state in styles and scripts.</summary>
    public static string NameOf(RunState state) => state switch
    {
        RunState.Training => "training",
        RunState.Finished => "finished",
        RunState.Interrupted => "interrupted",
        _ => "stopped",
    };

    public JsonObject ToJson() => new() { ["state"] = State, ["text"] = Text, ["line"] = Line, ["done"] = Done, ["failure"] = Failure, ["proposed"] = Proposed, ["weights"] = HasWeights };

    // To its end, or twice as far.
    private static long ProposedFor(long? wanted, long saved, RunState state) =>
        state != RunState.Finished && wanted is { } steps ? steps : Math.Max(1, 2 * Math.Min(saved, long.MaxValue / 2));

    private static string Noun(RunFolder run) => run.Description.Fields is [var main, ..] ? main.Kind.Name : run.Description.Item.Rank == 3 ? "images" : "items";
}
