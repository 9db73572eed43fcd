using System.Text;
using Belamy.Data;
using Belamy.Serialization;

namespace Belamy.Tests.Serialization;

public sealed class ImageArrayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Npy_grey_images_have_the_bytes_of_numpy()
    {
        NpyFile.WriteImages(_folder["a.npy"], new byte[] { 1, 2, 3, 4, 5, 6 }, 1, 1, 3);
        string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1, 3), }".PadRight(117) + "\n";
        byte[] expected = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header), 1, 2, 3, 4, 5, 6];
        Assert.Equal(expected, File.ReadAllBytes(_folder["a.npy"]));
    }

    [Fact]
    public void Npy_colour_images_lie_pixel_by_pixel()
    {
        NpyFile.WriteImages(_folder["a.npy"], new byte[] { 1, 2, 3, 4, 5, 6 }, 3, 1, 2);
        (int[] shape, byte[] values) = NpyFile.Read(_folder["a.npy"]);
        Assert.Equal([1, 1, 2, 3], shape);
        Assert.Equal([1, 3, 5, 2, 4, 6], values);
    }

    [Fact]
    public void Npy_written_by_numpy_is_read()
    {
        // numpy.save of numpy.arange(6, dtype="uint8").reshape(2, 3).
        (int[] shape, byte[] values) = NpyFile.Read(Fixture.Path("arange6.npy"));
        Assert.Equal([2, 3], shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], values);
    }

    [Fact]
    public void Npy_damaged_file_throws_a_clear_error()
    {
        byte[] whole = File.ReadAllBytes(Fixture.Path("arange6.npy"));
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder["cut.npy"], whole[..length]);
            Assert.StartsWith(_folder["cut.npy"], Assert.Throws<BelamyException>(() => NpyFile.Read(_folder["cut.npy"])).Message);
        }

        File.WriteAllText(_folder["cut.npy"], Encoding.Latin1.GetString(whole).Replace("|u1", "<f4"), Encoding.Latin1);
        Assert.Contains("unsigned bytes", Assert.Throws<BelamyException>(() => NpyFile.Read(_folder["cut.npy"])).Message);
        File.WriteAllText(_folder["cut.npy"], Encoding.Latin1.GetString(whole).Replace("(2, 3)", "(2, 4)"), Encoding.Latin1);
        Assert.Contains("6 bytes of values", Assert.Throws<BelamyException>(() => NpyFile.Read(_folder["cut.npy"])).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Idx_images_written_open_as_a_data_set(int channels)
    {
        byte[] images = [.. Enumerable.Range(0, 5 * channels * 4 * 3).Select(i => (byte)(i * 7))];
        IdxWriter.WriteImages(_folder["samples.idx"], images, channels, 4, 3);
        var set = (ImageDataset)Datasets.Open(_folder["samples.idx"]);
        Assert.Equal("samples", set.Name);
        Assert.Equal([channels, 4, 3], set.ItemShape.ToArray());
        Assert.Equal(images, Enumerable.Range(0, set.Count).SelectMany(i => set.Pixels(i).ToArray()));
    }

    [Fact]
    public void WriteImages_part_of_an_image_throws()
    {
        Assert.Throws<ArgumentException>(() => NpyFile.WriteImages(_folder["a"], new byte[5], 1, 2, 2));
        Assert.Throws<ArgumentException>(() => IdxWriter.WriteImages(_folder["a"], Array.Empty<byte>(), 1, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdxWriter.WriteImages(_folder["a"], new byte[8], 2, 2, 2));
    }
}
