namespace Belamy.Data.Readers;

/// <summary>What was read from files: columns, and what was left out.</summary>
/// <param name="Columns">The columns, all over the same rows unless said otherwise.</param>
/// <param name="LeftOut">The files and folders that were left out and why, in the order of their names.</param>
public sealed record Reading(IReadOnlyList<Column> Columns, IReadOnlyList<LeftOut> LeftOut)
{
    /// <summary>Whether there is a part held out for tests beside the one that was read.</summary>
    public bool HasTestPart { get; init; }

    /// <summary>The column of a field.</summary>
    /// <param name="field">The field's name.</param>
    /// <exception cref="BelamyException">There is none of that name.</exception>
    public Column this[string field] => Columns.FirstOrDefault(column => column.Field.Name == field)
        ?? throw new BelamyException($"there is no field {field}; there are {string.Join(", ", Columns.Select(column => column.Field.Name))}");

    /// <summary>Whether there is a column of a field.</summary>
    /// <param name="field">The field's name.</param>
    public bool Has(string field) => Columns.Any(column => column.Field.Name == field);
}
