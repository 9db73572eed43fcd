using Belamy.Metrics;

namespace Belamy.Cli.Output;

/// <summary>What <c>belamy evaluate</c> found out about one run or folder.</summary>
internal sealed record EvaluationResult
{
    /// <summary>The folder.</summary>
    public required string Subject { get; init; }

    /// <summary>Where the run stands; null for a folder of pictures.</summary>
    public required long? Step { get; init; }

    /// <summary>The name of the data it was compared with.</summary>
    public required string Reference { get; init; }

    /// <summary>Number of items of those data, whether used or not.</summary>
    public required int ReferenceCount { get; init; }

    /// <summary>What a classifier made of the samples, where there is one.</summary>
    public required DigitReport? Classes { get; init; }

    /// <summary>The values, each with the name of its metric, in the order of printing.</summary>
    public required IReadOnlyList<(string Metric, MetricValue Value)> Values { get; init; }

    /// <summary>Metrics that were not measured, and why.</summary>
    public required IReadOnlyList<(string Metric, string Reason)> LeftOut { get; init; }

    /// <summary>What it is called in sentences.</summary>
    public string Title => Step is { } step ? $"{Subject} at step {Quantity.Count(step)}" : Subject;
}
