namespace Belamy.Data;

/// <summary>The folders that named data sets are looked for in.</summary>
/// <param name="Working">Where relative places are looked for.</param>
/// <param name="Cache">Where downloads are kept, a folder for each data set.</param>
/// <param name="Own">Where the user keeps data sets, a folder for each; null when not set.</param>
internal sealed record DataFolders(string Working, string Cache, string? Own)
{
    /// <summary>The variable that names <see cref="Own"/>.</summary>
    public const string Variable = "BELAMY_DATA";

    /// <summary>The folders of this user on this system.</summary>
    public static DataFolders Default => new(
        Environment.CurrentDirectory,
        Path.Combine(CacheRoot(), "belamy", "data"),
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own ? own : null);

    /// <summary>Where this system has programs keep what they can make again.</summary>
    public static string CacheRoot()
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
