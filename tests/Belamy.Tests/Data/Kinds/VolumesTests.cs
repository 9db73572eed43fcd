using System.IO.Compression;
using System.Text;
using Belamy.Data.Kinds;
using Belamy.Data.Readers;
using Belamy.Imaging;
using Belamy.Tests.Data.Readers;

namespace Belamy.Tests.Data.Kinds;

public sealed class VolumesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Save(string name, byte[] content)
    {
        File.WriteAllBytes(_folder[name], content);
        return _folder[name];
    }

    [Theory]
    [InlineData("|b1", new byte[] { 0, 1 }, new[] { 0f, 1f })]
    [InlineData("|i1", new byte[] { 0xFF, 1 }, new[] { -1f, 1f })]
    [InlineData("<u2", new byte[] { 0, 1, 2, 0 }, new[] { 256f, 2f })]
    [InlineData("<i4", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 7, 0, 0, 0 }, new[] { -2f, 7f })]
    [InlineData("<i8", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 7, 0, 0, 0, 0, 0, 0, 0 }, new[] { -2f, 7f })]
    [InlineData("<f2", new byte[] { 0, 0x3C, 0, 0xC0 }, new[] { 1f, -2f })]
    [InlineData("<f8", new byte[] { 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0 }, new[] { 1f, -2f })]
    public void Arrays_of_every_type_are_read(string type, byte[] data, float[] expected) =>
        Assert.Equal(expected, new Arrays(2).Read(Save("a.npy", NumpyFiles.Npy(type, "2,", data))));

    [Fact]
    public void Arrays_are_written_and_read_back()
    {
        var arrays = new Arrays(2, 3);
        arrays.Write([1, 2, 3, 4, 5, 6.5f], _folder["a.npy"]);
        Assert.Equal([1, 2, 3, 4, 5, 6.5f], arrays.Read(_folder["a.npy"]));
        Assert.Equal(0, new FileInfo(_folder["a.npy"]).Length % 8);
        Assert.Equal(new Arrays(2, 3), arrays);
        Assert.Contains("an array of [2, 3] is none of [3, 2]", Assert.Throws<BelamyException>(() => new Arrays(3, 2).Read(_folder["a.npy"])).Message, StringComparison.Ordinal);
        Assert.Contains("let the name end in .npy", Assert.Throws<BelamyException>(() => arrays.Write(new float[6], _folder["a.txt"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_reads_items_of_a_named_kind_from_every_container()
    {
        byte[] npy = NumpyFiles.Npy("<f4", "2, 3", SoundFiles.Floats(1, 2, 3, 4, 5, 6));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(npy);
        string[] paths = [Save("a.npy", npy), Save("b.npy.gz", packed.ToArray()), Save("c.npz", NumpyFiles.Npz(("x", npy)))];
        foreach (string path in paths)
        {
            Reading reading = ArrayFile.Open(path, "point", "points");
            Assert.Equal(new Points(3), reading["point"].Field.Kind);
            var values = new float[6];
            reading["point"].Read([1, 0], values);
            Assert.Equal([4, 5, 6, 1, 2, 3], values);
        }

        string several = Save("d.npz", NumpyFiles.Npz(("x", npy), ("y", npy)));
        Assert.Equal(2, ArrayFile.Open(several, "point", "points", "y")["point"].Rows.Count);
        Assert.Contains("which array? It has x, y", Assert.Throws<BelamyException>(() => ArrayFile.Open(several, "point", "points")).Message, StringComparison.Ordinal);
        Assert.Contains("has no array z. It has x, y", Assert.Throws<BelamyException>(() => ArrayFile.Open(several, "point", "points", "z")).Message, StringComparison.Ordinal);
        Assert.Contains("items of [3] are no volumes", Assert.Throws<BelamyException>(() => ArrayFile.Open(paths[0], "point", "volumes")).Message, StringComparison.Ordinal);
        Assert.Contains("choose one of arrays, points", Assert.Throws<BelamyException>(() => ArrayFile.Open(paths[0], "point", "songs")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<f4", "3,", 8, "has fewer values than its shape (3) tells")]
    [InlineData("<f4", "1000000000, 1000000000", 8, "is none; the file is damaged")]
    [InlineData("<f4", "1, 500000000", 8, "memory")]
    [InlineData("<f4", "99999999999999999999", 8, "is none; the file is damaged")]
    [InlineData("|O", "2,", 8, "values of type O are not read")]
    [InlineData("<c8", "1,", 8, "values of type c8 are not read")]
    [InlineData("<f4", "", 4, "holds no items")]
    public void Open_of_what_is_no_array_is_one_line(string type, string shape, int length, string expected) =>
        Assert.Contains(expected, Assert.Throws<BelamyException>(() => ArrayFile.Open(Save("a.npy", NumpyFiles.Npy(type, shape, new byte[length])), "array", "arrays")).Message, StringComparison.Ordinal);

    [Fact]
    public void Volumes_are_brought_to_their_size()
    {
        float[] cube = [1, 1, 0, 0, 1, 0, 0, 0];
        string path = Save("a.npy", NumpyFiles.Npy("<f4", "2, 2, 2", SoundFiles.Floats(cube)));
        Assert.Equal(cube, new Volumes(2).Read(path));
        Assert.Equal([3 / 8f], new Volumes(1).Read(path));
        float[] large = new Volumes(4).Read(path);
        Assert.Equal((1f, 1f, 0f), (large[0], large[3], large[8]));
        Assert.Equal(3 * 8, large.Sum());
        // A flat one lies in the middle.
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], new Volumes(3).Read(Save("b.npy", NumpyFiles.Npy("|u1", "1, 3, 3", [1, 1, 1, 1, 1, 1, 1, 1, 1]))));
        Assert.Contains("has values outside of 0 to 1", Assert.Throws<BelamyException>(() => new Volumes(2).Read(Save("c.npy", NumpyFiles.Npy("|u1", "1, 1, 1", [2])))).Message, StringComparison.Ordinal);
        Assert.Contains("is no volume", Assert.Throws<BelamyException>(() => new Volumes(2).Read(Save("d.npy", NumpyFiles.Npy("|u1", "2, 2", new byte[4])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_takes_volumes_with_a_channel()
    {
        string path = Save("a.npy", NumpyFiles.Npy("<f8", "2, 1, 2, 2, 2", new byte[128]));
        Assert.Equal(new Volumes(2), ArrayFile.Open(path, "volume", "volumes")["volume"].Field.Kind);
        Assert.Equal(2, ArrayFile.Open(path, "volume", new Volumes(4))["volume"].Rows.Count);
    }

    /// <summary>x runs slowest in the file, then z, then y.</summary>
    [Fact]
    public void Binvox_is_read()
    {
        byte[] file = [.. Encoding.ASCII.GetBytes("#binvox 1\ndim 2 2 2\ntranslate 0 0 0\nscale 1\ndata\n"), 1, 1, 0, 1, 1, 1, 0, 5];
        // Full are (0, 0, 0) and, two voxels on, (0, 0, 1).
        Assert.Equal([1, 1, 0, 0, 0, 0, 0, 0], new Volumes(2).Read(Save("a.binvox", file)));
        Assert.Contains("it ends early", Assert.Throws<BelamyException>(() => new Volumes(2).Read(Save("b.binvox", file[..^2]))).Message, StringComparison.Ordinal);
        byte[] bomb = [.. Encoding.ASCII.GetBytes("#binvox 1\ndim 2000 2000 2000\ndata\n"), 1, 255];
        Assert.Contains("unpacks to more than", Assert.Throws<BelamyException>(() => new Volumes(2).Read(Save("c.binvox", bomb))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Volumes_are_written_drawn_and_told()
    {
        var volumes = new Volumes(2);
        float[] item = [1, 0, 0, 0, 0, 0, 0, 0.75f];
        volumes.Write(item, _folder["a.npy"]);
        Assert.Equal(item, volumes.Read(_folder["a.npy"]));
        Assert.Equal("25.0 % full, in a box of 2×2×2", volumes.Tell(item));
        Assert.Equal("empty", volumes.Tell(new float[8]));
        Image picture = volumes.Draw(item)!;
        Assert.Equal((3 * 64 + 8, 64 + 8), (picture.Width, picture.Height));
        // A near cell is black, a far one of 0.75 paler, an empty place white.
        Assert.Equal((0, 135, 255), (picture.Row(4)[4], picture.Row(4 + 40)[4 + 40], picture.Row(4)[4 + 40]));
    }
}
