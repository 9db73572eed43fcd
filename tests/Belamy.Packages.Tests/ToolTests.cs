using System.Reflection.PortableExecutable;

namespace Belamy.Packages.Tests;

/// <summary>The tool installed from a folder of packages, in a folder that holds nothing else.</summary>
public sealed class ToolTests(Feed feed)
{
    [Fact]
    public async Task Tool_trains_and_serves_the_studio()
    {
        string folder = feed.Folder("tool");
        await new InstalledBelamy(feed, folder, Install(folder)).TryAsync();
    }

    /// <summary>What is published: a package for each system, whose code is compiled beforehand, packed out of a tree where nothing was built.</summary>
    [Fact]
    public async Task Tool_of_this_system_trains_and_serves_the_studio()
    {
        string folder = feed.Folder("tool-of-system"), packages = feed.Folder("packages-of-system");
        feed.Configure(folder, packages);
        feed.Pack(feed.Twin.Tree, "src/Belamy.Cli", packages, $"-p:Systems={Feed.System}");
        Assert.True(File.Exists(Path.Combine(packages, $"Belamy.Cli.{Feed.System}.{Feed.Version}.nupkg")));
        await new InstalledBelamy(feed, folder, Install(folder)).TryAsync();
        string belamy = Directory.GetFiles(Path.Combine(folder, "bin"), "Belamy.dll", SearchOption.AllDirectories).Single();
        using var assembly = new PEReader(File.OpenRead(belamy));
        Assert.NotEqual(0, assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
    }

    /// <summary>A machine with the runtime of commands alone: the studio says in a line what it lacks, all else works.</summary>
    [Fact]
    public void Studio_without_the_runtime_of_web_servers_says_so_in_a_line()
    {
        string folder = feed.Folder("bare"), root = feed.Folder("bare/dotnet"), runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!, shared = Path.GetFullPath(Path.Combine(runtime, "..", ".."));
        CopyTree(runtime, Path.Combine(root, "shared", "Microsoft.NETCore.App", Path.GetFileName(runtime)));
        CopyTree(Path.Combine(shared, "..", "host"), Path.Combine(root, "host"));
        string host = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        File.Copy(Path.Combine(shared, "..", host), Path.Combine(root, host));
        Install(folder);
        string belamy = Directory.GetFiles(Path.Combine(folder, "bin"), "Belamy.Cli.dll", SearchOption.AllDirectories).Single();
        Assert.StartsWith($"belamy {Feed.Version} (", feed.Run(folder, Path.Combine(root, host), belamy, "--version"), StringComparison.Ordinal);
        using Command studio = feed.Start(folder, Path.Combine(root, host), belamy, "studio");
        (int code, string output, string error) = studio.End();
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("belamy: the studio needs the ASP.NET Core runtime 10, which is not in ", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(letter => letter == '\n'));
    }

    private static void CopyTree(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private string Install(string folder)
    {
        feed.Run(folder, "dotnet", "tool", "install", "Belamy.Cli", "--version", Feed.Version, "--tool-path", "bin");
        return Path.Combine(folder, "bin", OperatingSystem.IsWindows() ? "belamy.exe" : "belamy");
    }
}
