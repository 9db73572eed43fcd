namespace Belamy.Data;

/// <summary>
/// What columns have in common that belong together item by item: a picture and its caption. Columns over the same rows are
/// read in one order; those over other rows walk in an order of their own, which is all that "unpaired" means. Two rows are the
/// same only if they are one object.
/// </summary>
/// <param name="name">What an item of all these columns is, for people: <c>photographs</c>.</param>
/// <param name="count">How many items there are, at least 1.</param>
public sealed class Rows(string name, int count)
{
    /// <summary>What an item of all these columns is, for people.</summary>
    public string Name { get; } = name;

    /// <summary>How many items there are.</summary>
    public int Count { get; } = count;
}
