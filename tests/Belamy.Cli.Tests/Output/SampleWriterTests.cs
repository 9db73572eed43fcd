using System.Buffers.Binary;
using System.Text;
using Belamy.Cli.Output;

namespace Belamy.Cli.Tests.Output;

public sealed class SampleWriterTests : IDisposable
{
    private const int Count = 1500;
    private readonly string _folder = Directory.CreateTempSubdirectory("belamy-samples-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_npy_has_a_header_that_numpy_reads_and_samples_in_order()
    {
        string path = Path.Combine(_folder, "samples.npy");
        new SampleWriter(Count, 1, 2, 3, Numbered).Write(path, SampleFormat.Npy);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], bytes[..8]);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        Assert.Equal(0, (10 + length) % 64);
        Assert.Equal($"{{'descr': '|u1', 'fortran_order': False, 'shape': ({Count}, 2, 3), }}", Encoding.ASCII.GetString(bytes, 10, length).TrimEnd(' ', '\n'));
        Assert.Equal((byte)'\n', bytes[10 + length - 1]);
        AssertNumbered(bytes.AsSpan(10 + length), length: 6);
    }

    [Fact]
    public void Write_npy_in_colour_puts_the_channels_last()
    {
        string path = Path.Combine(_folder, "samples.npy");
        new SampleWriter(1, 3, 1, 2, (_, destination) => new byte[] { 1, 2, 3, 4, 5, 6 }.CopyTo(destination)).Write(path, SampleFormat.Npy);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Contains("'shape': (1, 1, 2, 3)", Encoding.ASCII.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal([1, 3, 5, 2, 4, 6], bytes[^6..]);
    }

    [Fact]
    public void Write_idx_has_the_header_of_mnist()
    {
        string path = Path.Combine(_folder, "samples.idx");
        new SampleWriter(Count, 1, 2, 3, Numbered).Write(path, SampleFormat.Idx);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal([0, 0, 8, 3, 0, 0, 5, 220, 0, 0, 0, 2, 0, 0, 0, 3], bytes[..16]);
        AssertNumbered(bytes.AsSpan(16), length: 6);
    }

    [Fact]
    public void Write_folder_has_one_picture_per_sample_and_nothing_else()
    {
        string path = Path.Combine(_folder, "pictures/");
        new SampleWriter(3, 1, 8, 8, Numbered).Write(path, SampleFormat.Folder);
        Assert.Equal(["00000.png", "00001.png", "00002.png"], Directory.EnumerateFiles(path).Select(Path.GetFileName).Order());
        Assert.Equal(["pictures"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Write_folder_that_holds_files_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "mine.txt"), "");
        BelamyException error = Assert.Throws<BelamyException>(() => new SampleWriter(3, 1, 8, 8, Numbered).Write(_folder, SampleFormat.Folder));
        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
        Assert.Equal(["mine.txt"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(nameof(SampleFormat.Folder), "pictures")]
    [InlineData(nameof(SampleFormat.Npy), "samples.npy")]
    public void Write_that_fails_half_way_leaves_nothing(string format, string name)
    {
        void Fail(int first, Span<byte> destination)
        {
            if (first > 0)
                throw new BelamyException("generator: stopped");
            destination.Clear();
        }

        Assert.Throws<BelamyException>(() => new SampleWriter(Count, 1, 2, 2, Fail).Write(Path.Combine(_folder, name), Enum.Parse<SampleFormat>(format)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Write_grid_is_a_png()
    {
        string path = Path.Combine(_folder, "grid.png");
        new SampleWriter(6, 1, 8, 8, Numbered).Write(path, SampleFormat.Grid, columns: 3, scale: 1);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal("PNG", Encoding.ASCII.GetString(bytes, 1, 3));
        // Three columns of 8 pixels with gaps of 2 between and around; two rows.
        Assert.Equal(32, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)));
        Assert.Equal(22, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)));
    }

    [Theory]
    [InlineData("a.png", nameof(SampleFormat.Grid))]
    [InlineData("a.PNG", nameof(SampleFormat.Grid))]
    [InlineData("a.npy", nameof(SampleFormat.Npy))]
    [InlineData("a.idx", nameof(SampleFormat.Idx))]
    [InlineData("a/", nameof(SampleFormat.Folder))]
    [InlineData("a.b/", nameof(SampleFormat.Folder))]
    [InlineData("pictures", nameof(SampleFormat.Folder))]
    public void Of_path_tells_the_format_by_its_end(string path, string format) => Assert.Equal(format, SampleFormats.Of(path).ToString());

    [Fact]
    public void Of_other_ending_names_the_endings_there_are()
    {
        BelamyException error = Assert.Throws<BelamyException>(() => SampleFormats.Of("grid.jpg"));
        Assert.Contains("grid.jpg", error.Message, StringComparison.Ordinal);
        Assert.Contains(".npy", error.Message, StringComparison.Ordinal);
    }

    // Every byte of sample i is i modulo 251, a prime, so that no order but the right one passes.
    private static void Numbered(int first, Span<byte> destination)
    {
        const int length = 6;
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (byte)((first + i / length) % 251);
    }

    private static void AssertNumbered(ReadOnlySpan<byte> bytes, int length)
    {
        Assert.Equal(Count * length, bytes.Length);
        for (int i = 0; i < bytes.Length; i++)
            Assert.Equal(i / length % 251, bytes[i]);
    }
}
