namespace Belamy.Data;

/// <summary>Finds the one place that a path leads to, with no link in it.</summary>
internal static class LinkTarget
{
    private const int MostLinks = 40;

    /// <summary>The place of a path, every link in it followed; a path in circles is given back as it is.</summary>
    public static string Resolve(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        for (int links = 0; links < MostLinks; links++)
        {
            if (FollowFirst(full) is not { } followed)
                return full;
            full = followed;
        }

        return full;
    }

    /// <summary>Whether a folder is another or holds it; both are places.</summary>
    public static bool Holds(string folder, string inner) =>
        inner == folder || inner.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path with its first link replaced by what it leads to; null when it has none.</summary>
    private static string? FollowFirst(string path)
    {
        string root = Path.GetPathRoot(path)!;
        for (int end = root.Length; end < path.Length;)
        {
            int next = path.IndexOf(Path.DirectorySeparatorChar, end + 1);
            string part = next < 0 ? path : path[..next];
            try
            {
                if (new DirectoryInfo(part).LinkTarget is { } target)
                    return Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Join(Path.Combine(Path.GetDirectoryName(part)!, target), path[part.Length..])));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }

            end = part.Length;
        }

        return null;
    }
}
