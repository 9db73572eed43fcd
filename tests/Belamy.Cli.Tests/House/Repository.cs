namespace Belamy.Cli.Tests.House;

/// <summary>The folder that holds everything, found from where the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The C# files below a folder, without what the build makes.</summary>
    public static IEnumerable<string> SourcesBelow(params string[] folder) =>
        Directory.EnumerateFiles(Path.Combine([Root, .. folder]), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Order(StringComparer.Ordinal);

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Belamy.slnx")))
                return folder;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
