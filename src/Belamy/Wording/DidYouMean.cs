namespace Belamy;

/// <summary>Finds the name that somebody who mistyped most likely meant.</summary>
public static class DidYouMean
{
    /// <summary>The candidate closest to a name, if one is close enough to be worth proposing.</summary>
    /// <param name="name">What was typed; case does not matter.</param>
    /// <param name="candidates">The names that exist.</param>
    /// <returns>The closest by insertions, deletions, replacements and swaps of neighbours; null when none is near.</returns>
    public static string? Closest(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        string typed = name.ToLowerInvariant();
        string? closest = null;
        int smallest = Math.Max(1, typed.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            int distance = Distance(typed, candidate.ToLowerInvariant());
            if (distance >= smallest)
                continue;
            smallest = distance;
            closest = candidate;
        }

        return closest;
    }

    /// <summary>The end of an error message about an unknown name: a proposal where one is near, else nothing.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="candidates">The names that exist.</param>
    /// <returns><c>; did you mean NAME?</c>, or the empty string.</returns>
    public static string Hint(string name, IEnumerable<string> candidates) =>
        Closest(name, candidates) is { } closest ? $"; did you mean {closest}?" : "";

    /// <summary>The distance of Damerau and Levenshtein, no part of a string edited twice.</summary>
    internal static int Distance(string a, string b)
    {
        var distances = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            distances[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            distances[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int best = Math.Min(replaced, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    best = Math.Min(best, distances[i - 2, j - 2] + 1);
                distances[i, j] = best;
            }
        }

        return distances[a.Length, b.Length];
    }
}
