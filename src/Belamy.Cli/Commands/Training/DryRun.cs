using Belamy.Cli.Output;
using Belamy.Data;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary>A training that was planned.</summary>
/// <param name="Description">The run.</param>
/// <param name="Game">Its game, compiled.</param>
/// <param name="Memory">What it takes.</param>
/// <param name="Data">Its data.</param>
/// <param name="Time">How long it would go on; null when steps decide.</param>
/// <param name="Path">Where it would be written.</param>
internal sealed record DryRunSubject(RunDescription Description, AssembledGame Game, MemoryEstimate Memory, Dataset Data, TimeSpan? Time, string Path);

/// <summary>What <c>belamy train --dry-run</c> prints: everything that a run would use, without leaving anything behind.</summary>
internal static class DryRun
{
    /// <summary>Prints a run.</summary>
    /// <param name="subject">The run.</param>
    /// <param name="output">Receives the text.</param>
    /// <param name="cancellation">Ends the trial of a few steps.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Print(DryRunSubject subject, TextWriter output, CancellationToken cancellation)
    {
        (RunDescription description, AssembledGame game, MemoryEstimate memory, _, _, _) = subject;
        AlignedColumns.Write(output, [.. Overview(subject, cancellation), ["folder", subject.Path]]);
        output.WriteLine();
        output.WriteLine("Settings (--set name=value changes one):");
        AlignedColumns.Write(output, [.. RecipeSettings.List(description.Recipe).Select(setting => new[] { setting.Name, setting.Value, setting.Values })], "  ");
        output.WriteLine();
        foreach (Module network in game.Networks.Values)
            output.WriteLine(new ModuleSummary(network));
        AlignedColumns.Write(output,
        [
            ["memory", Quantity.Bytes(memory.Total),
                $"networks and optimizers {Quantity.Bytes(memory.State)} and once more as a copy to go back to, programs {Quantity.Bytes(memory.Programs)}, data {Quantity.Bytes(memory.Data)}"],
            ["disk", Disk(memory), $"at most {RunFolder.CheckpointsKept + 1} checkpoints of at most {Quantity.Bytes(2 * memory.State)}, and the pictures"],
        ]);
        return ExitCode.Success;
    }

    /// <summary>Prints of a run which model it is, how long it takes, and how much memory and disk.</summary>
    /// <param name="subject">The run.</param>
    /// <param name="output">Receives the text.</param>
    /// <param name="cancellation">Ends the trial of a few steps.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int PrintBriefly(DryRunSubject subject, TextWriter output, CancellationToken cancellation)
    {
        AlignedColumns.Write(output, [.. Overview(subject, cancellation), ["memory", Quantity.Bytes(subject.Memory.Total)], ["disk", $"at most {Disk(subject.Memory)}, and the pictures"]], "  ");
        return ExitCode.Success;
    }

    private static List<string[]> Overview(DryRunSubject subject, CancellationToken cancellation)
    {
        (RunDescription description, AssembledGame game, _, Dataset data, TimeSpan? time, _) = subject;
        string steps = description.Steps is { } last ? Quantity.Count(last, "step") : "";
        string limit = time is { } span ? $"{Quantity.Clock(span)} of training" : "";
        List<string[]> overview =
        [
            ["model", description.Model],
            ["data", $"{description.DataSource}: {Quantity.Count(data.Count, "item")} of {Quantity.Extents(data.ItemShape)}{DataText.Classes(data)}"],
            .. description.Origin is { } origin ? new string[][] { ["from", origin.ToString()] } : [],
            ["length", steps.Length > 0 && limit.Length > 0 ? $"{steps} or {limit}" : steps + limit],
        ];
        if (StepTrial.Run(game, data, cancellation) is { } trial)
            overview.Add(["time", trial.Describe(description.Steps, time)]);
        return overview;
    }

    // While a checkpoint is written the ones it will replace are still there; each may hold the copy to go back to.
    private static string Disk(MemoryEstimate memory) => Quantity.Bytes(2 * memory.State * (RunFolder.CheckpointsKept + 1));
}
