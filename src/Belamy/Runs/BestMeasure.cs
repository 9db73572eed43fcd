using System.Text;
using System.Text.Json;

namespace Belamy.Runs;

/// <summary>The best that a run's generator was by the metric that decides.</summary>
/// <param name="Step">The step it was measured at.</param>
/// <param name="Values">The metric's values, at least one. The first decides, and the next where it is equal.</param>
public sealed record BestMeasure(long Step, IReadOnlyList<Measure> Values)
{
    /// <summary>The value that decides.</summary>
    public Measure Deciding => Values[0];

    /// <summary>What decides among measures: the values of the first one's metric; null where nothing can.</summary>
    internal static BestMeasure? Of(long step, IReadOnlyList<Measure> measures)
    {
        Measure[] values = [.. measures.Where(measure => measure.Metric == measures[0].Metric)];
        return values is [{ IsHigherBetter: not null } first, ..] && double.IsFinite(first.Value) ? new BestMeasure(step, values) : null;
    }

    /// <summary>Whether it is better than what was the best so far; always, where that was measured another way.</summary>
    internal bool IsBetterThan(BestMeasure? other)
    {
        if (other is null || Values.Count != other.Values.Count)
            return true;
        for (int at = 0; at < Values.Count; at++)
        {
            if (!Values[at].IsComparableTo(other.Values[at]))
                return true;
        }

        for (int at = 0; at < Values.Count; at++)
        {
            int sign = Values[at].Value.CompareTo(other.Values[at].Value);
            if (sign != 0 && Values[at].IsHigherBetter is { } higher)
                return sign > 0 == higher;
        }

        return false;
    }

    /// <summary>The values as text, for a file's metadata.</summary>
    internal string ToJson()
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartArray();
            foreach (Measure value in Values)
            {
                writer.WriteStartObject();
                value.Write(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote; null where it is none.</summary>
    internal static BestMeasure? Parse(long step, string json)
    {
        try
        {
            Measure?[] values = [.. (JsonSerializer.Deserialize(json, RunContracts.Default.MeasureContractArray) ?? []).Select(value => value?.ToMeasure())];
            return values.Length > 0 && !values.Contains(null) ? new BestMeasure(step, values!) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
