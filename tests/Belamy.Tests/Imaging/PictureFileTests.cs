using Belamy.Imaging;
using Belamy.Imaging.Readers;

namespace Belamy.Tests.Imaging;

public sealed class PictureFileTests
{
    private const int Width = 21, Height = 13;

    public static TheoryData<string> Recorded =>
        [.. Directory.GetFiles(Fixture.Path("pictures")).Where(path => !path.EndsWith(".raw", StringComparison.Ordinal)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Recorded_files_cover_the_formats()
    {
        Assert.Equal(41, Recorded.Count);
        Assert.Equal([".bmp", ".gif", ".jpg", ".tif", ".webp"], Recorded.Select(row => Path.GetExtension(row.Data)).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Load_gives_the_upright_samples_of_Pillow(string name)
    {
        Image image = Image.Load(Fixture.Path($"pictures/{name}"));
        byte[] expected = File.ReadAllBytes(Fixture.Path($"pictures/{name}.raw"));
        bool isTurned = name is ['t', 'u', 'r', 'n', 'e', 'd', >= '5', ..];
        Assert.Equal(isTurned ? (Height, Width) : (Width, Height), (image.Width, image.Height));
        Assert.Equal(expected.Length, image.Pixels.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            // Which colour nothing has is anyone's guess.
            if (image.Channels != 4 || expected[i | 3] != 0 || i % 4 == 3)
                Assert.True(expected[i] == image.Pixels[i], $"Sample {i} is {image.Pixels[i]}, not {expected[i]}.");
        }

        PictureHeader? header = PictureFile.ReadHeader(Fixture.Path($"pictures/{name}"));
        Assert.Equal((Width, Height), (header!.Value.Width, header.Value.Height));
        Assert.True(header.Value.HasColour || image.Channels <= 2);
        Assert.True(header.Value.HasAlpha || image.Channels is 1 or 3);
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Read_brought_to_a_shape_is_what_loading_and_resizing_give(string name)
    {
        byte[] file = File.ReadAllBytes(Fixture.Path($"pictures/{name}"));
        Image whole = PictureFile.Read(file, name);
        foreach (PictureFit fit in Enum.GetValues<PictureFit>())
        {
            var shape = new PictureShape(7, 9, fit, 100);
            Assert.Equal(shape.Bring(Resampling.Flatten(whole, 100)).Pixels.ToArray(), PictureFile.Read(file, name, shape).Pixels.ToArray());
            Assert.Equal(shape.Bring(whole).Pixels.ToArray(), PictureFile.Read(file, name, shape, keepsAlpha: true).Pixels.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Read_cut_file_is_damaged(string name)
    {
        byte[] file = File.ReadAllBytes(Fixture.Path($"pictures/{name}"));
        for (int length = 1; length < file.Length; length += Math.Max(1, file.Length / 60))
        {
            // What closes a file, and what belongs to later pictures of a film, may be missing where all pixels are there.
            if (length > file.Length * (name.StartsWith("film", StringComparison.Ordinal) ? 0.5 : 0.97) && Path.GetExtension(name) is not ".jpg")
                break;
            byte[] cut = file[..length];
            string message = Assert.Throws<BelamyException>(() => PictureFile.Read(cut, "cut")).Message;
            Assert.StartsWith("cut: is no ", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("progressive.jpg")]
    [InlineData("420.jpg")]
    public void Read_JPEG_with_more_behind_its_end_is_whole(string name)
    {
        byte[] file = File.ReadAllBytes(Fixture.Path($"pictures/{name}"));
        Assert.Equal(PictureFile.Read(file, name).Pixels.ToArray(), PictureFile.Read([.. file, .. "a film of the moment before"u8], name).Pixels.ToArray());
    }

    [Fact]
    public void Read_JPEG_of_too_many_scans_is_refused()
    {
        byte[] file = File.ReadAllBytes(Fixture.Path("pictures/progressive.jpg"));
        int scan = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] many = [.. file[..scan], .. Enumerable.Repeat(file[scan..^2], 101).SelectMany(one => one), 0xFF, 0xD9];
        Assert.Contains("more than 100 scans", Assert.Throws<BelamyException>(() => PictureFile.Read(many, "many.jpg")).Message);
    }

    [Fact]
    public void Read_small_file_of_a_huge_picture_is_refused()
    {
        byte[] bmp = File.ReadAllBytes(Fixture.Path("pictures/colour.bmp"));
        BitConverter.TryWriteBytes(bmp.AsSpan(18), 9000);
        BitConverter.TryWriteBytes(bmp.AsSpan(22), 9000);
        Assert.StartsWith("bomb: has 9000 x 9000 pixels; it unpacks to more than 64 MiB", Assert.Throws<BelamyException>(() => PictureFile.Read(bmp, "bomb")).Message);
        byte[] jpeg = File.ReadAllBytes(Fixture.Path("pictures/420.jpg"));
        int frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (jpeg[frame + 5], jpeg[frame + 7]) = (0xF0, 0xF0);
        Assert.Contains("it unpacks to more than 64 MiB", Assert.Throws<BelamyException>(() => PictureFile.Read(jpeg, "bomb")).Message);
    }

    [Theory]
    [InlineData("", "is no picture")]
    [InlineData("text", "is no picture")]
    [InlineData("....ftypheic........", "is HEIC, AVIF or a film")]
    public void Read_what_is_no_picture_names_what_is(string content, string expected)
    {
        string message = Assert.Throws<BelamyException>(() => PictureFile.Read(System.Text.Encoding.ASCII.GetBytes(content), "a.jpg")).Message;
        Assert.Equal($"a.jpg: {expected}, by how it begins; convert it to JPEG, PNG, WebP, GIF, BMP or TIFF", message);
    }
}
