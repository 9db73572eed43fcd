using System.Text.Json;
using Belamy.Games;

namespace Belamy.Runs;

/// <summary>A line of a run's log: numbers, a finding, a measure or a change of a learning rate.</summary>
/// <param name="Step">The step it is of.</param>
internal sealed record RunLogLine(long Step)
{
    /// <summary>The property that only a finding has.</summary>
    public const string FindingKey = "finding";

    /// <summary>The property that only a change of a learning rate has.</summary>
    public const string ChangeKey = "learning-rate-of";

    /// <summary>Where in the file it stands, without the end of the line.</summary>
    public Range Place { get; init; }

    /// <summary>The numbers by name, <c>step</c> among them; null for a line of another kind.</summary>
    public IReadOnlyDictionary<string, double>? Numbers { get; init; }

    /// <summary>The finding; null for a line of another kind.</summary>
    public Finding? Finding { get; init; }

    /// <summary>The measure; null for a line of another kind.</summary>
    public Measure? Measure { get; init; }

    /// <summary>The change of a learning rate; null for a line of another kind.</summary>
    public LearningRateChange? Change { get; init; }

    /// <summary>Reads a line.</summary>
    /// <param name="json">Its bytes.</param>
    /// <returns>Null where it is none.</returns>
    public static RunLogLine? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            return ReadKind(ref reader) switch
            {
                Kind.Finding => ToLine(JsonSerializer.Deserialize(json, RunContracts.Default.FindingContract)!),
                Kind.Measure => ToLine(JsonSerializer.Deserialize(json, RunContracts.Default.MeasureContract)!),
                Kind.Change => ToLine(JsonSerializer.Deserialize(json, RunContracts.Default.ChangeContract)!),
                Kind.Numbers => ToLine(JsonSerializer.Deserialize(json, RunContracts.Default.DictionaryStringDouble)!),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static Kind? ReadKind(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(FindingKey))
                return Kind.Finding;
            if (reader.ValueTextEquals(Measure.MetricKey))
                return Kind.Measure;
            if (reader.ValueTextEquals(ChangeKey))
                return Kind.Change;
            reader.Skip();
        }

        return Kind.Numbers;
    }

    private static RunLogLine? ToLine(FindingContract line) => line.ToFinding() is { } finding ? new RunLogLine(line.Step) { Finding = finding } : null;

    private static RunLogLine? ToLine(MeasureContract line) => line.ToMeasure() is { } measure ? new RunLogLine(line.Step) { Measure = measure } : null;

    private static RunLogLine? ToLine(ChangeContract line) => line.ToChange() is { } change ? new RunLogLine(line.Step) { Change = change } : null;

    private static RunLogLine? ToLine(Dictionary<string, double> numbers)
    {
        // Beyond 2^53 a number is not the one that was written.
        const double Largest = 1L << 53;
        return numbers.TryGetValue("step", out double step) && step is >= 0 and <= Largest && double.IsInteger(step) && numbers.Values.All(double.IsFinite)
            ? new RunLogLine((long)step) { Numbers = numbers }
            : null;
    }

    private enum Kind
    {
        Numbers,
        Finding,
        Measure,
        Change,
    }
}
