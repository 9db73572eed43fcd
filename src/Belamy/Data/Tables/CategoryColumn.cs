namespace Belamy.Data.Tables;

/// <summary>A column of few different texts: one value for each, 1 for that of the cell. A missing cell is the empty text, if the column has such.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Categories">The texts, the most frequent first.</param>
public sealed record CategoryColumn(string Name, IReadOnlyList<string> Categories) : TableColumn(Name)
{
    private readonly Dictionary<string, int> _places = Categories.Select((text, place) => (text, place)).ToDictionary(pair => pair.text, pair => pair.place, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string Description => Counted.Of(Categories.Count, "category", "categories");

    /// <inheritdoc/>
    public override int Width => Categories.Count;

    internal override string Key => $"category {Name}: {string.Join('\u001f', Categories)}";

    /// <inheritdoc/>
    public override IEnumerable<TableSpan> Spans(int start) => [new TableSpan(Name, start, Width, SpanActivation.Softmax)];

    /// <inheritdoc/>
    public override void Encode(object? cell, Span<float> values)
    {
        values.Clear();
        values[_places.TryGetValue(cell as string ?? "", out int place) ? place : throw new BelamyException($"{Name}: '{cell}' is none of its categories")] = 1;
    }

    /// <inheritdoc/>
    public override object? Decode(ReadOnlySpan<float> values) => Parse(Categories[Largest(values)]);

    /// <inheritdoc/>
    public override object? Parse(string? text) => CellText.IsMissing(text) ? null : text!.Trim();

    /// <inheritdoc/>
    public override string Format(object? cell) => cell as string ?? "";

    /// <summary>The place of the category that values stand for.</summary>
    internal static int PlaceOf(ReadOnlySpan<float> values) => Largest(values);

    /// <summary>Whether these are the same categories.</summary>
    /// <param name="other">Another column.</param>
    public bool Equals(CategoryColumn? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}
