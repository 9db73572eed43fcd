using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Which of several properties an item has: 1 for each that it has, else 0. Several may hold at once, or none.</summary>
/// <param name="Names">The names of the properties; at least one.</param>
public sealed record Attributes(params IReadOnlyList<string> Names) : Kind
{
    private const string None = "none";

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

    /// <inheritdoc/>
    public override bool ReadsText => true;

    /// <summary>What has the properties that are named, with commas between them; <c>none</c> for none of them.</summary>
    /// <inheritdoc/>
    public override float[] Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = new float[Names.Count];
        string[] asked = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (asked.Length == 0)
            throw new BelamyException($"{Shortened(text)}: names no attribute; write {None}, or some of {string.Join(", ", Names)}");
        foreach (string name in asked)
        {
            if (NameList.Find(Names, name, "attribute") is { } place)
                values[place] = 1;
            else if (asked.Length > 1 || !name.Equals(None, StringComparison.OrdinalIgnoreCase))
                throw new BelamyException($"{Shortened(name)}: there is no such attribute{DidYouMean.Hint(name, Names)}; there are {string.Join(", ", Names)}");
        }

        return values;
    }

    /// <summary>The names of the properties that it has, those from a half on.</summary>
    /// <param name="item">A value for each property.</param>
    public override string Tell(ReadOnlySpan<float> item)
    {
        float[] values = item.ToArray();
        string[] held = [.. Names.Where((_, at) => values[at] >= 0.5f)];
        return held.Length > 0 ? string.Join(", ", held) : None;
    }

    /// <summary>Whether these are the same names in the same order.</summary>
    /// <param name="other">Other attributes.</param>
    public bool Equals(Attributes? other) => other is not null && Names.SequenceEqual(other.Names);

    /// <inheritdoc/>
    public override int GetHashCode() => NameList.Hash(Names);
}
