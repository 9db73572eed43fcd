using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Belamy.Packages.Tests;

/// <summary>The image that the SDK makes of the command: what starts in it, and that its files work.</summary>
public sealed class ImageTests(Feed feed)
{
    [Fact]
    public async Task Image_starts_the_command_and_holds_all_that_it_needs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What is made for Linux is tried on Linux.");
        string folder = feed.Folder("image"), archive = Path.Combine(folder, "belamy.tar.gz");
        using (var registry = new BaseImage())
        {
            using Command publish = feed.StartWith(
                feed.Twin.Tree, "DOTNET_CONTAINER_INSECURE_REGISTRIES", registry.Registry,
                "dotnet", "publish", "src/Belamy.Cli", "--os", "linux", "-t:PublishContainer", "-p:RunAnalyzers=false", $"-p:ContainerBaseImage={registry.Name}", $"-p:ContainerArchiveOutputPath={archive}");
            publish.Succeed();
        }

        Dictionary<string, byte[]> image = Unpack(File.ReadAllBytes(archive));
        JsonElement manifest = JsonDocument.Parse(image["manifest.json"]).RootElement[0];
        Assert.Equal($"belamy:{Feed.Version}", manifest.GetProperty("RepoTags")[0].GetString());
        JsonElement configuration = JsonDocument.Parse(image[manifest.GetProperty("Config").GetString()!]).RootElement.GetProperty("config");
        Assert.Equal("1654", configuration.GetProperty("User").GetString());
        string[] start = [.. configuration.GetProperty("Entrypoint").EnumerateArray().Select(part => part.GetString()!)];
        Assert.Equal(["dotnet", "/app/Belamy.Cli.dll"], start);
        JsonElement labels = configuration.GetProperty("Labels");
        Assert.Equal(Feed.Version, labels.GetProperty("org.opencontainers.image.version").GetString());

        string[] layers = [.. manifest.GetProperty("Layers").EnumerateArray().Select(layer => layer.GetString()!)];
        Assert.Equal(2, layers.Length);
        foreach ((string name, byte[] content) in Unpack(image[layers[1]]).Where(file => file.Key.TrimStart('/').StartsWith("app/", StringComparison.Ordinal)))
        {
            string path = Path.Combine(folder, name.TrimStart('/'));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }

        await new InstalledBelamy(feed, feed.Folder("image/work"), "dotnet", folder + start[1]).TryAsync();
    }

    /// <summary>Both ways to an image build on the same one.</summary>
    [Fact]
    public void Containerfile_builds_on_the_image_that_the_project_names()
    {
        string project = File.ReadAllText(Path.Combine(Feed.Tree, "src", "Belamy.Cli", "Belamy.Cli.csproj"));
        string below = project.Split("<ContainerBaseImage>")[1].Split('<')[0];
        string[] froms = [.. File.ReadLines(Path.Combine(Feed.Tree, "Containerfile")).Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])];
        Assert.Equal([below.Replace("aspnet", "sdk", StringComparison.Ordinal), below], froms);
    }

    private static Dictionary<string, byte[]> Unpack(byte[] archive)
    {
        using var packed = new MemoryStream(archive);
        using Stream plain = archive is [0x1F, 0x8B, ..] ? new GZipStream(packed, CompressionMode.Decompress) : packed;
        using var reader = new TarReader(plain);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            if (entry.DataStream is not { } data)
                continue;
            using var content = new MemoryStream();
            data.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }

        return files;
    }
}
