using System.Text.Json;
using System.Text.Json.Serialization;

namespace Belamy.Runs;

/// <summary>
/// What the JSON of a run's folder must hold to be read: a property that is missing, twice there or of another kind is an
/// error of the text, never one of the program.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    MaxDepth = 8)]
[JsonSerializable(typeof(Dictionary<string, double>))]
[JsonSerializable(typeof(FindingContract))]
[JsonSerializable(typeof(MeasureContract))]
[JsonSerializable(typeof(MeasureContract[]))]
[JsonSerializable(typeof(DescriptionContract))]
[JsonSerializable(typeof(ChangeContract))]
[JsonSerializable(typeof(RequestContract))]
internal sealed partial class RunContracts : JsonSerializerContext;

/// <summary>A finding in the log.</summary>
internal sealed class FindingContract
{
    public required long Step { get; init; }

    [JsonPropertyName(RunLogLine.FindingKey)]
    public required string Symptom { get; init; }

    public required string Severity { get; init; }

    public required string Sentence { get; init; }

    public required string Advice { get; init; }

    /// <summary>The finding; null where it cannot be.</summary>
    public Finding? ToFinding()
    {
        foreach (Severity severity in Enum.GetValues<Severity>())
        {
            if (Step >= 0 && severity.ToString().Equals(Severity, StringComparison.OrdinalIgnoreCase))
                return new Finding(Symptom, severity, Step, Sentence, Advice);
        }

        return null;
    }
}

/// <summary>A measure of the generator, in the log or in a checkpoint's metadata, where it is of the checkpoint's step.</summary>
internal sealed class MeasureContract
{
    public long Step { get; init; }

    [JsonPropertyName(Measure.MetricKey)]
    public required string Metric { get; init; }

    public required string Name { get; init; }

    public required double? Value { get; init; }

    public required string Better { get; init; }

    public required string Features { get; init; }

    public required int Generated { get; init; }

    public required int Real { get; init; }

    public required string Split { get; init; }

    /// <summary>The measure; null where it cannot be.</summary>
    public Measure? ToMeasure() => Step >= 0 && Generated >= 0 && Real >= 0 && Better is Measure.Higher or Measure.Lower or Measure.Nearer
        ? new Measure(Metric, Name, Value ?? double.NaN, Better switch { Measure.Higher => true, Measure.Lower => false, _ => null })
        {
            Features = Features,
            Generated = Generated,
            Real = Real,
            Split = Split,
        }
        : null;
}

/// <summary>A change of a learning rate in the log.</summary>
internal sealed class ChangeContract
{
    public required long Step { get; init; }

    [JsonPropertyName(RunLogLine.ChangeKey)]
    public required string Player { get; init; }

    public required double Rate { get; init; }

    /// <summary>The change; null where it cannot be.</summary>
    public LearningRateChange? ToChange() => Step >= 0 && RunRequests.IsRate(Rate) ? new LearningRateChange(Step, Player, Rate) : null;
}

/// <summary>What is asked of the process that trains a run.</summary>
internal sealed record RequestContract
{
    /// <summary>The number of the process that is to stop.</summary>
    public int? Stop { get; init; }

    /// <summary>Learning rates by player.</summary>
    [JsonPropertyName("learning-rates")]
    public Dictionary<string, double>? LearningRates { get; init; }
}

/// <summary>The content of <c>run.json</c>; null is what is missing.</summary>
internal sealed class DescriptionContract
{
    public string? Belamy { get; init; }

    public string? Model { get; init; }

    public Dictionary<string, string?>? Settings { get; init; }

    public long? Steps { get; init; }

    public DataContract? Data { get; init; }

    public MeasurementContract? Measure { get; init; }

    public OriginContract? From { get; init; }

    /// <summary>What a run was made of.</summary>
    internal sealed class DataContract
    {
        public string? Source { get; init; }

        public string? Location { get; init; }

        public int? Size { get; init; }

        public int? Height { get; init; }

        public string? Fit { get; init; }

        public bool? Alpha { get; init; }

        public bool? Reduced { get; init; }

        public bool? Labels { get; init; }

        public string? Halves { get; init; }

        public string? Fingerprint { get; init; }

        public int[]? Item { get; init; }

        public int? Classes { get; init; }

        [JsonPropertyName("class-names")]
        public string?[]? ClassNames { get; init; }

        public FieldContract?[]? Fields { get; init; }

        public string? Kind { get; init; }

        public string? Voices { get; init; }

        public string? Array { get; init; }
    }

    /// <summary>A field of the data, and what its kind is made with.</summary>
    internal sealed class FieldContract
    {
        public required string Name { get; init; }

        public required string Kind { get; init; }

        public required string?[] Parts { get; init; }

        public Dictionary<string, string?>? With { get; init; }
    }

    /// <summary>Whose weights a run began with.</summary>
    internal sealed class OriginContract
    {
        public string? Run { get; init; }

        public long? Step { get; init; }

        public string? Model { get; init; }

        public string? Data { get; init; }

        public string? Weights { get; init; }
    }

    /// <summary>What a run is measured by.</summary>
    internal sealed class MeasurementContract
    {
        public string?[]? Metrics { get; init; }

        public int? Every { get; init; }

        public string? Features { get; init; }
    }
}
