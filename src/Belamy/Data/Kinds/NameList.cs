using ADRaffy.ENSNormalize;

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

    /// <summary>The place of a name among names: of the same spelling, else with accents in another form, else in another case.</summary>
    /// <param name="names">The names.</param>
    /// <param name="asked">The name that is looked for.</param>
    /// <param name="noun">What it is the name of, for errors.</param>
    /// <returns>The place, or null where it is not there.</returns>
    /// <exception cref="BelamyException">Several are spelled so but for the case.</exception>
    public static int? Find(IReadOnlyList<string> names, string asked, string noun)
    {
        // What is spelled the same comes first: class A may have a neighbour a.
        if (Places(name => name == asked) is [var exact, ..])
            return exact;
        string composed = ENSNormalize.NF.NFC(asked);
        if (Places(name => ENSNormalize.NF.NFC(name) == composed) is [var same, ..])
            return same;
        return Places(name => string.Equals(ENSNormalize.NF.NFC(name), composed, StringComparison.OrdinalIgnoreCase)) switch
        {
            [] => null,
            [var alike] => alike,
            var several => throw new BelamyException($"{asked}: the {noun} may be {string.Join(" or ", several.Select(at => names[at]))}; write it in the same case"),
        };

        int[] Places(Func<string, bool> isMeant) => [.. Enumerable.Range(0, names.Count).Where(at => isMeant(names[at]))];
    }

    public static int Hash(IReadOnlyList<string> names)
    {
        var hash = new HashCode();
        foreach (string name in names)
            hash.Add(name, StringComparer.Ordinal);
        return hash.ToHashCode();
    }
}
