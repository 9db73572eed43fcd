namespace Belamy.Data;

/// <summary>The folders that named data sets are looked for in.</summary>
/// <param name="Working">Where relative places are looked for.</param>
/// <param name="Cache">Where downloads are kept, a folder for each data set; null where there is no such place.</param>
/// <param name="Own">Where the user keeps data sets, a folder for each; null when not set.</param>
internal sealed record DataFolders(string Working, string? Cache, string? Own)
{
    /// <summary>The variable that names <see cref="Own"/>.</summary>
    public const string Variable = "BELAMY_DATA";

    /// <summary>The folders of this user on this system.</summary>
    public static DataFolders Default => new(
        Environment.CurrentDirectory,
        CacheFor("data"),
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own ? own : null);

    /// <summary>The folder of this user's cache for a kind of things; null where the user has none, and nothing is kept.</summary>
    public static string? CacheFor(string kind) => CacheRoot() is { } root ? Path.Combine(root, "belamy", kind) : null;

    // Without a home the place would be relative: in whatever folder the command runs, where strangers may have left something.
    private static string? CacheRoot() => UsualRoot() is var root && Path.IsPathRooted(root) ? root : null;

    /// <summary>Where this system has programs keep what they can make again.</summary>
    private static string UsualRoot()
    {
        if (OperatingSystem.IsWindows())
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        // The XDG specification has relative paths ignored.
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache))
            return cache;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches") : Path.Combine(home, ".cache");
    }
}
