namespace Belamy.Data.Readers;

/// <summary>A table as its texts.</summary>
/// <param name="Names">The names of the columns.</param>
/// <param name="Columns">The cells of each; null where one is missing.</param>
/// <param name="LeftOut">What was left out: rows, columns.</param>
internal sealed record TableText(string[] Names, List<string?>[] Columns, List<LeftOut> LeftOut)
{
    private const int MostColumns = 10_000;

    /// <summary>Checks the names of columns.</summary>
    /// <exception cref="BelamyException">There is none, or one is there twice.</exception>
    public static string[] RequireNames(string path, IEnumerable<string> names)
    {
        string[] trimmed = [.. names.Select(name => name.Trim())];
        if (trimmed.Length is 0 or > MostColumns)
            throw new BelamyException($"{path}: a table of {trimmed.Length:N0} columns is none; its first line has to name them");
        return trimmed.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new BelamyException($"{path}: has {twice.Count()} columns called '{twice.Key.ReplaceLineEndings(" ")}'; its first line has to name each otherwise")
            : trimmed;
    }
}
