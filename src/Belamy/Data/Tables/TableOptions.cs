namespace Belamy.Data.Tables;

/// <summary>How the columns of a table are understood; what is left open is found from the cells.</summary>
public sealed record TableOptions
{
    /// <summary>Columns that are categories, though they hold numbers.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Columns of numbers that are none, though they have few different ones.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Columns that are left out.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>The most different texts that a column of categories may have; one with more is left out.</summary>
    public int MostCategories { get; init; } = 200;
}
