using System.IO.Compression;
using System.Xml.Linq;

namespace Belamy.Packages.Tests;

/// <summary>Packages of another folder with the same sources: the same bytes, symbols with links where there is a remote, an interface that is compared.</summary>
public sealed class RepackTests(Feed feed)
{
    [Fact]
    public void Packages_of_another_folder_are_the_same_bytes()
    {
        string packages = feed.Folder("again");
        foreach (string project in new[] { "src/Belamy.Cli", "src/Belamy.Tensors", "src/Belamy", "src/Belamy.Onnx", "templates" })
            feed.Pack(feed.Twin.Tree, project, packages);
        string[] names = [.. Directory.GetFiles(feed.Packages).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        Assert.Equal(names, Directory.GetFiles(packages).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.True(File.ReadAllBytes(Path.Combine(feed.Packages, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(packages, name))), $"{name} has other bytes."));
    }

    [Fact]
    public void Symbols_lead_to_the_remote_where_there_is_one_and_hold_the_sources_where_there_is_none()
    {
        // The name of an address that is never visited: the path of the files at a commit is that of the host's own rule.
        feed.Twin.SetRemote("https://github.com/owner/name.git");
        try
        {
            (XElement manifest, byte[] symbols) = PackTensors("linked");
            string commit = manifest.Descendants().Single(one => one.Name.LocalName == "repository").Attribute("commit")!.Value;
            Assert.Equal("https://github.com/owner/name.git", manifest.Descendants().Single(one => one.Name.LocalName == "repository").Attribute("url")!.Value);
            Assert.Equal([new("/_/*", $"https://raw.githubusercontent.com/owner/name/{commit}/*")], Symbols.Links(symbols));
            Assert.DoesNotContain(Symbols.Embedded(symbols), name => name.EndsWith("/Shape.cs", StringComparison.Ordinal));
        }
        finally
        {
            feed.Twin.SetRemote(null);
        }

        (XElement plain, byte[] full) = PackTensors("embedded");
        Assert.Null(plain.Descendants().Single(one => one.Name.LocalName == "repository").Attribute("url"));
        Assert.Empty(Symbols.Links(full));
        Assert.Contains("/_/src/Belamy.Tensors/Shape.cs", Symbols.Embedded(full));
    }

    [Fact]
    public void Interface_is_compared_with_that_of_the_version_before()
    {
        string packages = feed.Folder("next");
        string[] options = ["-p:Version=99.0.0", $"-p:PackageValidationBaselineVersion={Feed.Version}"];
        feed.Pack(feed.Twin.Tree, "src/Belamy.Tensors", packages, options);
        string file = Path.Combine(feed.Twin.Tree, "src", "Belamy.Tensors", "NDArray.cs"), text = File.ReadAllText(file);
        File.WriteAllText(file, text.Replace("public double ToScalar()", "internal double ToScalar()", StringComparison.Ordinal));
        try
        {
            using Command command = feed.StartPack(feed.Twin.Tree, "src/Belamy.Tensors", packages, options);
            (int code, string output, _) = command.End();
            Assert.NotEqual(0, code);
            Assert.Contains("CP0002: Member 'double Belamy.Tensors.NDArray.ToScalar()' exists on [Baseline]", output, StringComparison.Ordinal);
        }
        finally
        {
            File.WriteAllText(file, text);
        }
    }

    private (XElement Manifest, byte[] Symbols) PackTensors(string name)
    {
        string packages = feed.Folder(name);
        feed.Pack(feed.Twin.Tree, "src/Belamy.Tensors", packages);
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(packages, $"Belamy.Tensors.{Feed.Version}.nupkg")), symbols = ZipFile.OpenRead(Path.Combine(packages, $"Belamy.Tensors.{Feed.Version}.snupkg"));
        return (PackageTests.Manifest(package), PackageTests.Bytes(symbols, "lib/net10.0/Belamy.Tensors.pdb"));
    }
}
