using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Belamy.Metrics;

namespace Belamy.Cli.Output;

/// <summary>The results of <c>belamy evaluate</c> as one line of JSON.</summary>
internal static class EvaluationJson
{
    private const int Digits = 6;

    /// <summary>One result, or two: the second under <c>against</c>.</summary>
    public static string Write(IReadOnlyList<EvaluationResult> results)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            WriteResult(writer, results[0]);
            if (results.Count > 1)
            {
                writer.WriteStartObject("against");
                WriteResult(writer, results[1]);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void WriteResult(Utf8JsonWriter writer, EvaluationResult result)
    {
        writer.WriteString(result.Step is null ? "folder" : "run", result.Subject);
        if (result.Step is { } step)
            writer.WriteNumber("step", step);
        if (result.Classes is { } report)
        {
            writer.WriteNumber("count", report.Count);
            writer.WriteNumber("recognized", Math.Round(report.Recognized, Digits));
            writer.WriteNumber("mean_confidence", Math.Round(report.MeanConfidence, Digits));
            writer.WriteStartObject("classes");
            for (int i = 0; i < report.ClassShares.Count; i++)
                writer.WriteNumber(report.ClassNames[i], Math.Round(report.ClassShares[i], Digits));
            writer.WriteEndObject();
            writer.WriteString("classifier", report.Data);
            writer.WriteNumber("classifier_accuracy", Math.Round(report.ClassifierAccuracy, Digits));
        }

        writer.WriteString("data", result.Reference);
        writer.WriteStartArray("metrics");
        foreach ((string metric, MetricValue value) in result.Values)
            WriteValue(writer, metric, value);
        writer.WriteEndArray();
        if (result.LeftOut.Count == 0)
            return;
        writer.WriteStartObject("not_measured");
        foreach ((string metric, string reason) in result.LeftOut)
            writer.WriteString(metric, reason);
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, string metric, MetricValue value)
    {
        writer.WriteStartObject();
        writer.WriteString("metric", metric);
        writer.WriteString("name", value.Name);
        WriteNumber(writer, "value", value.Value);
        if (value.Spread is { } spread)
            WriteNumber(writer, "spread", spread);
        writer.WriteString("better", value.Better switch { Better.Lower => "lower", Better.Higher => "higher", _ => "nearer" });
        writer.WriteString("features", value.Features);
        writer.WriteNumber("generated", value.Generated);
        writer.WriteNumber("real", value.Real);
        writer.WriteString("split", value.Split);
        if (value.Note is { } note)
            writer.WriteString("note", note);
        writer.WriteEndObject();
    }

    // JSON has no infinity and no NaN.
    private static void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }
}
