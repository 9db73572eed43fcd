using System.Text.Json;

namespace Belamy.Runs;

/// <summary>One number that says how good a run's generator was at a step, and all that is needed to know what it is of.</summary>
/// <param name="Metric">The metric that gave it: <c>frechet-distance</c>.</param>
/// <param name="Name">What it is called: <c>Fréchet distance</c>.</param>
/// <param name="Value">The number; not a number where it could not be computed.</param>
/// <param name="IsHigherBetter">Which way it is better; null where it should come near to a reference.</param>
public sealed record Measure(string Metric, string Name, double Value, bool? IsHigherBetter)
{
    /// <summary>The property in JSON that only a measure has.</summary>
    internal const string MetricKey = "metric";

    // Which way it is better, in JSON.
    internal const string Higher = "higher", Lower = "lower", Nearer = "nearer";

    /// <summary>What items were seen by.</summary>
    public required string Features { get; init; }

    /// <summary>Number of generated items.</summary>
    public required int Generated { get; init; }

    /// <summary>Number of real items; 0 when none are used.</summary>
    public required int Real { get; init; }

    /// <summary>Which part of the data the real items are of: <c>all</c>, <c>train</c>, <c>test</c>; empty when none are used.</summary>
    public required string Split { get; init; }

    /// <summary>Whether a value can be compared with another: both are of the same thing, measured the same way.</summary>
    internal bool IsComparableTo(Measure other) => this with { Value = 0 } == other with { Value = 0 };

    /// <summary>Writes it as properties of the object that is being written.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteString(MetricKey, Metric);
        writer.WriteString("name", Name);
        if (double.IsFinite(Value))
            writer.WriteNumber("value", Value);
        else
            writer.WriteNull("value");
        writer.WriteString("better", IsHigherBetter switch { true => Higher, false => Lower, null => Nearer });
        writer.WriteString("features", Features);
        writer.WriteNumber("generated", Generated);
        writer.WriteNumber("real", Real);
        writer.WriteString("split", Split);
    }
}

/// <summary>Measures a generator while it is being trained.</summary>
/// <remarks>Taking measures leaves the game as it is: a run that is measured ends in the same weights as one that is not.</remarks>
public abstract class Measurement
{
    /// <summary>Steps between two measurements unless said otherwise.</summary>
    public const int DefaultEvery = 500;

    /// <summary>Steps at whose multiples the generator is measured, at least 1; it is measured at the end of a run too.</summary>
    public int Every { get; init; } = DefaultEvery;

    /// <summary>Measures.</summary>
    /// <param name="generator">The generator, with averaged weights where they are kept.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The values. Those of the first one's metric decide which weights are the best: its first value, and the next where that is equal.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract IReadOnlyList<Measure> Take(Generator generator, CancellationToken cancellationToken);
}
