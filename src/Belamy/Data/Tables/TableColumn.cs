namespace Belamy.Data.Tables;

/// <summary>A column of a table, and how its cells are encoded.</summary>
/// <param name="Name">What the table calls it.</param>
public abstract record TableColumn(string Name)
{
    /// <summary>What its cells are, for people.</summary>
    public abstract string Description { get; }

    /// <summary>How many values encode a cell.</summary>
    public abstract int Width { get; }

    /// <summary>How the values of a cell belong together, and what a last layer has to make of them.</summary>
    /// <param name="start">Where they begin in a row.</param>
    public abstract IEnumerable<TableSpan> Spans(int start);

    /// <summary>Encodes a cell.</summary>
    /// <param name="cell">A <see cref="double"/>, a <see cref="long"/>, a <see cref="DateTime"/> or a text, as the column has it; null where it is missing.</param>
    /// <param name="values">Receives the values.</param>
    /// <exception cref="BelamyException">It is no cell of this column.</exception>
    public abstract void Encode(object? cell, Span<float> values);

    /// <summary>The cell that values stand for: their largest share decides.</summary>
    /// <param name="values">As many values as encode a cell.</param>
    public abstract object? Decode(ReadOnlySpan<float> values);

    /// <summary>The cell that a table's text is; null where it is missing.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="BelamyException">It is no cell of this column.</exception>
    public abstract object? Parse(string? text);

    /// <summary>A cell as a table's text; empty where it is missing.</summary>
    /// <param name="cell">The cell.</param>
    public abstract string Format(object? cell);

    /// <summary>All that the encoding depends on, in one line.</summary>
    internal abstract string Key { get; }

    /// <summary>The place of the largest of shares; the first where several are.</summary>
    private protected static int Largest(ReadOnlySpan<float> shares)
    {
        int best = 0;
        for (int at = 1; at < shares.Length; at++)
        {
            if (shares[at] > shares[best] || float.IsNaN(shares[best]))
                best = at;
        }

        return best;
    }
}
