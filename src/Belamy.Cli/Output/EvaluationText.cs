using System.Globalization;
using Belamy.Metrics;

namespace Belamy.Cli.Output;

/// <summary>The results of <c>belamy evaluate</c> as people read them.</summary>
internal static class EvaluationText
{
    private const int WidestBar = 40;
    private const string PartOfNote = "; ";

    /// <summary>Writes one result, or two side by side.</summary>
    public static void Write(IReadOnlyList<EvaluationResult> results, TextWriter output)
    {
        foreach (EvaluationResult result in results.Where(result => result.Classes is not null))
            WriteClasses(result, result.Classes!, output);
        if (results[0].Values.Count > 0)
            WriteValues(results, output);
        foreach ((string metric, string reason) in results[0].LeftOut)
            output.WriteLine($"Not measured: {metric}, {reason}.");
    }

    private static void WriteClasses(EvaluationResult result, DigitReport report, TextWriter output)
    {
        output.WriteLine(
            $"{result.Title}: {Quantity.PrecisePercent(report.Recognized)} of {Quantity.Count(report.Count, result.Step is null ? "picture" : "sample")} recognized"
            + $" with confidence {DigitReport.Confidence} or more");
        output.WriteLine();
        double largest = report.ClassShares.Max();
        List<string[]> rows = [];
        for (int i = 0; i < report.ClassShares.Count; i++)
        {
            double share = report.ClassShares[i];
            rows.Add([report.ClassNames[i], Quantity.PrecisePercent(share).PadLeft(6), Bar(share / largest)]);
        }

        AlignedColumns.Write(output, rows, "  ");
        output.WriteLine();
        output.WriteLine($"The classifier of {report.Data} is right on {Quantity.PrecisePercent(report.ClassifierAccuracy)} of real images that it was not trained on.");
        output.WriteLine();
    }

    private static void WriteValues(IReadOnlyList<EvaluationResult> results, TextWriter output)
    {
        EvaluationResult first = results[0];
        string titles = string.Join(" and ", results.Select(result => result.Title));
        output.WriteLine($"{titles} beside {first.Reference}, {Quantity.Count(first.ReferenceCount, "item")}:");
        output.WriteLine();
        List<string[]> rows = [["metric", .. Heads(results), "better", "seen by", "samples", "real", "note"]];
        foreach ((_, MetricValue value) in first.Values)
        {
            // What can be measured of a folder need not be of a run.
            MetricValue[] row = [.. results.Select(result =>
                result.Values.Select(pair => pair.Value).FirstOrDefault(other => other.Name == value.Name) ?? value with { Value = double.NaN, Spread = null })];
            rows.Add(
            [
                value.Name,
                .. row.Select(one => Cell(one, IsBest(one, row))),
                value.Better switch { Better.Lower => "↓", Better.Higher => "↑", _ => "→←" },
                Each(row, one => one.Features),
                Each(row, one => Quantity.Count(one.Generated)),
                Each(row, one => one.Real == 0 ? "none" : $"{Quantity.Count(one.Real)}, {one.Split}"),
                Notes(row),
            ]);
        }

        AlignedColumns.Write(new TrimmedLines(output), rows, "  ");
        output.WriteLine();
        output.WriteLine($"↓ less is better, ↑ more is better, →← the nearer to what the note says{(results.Count > 1 ? ", * the better of two, a / b where they differ" : "")}. docs/metrics.md says what they mean.");
    }

    /// <summary>What the columns of values are called: two of one run, its best and its last weights, by their steps.</summary>
    private static IEnumerable<string> Heads(IReadOnlyList<EvaluationResult> results) => results.Count == 1
        ? ["value"]
        : results.Select(result => results.Any(other => other != result && other.Subject == result.Subject) ? result.Title : result.Subject);

    /// <summary>What holds of all values of a row, or of each where they differ.</summary>
    private static string Each(MetricValue[] row, Func<MetricValue, string> what) => string.Join(" / ", row.Select(what).Distinct());

    /// <summary>The notes of a row: what differs between them, such as a p-value, for each, and the rest once.</summary>
    private static string Notes(MetricValue[] row)
    {
        string[][] notes = [.. row.Select(one => one.Note).OfType<string>().Select(note => note.Split(PartOfNote))];
        if (notes.Length == 0)
            return "";
        return notes.All(note => note.Length == notes[0].Length)
            ? string.Join(PartOfNote, Enumerable.Range(0, notes[0].Length).Select(part => string.Join(" / ", notes.Select(note => note[part]).Distinct())))
            : string.Join(" / ", notes.Select(note => string.Join(PartOfNote, note)));
    }

    private static bool IsBest(MetricValue value, MetricValue[] row) =>
        value.Better != Better.Nearer && row.All(other => double.IsFinite(other.Value)) && row.Any(other => other.Value != value.Value)
        && row.All(other => value.Better == Better.Lower ? value.Value <= other.Value : value.Value >= other.Value);

    private static string Cell(MetricValue value, bool isBest) =>
        Quantity.Measured(value.Value) + (value.Spread is { } spread ? $" ± {Quantity.Measured(spread)}" : "") + (isBest ? " *" : "");

    private static string Bar(double share)
    {
        const string eighths = "▏▎▍▌▋▊▉";
        int units = (int)Math.Round(share * WidestBar * 8);
        return new string('█', units / 8) + (units % 8 > 0 ? eighths[(units % 8) - 1] : "");
    }

    /// <summary>Drops the spaces before the end of a line, which a row without a note has.</summary>
    private sealed class TrimmedLines(TextWriter output) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value)
        {
            Write(value);
            output.WriteLine(ToString().TrimEnd());
            GetStringBuilder().Clear();
        }
    }
}
