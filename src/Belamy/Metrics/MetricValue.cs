namespace Belamy.Metrics;

/// <summary>Which way a value is better.</summary>
public enum Better
{
    /// <summary>The smaller the better.</summary>
    Lower,

    /// <summary>The greater the better.</summary>
    Higher,

    /// <summary>The nearer to a reference the better, which the value's note names.</summary>
    Nearer,
}

/// <summary>One number that a metric gives, and all that is needed to know what it is of.</summary>
/// <param name="Name">What it is called: <c>precision</c>.</param>
/// <param name="Value">The number; not a number where it could not be computed.</param>
/// <param name="Better">Which way it is better.</param>
public sealed record MetricValue(string Name, double Value, Better Better)
{
    /// <summary>How far it scatters, or null; the note says of what kind, where it is not a standard deviation.</summary>
    public double? Spread { get; init; }

    /// <summary>What the items were seen by.</summary>
    public required string Features { get; init; }

    /// <summary>Number of generated items.</summary>
    public required int Generated { get; init; }

    /// <summary>Number of real items; 0 when none are used.</summary>
    public required int Real { get; init; }

    /// <summary>Which part of the data the real items are of: <c>all</c>, <c>train</c>, <c>test</c>; empty when none are used.</summary>
    public required string Split { get; init; }

    /// <summary>What else has to be known to read it, or null.</summary>
    public string? Note { get; init; }
}
