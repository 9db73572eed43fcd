using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary>What <c>--vary</c> asks for: settings with the values that each shall take, and all their combinations.</summary>
internal static class Variations
{
    /// <summary>Combinations beyond which nobody waits for a sweep.</summary>
    public const int Most = 256;

    /// <summary>All combinations, the last setting changing fastest; each is settings with a value.</summary>
    /// <param name="varied">What was typed: <c>learning-rate=1e-4,2e-4</c>.</param>
    /// <exception cref="BelamyException">One line that names what is wrong.</exception>
    public static IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> Of(IReadOnlyList<string> varied)
    {
        List<IReadOnlyList<KeyValuePair<string, string>>> combinations = [[]];
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string text in varied)
        {
            int at = text.IndexOf('=', StringComparison.Ordinal);
            string name = at < 0 ? "" : text[..at].Trim();
            string[] values = at < 0 ? [] : text[(at + 1)..].Split(',', StringSplitOptions.TrimEntries);
            if (name.Length == 0 || values.Any(value => value.Length == 0))
                throw new BelamyException($"--vary {text}: write name=value,value, such as --vary learning-rate=1e-4,2e-4; put the data before --vary");
            if (!names.Add(name))
                throw new BelamyException($"--vary {text}: {name} is varied already; give all its values at once");
            if (values.Distinct(StringComparer.Ordinal).Count() < values.Length)
                throw new BelamyException($"--vary {text}: has a value twice; each is trained once");
            if (combinations.Count * (long)values.Length > Most)
                throw new BelamyException($"--vary {text}: that makes {Quantity.Count(combinations.Count * (long)values.Length)} runs, more than {Most}; give fewer values");
            combinations = [.. combinations.SelectMany(one => values.Select(value => (IReadOnlyList<KeyValuePair<string, string>>)[.. one, new(name, value)]))];
        }

        return combinations.Count >= 2 ? combinations : throw new BelamyException($"--vary {string.Join(' ', varied)}: gives a single run; name two values at least, such as --vary learning-rate=1e-4,2e-4");
    }

    /// <summary>Settings as they are typed: <c>learning-rate=1e-4 objective=hinge</c>.</summary>
    public static string Describe(IEnumerable<KeyValuePair<string, string>> settings) => string.Join(' ', settings.Select(setting => $"{setting.Key}={setting.Value}"));
}
