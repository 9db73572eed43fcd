using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;

namespace Belamy.Packages.Tests;

/// <summary>What debuggers read: the portable PDB of an assembly.</summary>
internal static class Symbols
{
    // The kinds of custom debug information that the format of portable PDBs names.
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE"), SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    /// <summary>The symbols are those of this very assembly, and every source is in them or linked to.</summary>
    public static void Check(byte[] assembly, byte[] symbols)
    {
        using var peer = new PEReader(new MemoryStream(assembly));
        DebugDirectoryEntry entry = peer.ReadDebugDirectory().Single(one => one.Type == DebugDirectoryEntryType.CodeView);
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols));
        MetadataReader reader = provider.GetMetadataReader();
        Assert.Equal(peer.ReadCodeViewDebugDirectoryData(entry).Guid, new BlobContentId(reader.DebugMetadataHeader!.Id).Guid);
        string[] links = [.. Links(reader).Keys.Select(pattern => pattern.TrimEnd('*'))];
        Assert.NotEmpty(reader.Documents);
        foreach (DocumentHandle document in reader.Documents)
        {
            string name = reader.GetString(reader.GetDocument(document).Name);
            Assert.True(IsEmbedded(reader, document) || links.Any(link => name.StartsWith(link, StringComparison.Ordinal)), $"{name} is neither embedded nor linked to.");
        }
    }

    /// <summary>Where sources are found: patterns of their names, and the addresses that these stand for.</summary>
    public static Dictionary<string, string> Links(byte[] symbols)
    {
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols));
        return Links(provider.GetMetadataReader());
    }

    /// <summary>The names of the sources that the symbols hold in full.</summary>
    public static string[] Embedded(byte[] symbols)
    {
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols));
        MetadataReader reader = provider.GetMetadataReader();
        return [.. reader.Documents.Where(document => IsEmbedded(reader, document)).Select(document => reader.GetString(reader.GetDocument(document).Name))];
    }

    private static Dictionary<string, string> Links(MetadataReader reader)
    {
        byte[]? json = reader.GetCustomDebugInformation(EntityHandle.ModuleDefinition).Select(reader.GetCustomDebugInformation)
            .Where(one => reader.GetGuid(one.Kind) == SourceLink).Select(one => reader.GetBlobBytes(one.Value)).SingleOrDefault();
        return json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(json)!["documents"];
    }

    private static bool IsEmbedded(MetadataReader reader, DocumentHandle document) =>
        reader.GetCustomDebugInformation(document).Any(one => reader.GetGuid(reader.GetCustomDebugInformation(one).Kind) == EmbeddedSource);
}
