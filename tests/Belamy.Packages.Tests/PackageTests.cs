using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace Belamy.Packages.Tests;

/// <summary>What the packages hold.</summary>
public sealed class PackageTests(Feed feed)
{
    private const int IconSide = 128;

    public static TheoryData<string> All => ["Belamy", "Belamy.Cli", "Belamy.Onnx", "Belamy.Templates", "Belamy.Tensors"];

    public static TheoryData<string> Libraries => ["Belamy", "Belamy.Onnx", "Belamy.Tensors"];

    [Fact]
    public void Projects_that_can_be_packed_are_these()
    {
        string[] names = [.. Directory.GetFiles(feed.Packages, "*.nupkg").Select(file => Path.GetFileName(file)[..^$".{Feed.Version}.nupkg".Length]).Order(StringComparer.Ordinal)];
        Assert.Equal(All.Select(row => row.Data), names);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Package_says_what_it_is_and_holds_what_it_names(string name)
    {
        using ZipArchive package = ZipFile.OpenRead(feed.PathOf(name));
        XElement metadata = Manifest(package);
        Assert.Equal((name, Feed.Version), (Value("id"), Value("version")));
        Assert.Equal(name is "Belamy" or "Belamy.Cli" ? "MIT AND CC-BY-SA-3.0" : "MIT", Value("license"));
        Assert.All(["authors", "description", "tags", "copyright"], field => Assert.NotEmpty(Value(field)));
        Assert.StartsWith("# Belamy", Text(package, Value("readme")), StringComparison.Ordinal);
        Assert.All(["LICENSE", "NOTICE"], file => Assert.NotEmpty(Text(package, file)));
        byte[] icon = Bytes(package, Value("icon"));
        Assert.Equal([0x89, .. "PNG"u8], icon[..4]);
        Assert.Equal((IconSide, IconSide), (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
        Assert.Matches("^[0-9a-f]{40}$", Field("repository").Attribute("commit")!.Value);

        XElement Field(string field) => metadata.Elements().Single(one => one.Name.LocalName == field);
        string Value(string field) => Field(field).Value;
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_comes_with_documentation_and_with_symbols_that_lead_to_every_source(string name)
    {
        using ZipArchive package = ZipFile.OpenRead(feed.PathOf(name)), symbols = ZipFile.OpenRead(feed.PathOf(name, "snupkg"));
        XDocument documentation = XDocument.Parse(Text(package, $"lib/net10.0/{name}.xml"));
        Assert.NotEmpty(documentation.Descendants("member"));
        Symbols.Check(Bytes(package, $"lib/net10.0/{name}.dll"), Bytes(symbols, $"lib/net10.0/{name}.pdb"));
    }

    [Fact]
    public void Tool_is_called_belamy_and_holds_the_symbols_of_our_assemblies()
    {
        using ZipArchive package = ZipFile.OpenRead(feed.PathOf("Belamy.Cli"));
        const string Folder = "tools/net10.0/any/";
        XElement command = XDocument.Parse(Text(package, $"{Folder}DotnetToolSettings.xml")).Descendants("Command").Single();
        Assert.Equal(("belamy", "Belamy.Cli.dll"), (command.Attribute("Name")!.Value, command.Attribute("EntryPoint")!.Value));
        Assert.All(["Belamy", "Belamy.Cli", "Belamy.Onnx", "Belamy.Studio", "Belamy.Tensors"], name => Symbols.Check(Bytes(package, $"{Folder}{name}.dll"), Bytes(package, $"{Folder}{name}.pdb")));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Package_names_no_folder_of_the_machine_that_packed_it(string name)
    {
        byte[] tree = Encoding.UTF8.GetBytes(Feed.Tree + Path.DirectorySeparatorChar);
        foreach (string file in Directory.GetFiles(feed.Packages, $"{name}.{Feed.Version}.*"))
        {
            using ZipArchive package = ZipFile.OpenRead(file);
            Assert.All(package.Entries, entry => Assert.True(Bytes(package, entry.FullName).AsSpan().IndexOf(tree) < 0, $"{file}: {entry.FullName}"));
        }
    }

    [Fact]
    public void Template_references_the_library_of_its_own_version()
    {
        using ZipArchive package = ZipFile.OpenRead(feed.PathOf("Belamy.Templates"));
        Assert.Equal("Template", Manifest(package).Descendants().Single(one => one.Name.LocalName == "packageType").Attribute("name")!.Value);
        XElement reference = XDocument.Parse(Text(package, "content/gan/MyGan.csproj")).Descendants("PackageReference").Single();
        Assert.Equal(("Belamy", Feed.Version), (reference.Attribute("Include")!.Value, reference.Attribute("Version")!.Value));
    }

    internal static byte[] Bytes(ZipArchive package, string name)
    {
        ZipArchiveEntry? entry = package.GetEntry(name);
        Assert.True(entry is not null, $"{name} is not among {string.Join(", ", package.Entries.Select(one => one.FullName))}");
        using Stream stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    internal static string Text(ZipArchive package, string name) => Encoding.UTF8.GetString(Bytes(package, name)).TrimStart('\uFEFF');

    internal static XElement Manifest(ZipArchive package) =>
        XDocument.Parse(Text(package, package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).FullName)).Root!.Elements().Single();
}
