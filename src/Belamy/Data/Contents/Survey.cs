namespace Belamy.Data.Contents;

/// <summary>Looks at some of many files, for what suits all.</summary>
internal static class Survey
{
    private const int Most = 256;

    /// <summary>What is seen in some of the files, evenly over all of them; files that cannot be read say nothing.</summary>
    /// <param name="files">The files.</param>
    /// <param name="options">Cancellation.</param>
    /// <param name="look">Looks at one; null where there is nothing to see.</param>
    public static T[] Of<T>(string[] files, DataOptions options, Func<string, T?> look)
        where T : struct
    {
        var seen = new List<T>();
        foreach (string file in Some(files, Most))
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (look(file) is { } one)
                    seen.Add(one);
            }
            catch (BelamyException)
            {
                // The reader will name it.
            }
        }

        return [.. seen];
    }

    /// <summary>Some of the files, evenly over all of them; what has no length, such as a pipe, is none.</summary>
    public static IEnumerable<string> Some(string[] files, int most) => Enumerable.Range(0, Math.Min(most, files.Length))
        .Select(at => files[(long)at * files.Length / Math.Min(most, files.Length)])
        .Where(file => Directory.Exists(file) || new FileInfo(file) is { Exists: true, Length: > 0 });

    /// <summary>The files of a folder that end in one of some ways; a file itself.</summary>
    public static string[] Files(string path, IReadOnlyList<string> endings, DataOptions options) => Directory.Exists(path)
        ? [.. ContentFinder.List(path, options).Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))]
        : [path];

    /// <summary>The one of some sizes that is nearest to the median of others; the last where there are none.</summary>
    public static int Nearest(int[] sizes, params int[] usual)
    {
        int[] sorted = [.. sizes.Order()];
        return sorted.Length == 0 ? usual[^1] : usual.MinBy(one => Math.Abs(one - sorted[sorted.Length / 2]));
    }

    /// <summary>How many of those that were looked at are so, as people say it: <c>all 72</c>, <c>1,400 of 1,500</c>.</summary>
    public static string Share(int part, int whole, int all) => (part == whole ? $"all {whole:N0}" : $"{part:N0} of {whole:N0}") + (whole < all ? " looked at" : "");
}
