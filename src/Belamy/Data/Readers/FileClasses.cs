namespace Belamy.Data.Readers;

/// <summary>Classes by what files are called: <c>7_jackson_0.wav</c> is of class 7.</summary>
internal static class FileClasses
{
    /// <summary>What the names begin with, up to the first underscore; null unless there are several such beginnings, each of several files.</summary>
    public static string[]? Of(string[] files)
    {
        string[] heads = [.. files.Select(Head)];
        if (heads.Contains(""))
            return null;
        int[] sizes = [.. heads.GroupBy(head => head, StringComparer.Ordinal).Select(group => group.Count())];
        return sizes.Length > 1 && sizes.Min() > 1 ? heads : null;
    }

    private static string Head(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        int end = name.IndexOf('_', StringComparison.Ordinal);
        return end > 0 ? name[..end] : "";
    }
}
