using System.Reflection;
using System.Xml.Linq;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Belamy.Packages.Tests.Feed))]
// Each of these tests keeps all processors busy.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Belamy.Packages.Tests;

/// <summary>All packages of this tree, packed once into a folder that NuGet reads; below its root, projects find them and nothing else of ours.</summary>
public sealed class Feed : IAsyncLifetime
{
    private static readonly string[] Projects = ["src/Belamy.Cli", "src/Belamy.Tensors", "src/Belamy", "src/Belamy.Onnx", "templates"];
    private string[] _sources = [];
    private Twin? _twin;

    private (string Name, string Value)[] Environment =>
        [("NUGET_PACKAGES", Unpacked), ("DOTNET_CLI_HOME", Path.Combine(Root, "home")), ("XDG_CACHE_HOME", Path.Combine(Root, "kept")), ("BELAMY_THREADS", "1")];

    /// <summary>What restoring has left on this machine, but for packages of ours, which would go before those that are tested.</summary>
    private string Cache => Path.Combine(Root, "cache");

    /// <summary>The source tree.</summary>
    public static string Tree { get; } = Path.GetFullPath(Metadata("Root"));

    /// <summary>This system, as NuGet calls it, such as linux-x64.</summary>
    public static string System { get; } = Metadata("System");

    public static string Version { get; } = XDocument.Load(Path.Combine(Tree, "Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>The folder that all of this happens in.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("belamy-packages-").FullName;

    public string Packages => Path.Combine(Root, "packages");

    /// <summary>Where NuGet unpacks ours, so that the user's own cache never sees them.</summary>
    public string Unpacked => Path.Combine(Root, "nuget");

    /// <summary>A second tree with the same sources, made when first asked for.</summary>
    internal Twin Twin => _twin ??= new Twin(this);

    public async ValueTask InitializeAsync()
    {
        _sources = [.. Command.Run(Tree, "dotnet", ["nuget", "list", "source", "--format", "Short"]).Split('\n').Where(line => line.StartsWith('E')).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim())];
        LinkCache(Command.Run(Tree, "dotnet", ["nuget", "locals", "global-packages", "--list"]).Split(": ", 2)[1].Trim());
        Configure(Root, Packages);
        foreach (string project in Projects)
            await Task.Run(() => Pack(Tree, project, Packages));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return default;
    }

    /// <summary>The path of a package.</summary>
    /// <param name="name">Such as Belamy.Tensors.</param>
    /// <param name="ending">nupkg, or snupkg for its symbols.</param>
    public string PathOf(string name, string ending = "nupkg") => Path.Combine(Packages, $"{name}.{Version}.{ending}");

    /// <summary>A new folder below the root.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    /// <summary>Tells NuGet what is below a folder to be taken from: Belamy out of one folder alone, all else as on this machine.</summary>
    public void Configure(string folder, string packages)
    {
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(packages);
        XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
        XElement Source(string key, string pattern) => new("packageSource", new XAttribute("key", key), new XElement("package", new XAttribute("pattern", pattern)));
        new XElement(
            "configuration",
            new XElement("packageSources", new XElement("clear"), Add("packed", packages), _sources.Select((source, at) => Add($"source{at}", source))),
            new XElement("packageSourceMapping", new XElement("clear"), Source("packed", "Belamy*"), _sources.Select((_, at) => Source($"source{at}", "*"))),
            new XElement("fallbackPackageFolders", new XElement("clear"), Add("cache", Cache))).Save(Path.Combine(folder, "nuget.config"));
    }

    /// <summary>Packs as a release is packed.</summary>
    public void Pack(string tree, string project, string packages, params string[] options)
    {
        using Command pack = StartPack(tree, project, packages, options);
        pack.Succeed();
    }

    /// <summary>Starts packing. The second tree lies below the root and takes packages as all there do; the first has been restored.</summary>
    public Command StartPack(string tree, string project, string packages, params string[] options)
    {
        string[] line = ["pack", project, "-c", "Release", "-v", "quiet", "-o", packages, "-p:RunAnalyzers=false", .. options];
        return tree == Tree ? new Command(tree, "dotnet", line) : Start(tree, "dotnet", line);
    }

    /// <summary>Runs a program that finds the packages here and keeps everything below the root.</summary>
    public string Run(string folder, string program, params string[] arguments) => Start(folder, program, arguments).Succeed();

    public Command Start(string folder, string program, params string[] arguments) => new(folder, program, arguments, Environment);

    /// <summary>Starts a program with another variable of the environment.</summary>
    public Command StartWith(string folder, string variable, string value, string program, params string[] arguments) => new(folder, program, arguments, [.. Environment, (variable, value)]);

    private void LinkCache(string cache)
    {
        Directory.CreateDirectory(Cache);
        // Links ask for a privilege on Windows; all is downloaded there.
        if (OperatingSystem.IsWindows())
            return;
        foreach (string package in Directory.GetDirectories(cache).Where(package => !Path.GetFileName(package).StartsWith("belamy", StringComparison.OrdinalIgnoreCase)))
            Directory.CreateSymbolicLink(Path.Combine(Cache, Path.GetFileName(package)), package);
    }

    private static string Metadata(string key) =>
        typeof(Feed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == key).Value!;
}
