namespace Belamy.Data.Kinds;

/// <summary>Lists of names that are compared by their content.</summary>
internal static class NameList
{
    /// <exception cref="ArgumentException">There is no name, or one is there twice.</exception>
    public static IReadOnlyList<string> Require(IReadOnlyList<string> names, string parameter)
    {
        ArgumentNullException.ThrowIfNull(names, parameter);
        if (names.Count == 0)
            throw new ArgumentException("There has to be one name at least.", parameter);
        return names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new ArgumentException($"'{twice.Key}' is there {twice.Count()} times.", parameter)
            : names;
    }

    public static int Hash(IReadOnlyList<string> names)
    {
        var hash = new HashCode();
        foreach (string name in names)
            hash.Add(name, StringComparer.Ordinal);
        return hash.ToHashCode();
    }
}
