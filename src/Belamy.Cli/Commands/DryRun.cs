using Belamy.Data;
using Belamy.Networks;
using Belamy.Training;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy train --dry-run</c> prints: everything that a run would use, without leaving anything behind.</summary>
internal static class DryRun
{
    /// <summary>Prints a run.</summary>
    /// <param name="description">The run.</param>
    /// <param name="data">Its data.</param>
    /// <param name="time">How long it would go on; null when steps decide.</param>
    /// <param name="path">Where it would be written.</param>
    /// <param name="output">Receives the text.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Print(RunDescription description, Dataset data, TimeSpan? time, string path, TextWriter output)
    {
        Recipe recipe = description.Recipe;
        using var game = new AssembledGame(recipe, description.Item, description.Classes, data, initialize: false);
        game.Game.Compile();
        string steps = description.Steps is { } last ? $"{Quantity.Count(last)} steps" : "";
        string limit = time is { } span ? $"{Quantity.Clock(span)} of training" : "";
        string classes = data.ClassNames.Count > 0 ? $", {data.ClassNames.Count} classes" : "";
        AlignedColumns.Write(output,
        [
            ["model", description.Model],
            ["data", $"{description.DataSource}: {Quantity.Count(data.Count)} items of {Quantity.Extents(data.ItemShape)}{classes}"],
            ["length", steps.Length > 0 && limit.Length > 0 ? $"{steps} or {limit}" : steps + limit],
            ["folder", path],
        ]);
        output.WriteLine();
        output.WriteLine("Settings (--set name=value changes one):");
        AlignedColumns.Write(output, [.. RecipeSettings.List(recipe).Select(setting => new[] { setting.Name, setting.Value, setting.Values })], "  ");
        output.WriteLine();
        foreach (Module network in game.Networks.Values)
            output.WriteLine(new ModuleSummary(network));
        long state = game.Game.StateBytes;
        long programs = game.Game.ProgramBytes;
        // Bytes of pixels, as a data set of images holds them.
        long pixels = (long)data.Count * data.ItemLength;
        AlignedColumns.Write(output,
        [
            ["memory", Quantity.Bytes((2 * state) + programs + pixels),
                $"networks and optimizers {Quantity.Bytes(state)} and once more as a copy to go back to, programs {Quantity.Bytes(programs)}, data {Quantity.Bytes(pixels)}"],
            // While a checkpoint is written the ones it will replace are still there; each may hold the copy to go back to.
            ["disk", Quantity.Bytes(2 * state * (RunFolder.CheckpointsKept + 1)),
                $"at most {RunFolder.CheckpointsKept + 1} checkpoints of at most {Quantity.Bytes(2 * state)}, and the pictures"],
        ]);
        return ExitCode.Success;
    }
}
