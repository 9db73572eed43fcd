using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Which of several properties an item has: 1 for each that it has, else 0. Several may hold at once, or none.</summary>
/// <param name="Names">The names of the properties; at least one.</param>
public sealed record Attributes(params IReadOnlyList<string> Names) : Kind
{
    /// <summary>The names of the properties, in the order of the values.</summary>
    public IReadOnlyList<string> Names { get; init; } = NameList.Require(Names, nameof(Names));

    /// <inheritdoc/>
    public override string Name => "attributes";

    /// <inheritdoc/>
    public override Shape Shape => [Names.Count];

    /// <inheritdoc/>
    public override (double Low, double High)? Range => (0, 1);

    /// <inheritdoc/>
    public override string Description => Counted.Of(Names.Count, "attribute");

    /// <summary>The names of the properties that it has, those from a half on.</summary>
    /// <param name="item">A value for each property.</param>
    public override string Tell(ReadOnlySpan<float> item)
    {
        float[] values = item.ToArray();
        string[] held = [.. Names.Where((_, at) => values[at] >= 0.5f)];
        return held.Length > 0 ? string.Join(", ", held) : "none";
    }

    /// <summary>Whether these are the same names in the same order.</summary>
    /// <param name="other">Other attributes.</param>
    public bool Equals(Attributes? other) => other is not null && Names.SequenceEqual(other.Names);

    /// <inheritdoc/>
    public override int GetHashCode() => NameList.Hash(Names);
}
