using System.IO.Compression;
using Belamy.Imaging;
using Belamy.Imaging.Readers;
using BitMiracle.LibTiff.Classic;
using SkiaSharp;

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

    /// <summary>16 bits become 8 by rounding, round(v / 257), at every level: 0x0080 is 0, 0x0081 is 1, 0x0182 is 2, 0xFF00 is 254.</summary>
    [Theory]
    [InlineData("levels.png")]
    [InlineData("levels.tif")]
    public void Levels_of_16_bits_are_rounded(string name)
    {
        using var folder = new TemporaryFolder();
        if (name.EndsWith(".png", StringComparison.Ordinal))
            File.WriteAllBytes(folder[name], AllLevelsAsPng());
        else
            WriteAllLevelsAsTiff(folder[name]);
        ReadOnlySpan<byte> pixels = Image.Load(folder[name]).Pixels;
        Assert.Equal([0, 1, 2, 254], [pixels[0x0080], pixels[0x0081], pixels[0x0182], pixels[0xFF00]]);
        for (int level = 0; level < 65536; level++)
            Assert.Equal((byte)Math.Round(level / 257.0), pixels[level]);
    }

    private static byte[] AllLevelsAsPng()
    {
        using var rows = new MemoryStream();
        using (var packed = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int level = 0; level < 65536; level++)
                packed.Write(level % 256 == 0 ? [0, (byte)(level >> 8), (byte)level] : [(byte)(level >> 8), (byte)level]);
        }

        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A]);
        PngEncoder.WriteChunk(file, "IHDR"u8, [0, 0, 1, 0, 0, 0, 1, 0, 16, 0, 0, 0, 0]);
        PngEncoder.WriteChunk(file, "IDAT"u8, rows.ToArray());
        PngEncoder.WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void WriteAllLevelsAsTiff(string path)
    {
        using Tiff tiff = Tiff.Open(path, "w");
        foreach ((TiffTag tag, object value) in ((TiffTag, object)[])[(TiffTag.IMAGEWIDTH, 256), (TiffTag.IMAGELENGTH, 256), (TiffTag.BITSPERSAMPLE, 16), (TiffTag.SAMPLESPERPIXEL, 1), (TiffTag.PHOTOMETRIC, Photometric.MINISBLACK), (TiffTag.ROWSPERSTRIP, 256)])
            tiff.SetField(tag, value);
        var row = new short[256];
        for (int y = 0; y < 256; y++)
        {
            for (int x = 0; x < 256; x++)
                row[x] = (short)((y << 8) + x);
            tiff.WriteScanline(System.Runtime.InteropServices.MemoryMarshal.AsBytes(row.AsSpan()).ToArray(), y);
        }
    }

    /// <summary>Smooth shades with edges in them, as photographs have, stored turned in each of the eight ways.</summary>
    [Theory]
    [InlineData(1, 8)]
    [InlineData(1, 4)]
    [InlineData(1, 2)]
    [InlineData(2, 8)]
    [InlineData(6, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(4, 4)]
    [InlineData(5, 2)]
    [InlineData(6, 8)]
    [InlineData(7, 4)]
    [InlineData(8, 8)]
    public void Large_JPEG_is_decoded_smaller_and_differs_by_little(int orientation, int factor)
    {
        // No sides are whole numbers of blocks.
        (int width, int height) = (16 * 2 * factor + 5, 16 * 2 * factor + 43);
        byte[] file = Jpeg(width, height, orientation);
        foreach (PictureFit fit in Enum.GetValues<PictureFit>())
        {
            var shape = new PictureShape(16, 16, fit, 100);
            byte[] whole = PictureFile.Read(file, "whole", shape).Pixels.ToArray(), reduced = PictureFile.Read(file, "reduced", shape, reduces: true).Pixels.ToArray();
            Assert.NotEqual(whole, reduced);
            // One in a hundred of the range on average, and nowhere more than a tenth of it, beside edges of all of it.
            int[] differences = [.. whole.Zip(reduced, (one, other) => Math.Abs(one - other))];
            Assert.InRange(differences.Average(), 0, 2.5);
            Assert.InRange(differences.Max(), 0, 26);
        }
    }

    [Fact]
    public void JPEG_of_less_than_four_times_the_shape_is_decoded_whole_and_so_are_others()
    {
        var shape = new PictureShape(16, 16);
        byte[] file = Jpeg(61, 61, 1);
        Assert.Equal(PictureFile.Read(file, "small", shape).Pixels.ToArray(), PictureFile.Read(file, "small", shape, reduces: true).Pixels.ToArray());
        byte[] webp = File.ReadAllBytes(Fixture.Path("pictures/lossy.webp"));
        Assert.Equal(PictureFile.Read(webp, "a.webp", new PictureShape(2, 2)).Pixels.ToArray(), PictureFile.Read(webp, "a.webp", new PictureShape(2, 2), reduces: true).Pixels.ToArray());
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Any_picture_is_read_smaller(string name)
    {
        Image image = PictureFile.Read(File.ReadAllBytes(Fixture.Path($"pictures/{name}")), name, new PictureShape(3, 2), reduces: true);
        Assert.Equal((3, 2), (image.Width, image.Height));
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

    /// <summary>Shades with a box in other colours, and the orientation in its EXIF data.</summary>
    private static byte[] Jpeg(int width, int height, int orientation)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double shade = 128 + 60 * Math.Sin(7.0 * x / width) + 60 * Math.Cos(9.0 * y / height);
                bool isBox = x > width * 0.3 && x < width * 0.6 && y > height * 0.4;
                bitmap.SetPixel(x, y, new SKColor((byte)(isBox ? 255 : shade), (byte)(isBox ? 20 : shade / 2), (byte)(255 - shade)));
            }
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        byte[] jpeg = data.ToArray();
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }
}
