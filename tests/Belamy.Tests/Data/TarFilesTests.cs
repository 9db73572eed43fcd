using System.Formats.Tar;
using Belamy.Data;

namespace Belamy.Tests.Data;

public class TarFilesTests
{
    private static readonly string LongName = $"package/{string.Join('/', Enumerable.Repeat("a-folder-with-a-long-name", 12))}/été.txt";

    private static byte[] Archive(TarEntryFormat format, params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, format))
        {
            foreach ((string name, byte[] content) in files)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    _ => new UstarTarEntry(TarEntryType.RegularFile, name),
                };
                entry.DataStream = new MemoryStream(content);
                tar.WriteEntry(entry);
            }
        }

        return stream.ToArray();
    }

    private static List<(string Name, byte[] Content)> Read(byte[] archive, bool content = true)
    {
        var found = new List<(string, byte[])>();
        var files = new TarFiles(new MemoryStream(archive));
        while (files.Next())
        {
            using var copy = new MemoryStream();
            if (content)
                files.Content.CopyTo(copy);
            found.Add((files.Name, copy.ToArray()));
        }

        return found;
    }

    [Theory]
    [InlineData(TarEntryFormat.Pax, true)]
    [InlineData(TarEntryFormat.Gnu, true)]
    [InlineData(TarEntryFormat.Ustar, false)]
    public void Next_goes_through_the_files_of_every_format(TarEntryFormat format, bool isLong)
    {
        (string Name, byte[] Content)[] files = [("a", [1, 2, 3]), (isLong ? LongName : "package/b.txt", new byte[1500]), ("package/empty", [])];
        byte[] archive = Archive(format, files);
        Assert.Equal(files.Select(file => file.Name), Read(archive, content: false).Select(file => file.Name));
        List<(string Name, byte[] Content)> found = Read(archive);
        Assert.Equal(files.Select(file => file.Name), found.Select(file => file.Name));
        Assert.Equal(files.Select(file => file.Content), found.Select(file => file.Content));
    }

    [Fact]
    public void Next_archive_cut_short_or_changed_is_noticed()
    {
        byte[] archive = Archive(TarEntryFormat.Ustar, ("a", new byte[700]), ("b", [1]));
        foreach (int length in (ReadOnlySpan<int>)[100, 600, 1300, 1537])
            Assert.Contains("ends early", Assert.Throws<InvalidDataException>(() => Read(archive[..length])).Message);
        archive[3]++;
        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => Read(archive)).Message);
    }
}
