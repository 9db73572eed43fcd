using System.Globalization;
using Belamy.Cli.Output;
using Belamy.Cli.Terminal;
using Belamy.Data;
using Belamy.Data.Kinds;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy data inspect</c> says beside what <c>belamy data PATH</c> does: ranges, balance of classes, duplicates.</summary>
internal static class InspectAction
{
    private const int Shown = 5;
    private const int BarLength = 40;

    /// <summary>Looks at every item.</summary>
    public static DataInspection Inspect(Dataset data, CancellationToken cancellation)
    {
        var status = new StatusLine(Console.Error);
        try
        {
            return DataInspection.Of(data, done => status.Show($"inspecting: {Quantity.Count(done)} of {Quantity.Count(data.Count)}"), cancellation);
        }
        finally
        {
            status.Clear();
        }
    }

    /// <summary>Says what was seen.</summary>
    public static void Write(Dataset data, string source, DataInspection seen, TextWriter output)
    {
        string[] channels = data.Main.Field.Kind is Pictures ? seen.Mean.Count switch { 1 => ["grey"], 2 => ["grey", "alpha"], 3 => ["red", "green", "blue"], _ => ["red", "green", "blue", "alpha"] } : ["values"];
        List<string[]> rows = [["", "least", "greatest", "mean", "deviation"]];
        rows.AddRange(channels.Select((name, at) => new[] { name, Number(seen.Least[at]), Number(seen.Greatest[at]), Number(seen.Mean[at]), Number(seen.Deviation[at]) }));
        AlignedColumns.Write(output, rows);
        WriteClasses(seen, output);
        Tell(output, data, source, seen.Equal, "equal to another", "they count as often as they are there; take out what is there by mistake");
        Tell(output, data, source, seen.Alike, "like another", "look at them: a picture that was saved twice counts twice");
        if (seen.Blank.Count > 0)
            output.WriteLine($"{Quantity.Count(seen.Blank.Count, "item")} of one value throughout: {Names(data, source, seen.Blank)}");
        output.WriteLine($"Models that take it: {string.Join(", ", Models.Taking(data).Select(model => model.Name))}.");
    }

    /// <summary>Says what a training on the data would be with no further word, and what that takes in time, memory and disk on this machine, by a few steps of it.</summary>
    /// <param name="source">The data.</param>
    /// <param name="reading">How they are read.</param>
    /// <param name="output">Receives the text.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Plan(string source, DataOptions reading, TextWriter output)
    {
        string command = $"`belamy train {ShellWord.Quote(source)}`";
        try
        {
            return TrainAction.Run(new TrainArguments { Data = source, Location = reading.Location, Reading = reading, DryRun = true, Print = Print });
        }
        catch (BelamyException e)
        {
            output.WriteLine($"{command} would not begin: {e.Message}");
            return ExitCode.Success;
        }

        int Print(DryRunSubject subject, TextWriter output, CancellationToken cancellation)
        {
            output.WriteLine($"What {command} would do; --dry-run beside it shows every setting:");
            return DryRun.PrintBriefly(subject, output, cancellation);
        }
    }

    private static void WriteClasses(DataInspection seen, TextWriter output)
    {
        if (seen.Classes.Count == 0)
            return;
        output.WriteLine();
        int most = Math.Max(1, seen.Classes.Max(one => one.Count));
        AlignedColumns.Write(output, [.. seen.Classes.Select(one => new[] { one.Name, Quantity.Count(one.Count), new string('█', BarLength * one.Count / most) })], "  ");
        int least = seen.Classes.Min(one => one.Count);
        if (least == 0)
            output.WriteLine($"{Quantity.Count(seen.Classes.Count(one => one.Count == 0), "class", "classes")} without an item.");
        else if (most >= 3 * least)
            output.WriteLine($"The largest class has {((double)most / least).ToString("0.#", CultureInfo.InvariantCulture)} times as many items as the smallest: what is rare is learned late.");
        output.WriteLine();
    }

    private static void Tell(TextWriter output, Dataset data, string source, IReadOnlyList<DuplicateItems> groups, string what, string advice)
    {
        if (groups.Count == 0)
            return;
        output.WriteLine($"{Quantity.Count(groups.Sum(group => group.Others.Count), "item")} {what} ({advice}):");
        foreach (DuplicateItems group in groups.Take(Shown))
            output.WriteLine($"  {Name(data, source, group.First)} = {Names(data, source, group.Others)}");
        if (groups.Count > Shown)
            output.WriteLine($"  and {Quantity.Count(groups.Count - Shown, "group")} more");
    }

    private static string Name(Dataset data, string source, int item) => Printable.Text(Path.IsPathRooted(data.NameOf(item)) ? Path.GetRelativePath(Path.GetFullPath(source), data.NameOf(item)) : data.NameOf(item));

    private static string Names(Dataset data, string source, IReadOnlyList<int> items) => string.Join(", ", items.Take(Shown).Select(item => Name(data, source, item))) + (items.Count > Shown ? $" and {Quantity.Count(items.Count - Shown)} more" : "");

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
