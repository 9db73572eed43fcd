using System.Text.Json;
using System.Text.Json.Nodes;

namespace Belamy.Training;

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

    internal string ToJson() => new JsonArray([.. Values.Select(value => (JsonNode)new JsonObject
    {
        ["metric"] = value.Metric,
        ["name"] = value.Name,
        ["value"] = double.IsFinite(value.Value) ? value.Value : null,
        ["higher"] = value.IsHigherBetter,
        ["features"] = value.Features,
        ["generated"] = value.Generated,
        ["real"] = value.Real,
        ["split"] = value.Split,
    })]).ToJsonString();

    /// <summary>Reads what <see cref="ToJson"/> wrote; null where it is none.</summary>
    internal static BestMeasure? Parse(long step, string json)
    {
        try
        {
            Measure[] values = [.. JsonNode.Parse(json)!.AsArray().Select(one => new Measure(
                (string)one!["metric"]!, (string)one["name"]!, (double?)one["value"] ?? double.NaN, (bool?)one["higher"])
            {
                Features = (string)one["features"]!,
                Generated = (int)one["generated"]!,
                Real = (int)one["real"]!,
                Split = (string)one["split"]!,
            })];
            return values.Length > 0 ? new BestMeasure(step, values) : null;
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
