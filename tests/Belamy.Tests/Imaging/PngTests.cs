using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Belamy.Imaging;
using Belamy.Imaging.Readers;

namespace Belamy.Tests.Imaging;

public class PngTests
{
    public static IEnumerable<TheoryDataRow<string>> Recorded() =>
        Directory.GetFiles(Fixture.Path("png"), "*.png").Order(StringComparer.Ordinal).Select(path => new TheoryDataRow<string>(Path.GetFileNameWithoutExtension(path)));

    [Fact]
    public void Recorded_files_cover_the_format() => Assert.Equal(56, Recorded().Count());

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Decode_file_of_another_encoder_gives_its_samples(string name)
    {
        Image image = Image.Load(Fixture.Path($"png/{name}.png"));
        byte[] expected = File.ReadAllBytes(Fixture.Path($"png/{name}.raw"));
        Assert.Equal(name.StartsWith("filters", StringComparison.Ordinal) ? (40, 48) : (13, 11), (image.Width, image.Height));
        Assert.Equal(expected, image.Pixels.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Encode_and_decode_returns_the_picture(int channels)
    {
        var random = new Random(channels);
        for (int i = 0; i < 20; i++)
        {
            var image = new Image(random.Next(1, 40), random.Next(1, 40), channels);
            bool smooth = random.Next(2) == 0;
            for (int p = 0; p < image.Pixels.Length; p++)
                image.Pixels[p] = smooth ? (byte)(p / 3) : (byte)random.Next(256);
            Image back = PngDecoder.Decode(PngEncoder.Encode(image), "memory");
            Assert.Equal((image.Width, image.Height, image.Channels), (back.Width, back.Height, back.Channels));
            Assert.Equal(image.Pixels.ToArray(), back.Pixels.ToArray());
        }
    }

    [Fact]
    public void Encode_smooth_picture_compresses_by_its_filters()
    {
        var image = new Image(256, 256, 3);
        for (int y = 0; y < 256; y++)
        {
            for (int x = 0; x < 256; x++)
                (image.Row(y)[3 * x], image.Row(y)[3 * x + 1], image.Row(y)[3 * x + 2]) = ((byte)x, (byte)y, (byte)(x + y));
        }

        // Unfiltered, the same picture takes about 60,000 bytes.
        Assert.InRange(PngEncoder.Encode(image).Length, 100, 4000);
    }

    [Fact]
    public void Decode_every_truncation_throws_a_clear_error()
    {
        byte[] whole = File.ReadAllBytes(Fixture.Path("png/palette4-alpha-adam7.png"));
        for (int length = 0; length < whole.Length; length++)
        {
            var error = Assert.Throws<BelamyException>(() => PngDecoder.Decode(whole.AsSpan(0, length), "cut.png"));
            Assert.StartsWith("cut.png: is no valid PNG", error.Message);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void Decode_any_changed_bit_is_noticed()
    {
        // Signature, lengths and checksums guard every byte.
        byte[] whole = File.ReadAllBytes(Fixture.Path("png/rgb8.png"));
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= (byte)(1 << (i % 8));
            Assert.Throws<BelamyException>(() => PngDecoder.Decode(damaged, "damaged.png"));
        }
    }

    [Fact]
    public void Decode_random_content_behind_right_checksums_never_escapes_as_another_error()
    {
        var random = new Random(3);
        for (int i = 0; i < 2000; i++)
        {
            byte[] header = Header(random.Next(0, 20), random.Next(0, 20), (byte)(1 << random.Next(5)), (byte)random.Next(7), (byte)random.Next(2));
            var palette = new byte[random.Next(20)];
            var data = new byte[random.Next(600)];
            random.NextBytes(data);
            byte[] png = Assemble(("IHDR", header), ("PLTE", palette), ("tRNS", new byte[random.Next(10)]), ("IDAT", Deflate(data)), ("IEND", []));
            try
            {
                PngDecoder.Decode(png, "random.png");
            }
            catch (BelamyException)
            {
            }
        }
    }

    [Theory]
    [InlineData(0, 5, 8, 0, "its size is 0 x 5")]
    [InlineData(100_000, 100_000, 8, 0, "too large")]
    [InlineData(20_000, 10_000, 8, 0, "too few")]
    [InlineData(5, 5, 3, 0, "does not exist")]
    [InlineData(5, 5, 16, 3, "does not exist")]
    [InlineData(5, 5, 8, 1, "does not exist")]
    [InlineData(5, 5, 8, 3, "palette is missing")]
    [InlineData(5, 5, 8, 2, "end before the last row")]
    public void Decode_impossible_header_says_what_is_wrong(int width, int height, byte depth, byte color, string fault)
    {
        byte[] png = Assemble(("IHDR", Header(width, height, depth, color)), ("IDAT", Deflate(new byte[60])), ("IEND", []));
        Assert.Contains(fault, Assert.Throws<BelamyException>(() => PngDecoder.Decode(png, "bad.png")).Message);
    }

    [Fact]
    public void Decode_structure_at_fault_says_what_is_wrong()
    {
        byte[] header = Header(2, 1, 8, 3);
        byte[] rows = Deflate([0, 0, 2]);
        void Check(string fault, params (string, byte[])[] chunks) =>
            Assert.Contains(fault, Assert.Throws<BelamyException>(() => PngDecoder.Decode(Assemble(chunks), "bad.png")).Message);

        Check("header is missing", ("IDAT", rows), ("IEND", []));
        Check("colour 2 of a palette of 2", ("IHDR", header), ("PLTE", new byte[6]), ("IDAT", rows), ("IEND", []));
        Check("palette has 7 bytes", ("IHDR", header), ("PLTE", new byte[7]), ("IDAT", rows), ("IEND", []));
        Check("unknown chunk", ("IHDR", header), ("NEWX", []), ("IEND", []));
        Check("row filter 9", ("IHDR", header), ("PLTE", new byte[9]), ("IDAT", Deflate([9, 0, 2])), ("IEND", []));
        Check("compressed data are damaged", ("IHDR", header), ("PLTE", new byte[9]), ("IDAT", [1, 2, 3, 4, 5, 6, 7, 8]), ("IEND", []));
        Check("end before", ("IHDR", header), ("PLTE", new byte[9]), ("IEND", []));
    }

    [Fact]
    public void Decode_data_in_several_chunks_and_unknown_extras_are_read()
    {
        byte[] rows = Deflate([0, 7, 8, 9]);
        byte[] png = Assemble(("IHDR", Header(3, 1, 8, 0)), ("tEXt", [65, 0, 66]), ("IDAT", rows[..3]), ("IDAT", []), ("IDAT", rows[3..]), ("IEND", []));
        Assert.Equal([7, 8, 9], PngDecoder.Decode(png, "parts.png").Pixels.ToArray());
    }

    [Theory]
    [InlineData("tEXt")]
    [InlineData("iCCP")]
    [InlineData("tRNS")]
    [InlineData("eXIf")]
    public void Decode_chunk_that_pictures_do_not_need_counts_as_absent_when_its_checksum_is_wrong(string type)
    {
        byte[] rows = Deflate([0, 7, 8, 9]);
        byte[] content = type == "eXIf" ? Exif(3) : [0, 7];
        byte[] png = Assemble(("IHDR", Header(3, 1, 8, 0)), (type, content), ("IDAT", rows), ("IEND", []));
        png[8 + 25 + 8] ^= 1;
        Image image = PngDecoder.Decode(png, "a.png");
        Assert.Equal(1, image.Channels);
        Assert.Equal([7, 8, 9], image.Pixels.ToArray());
    }

    [Theory]
    [InlineData(1, 3, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(2, 3, new byte[] { 3, 2, 1, 6, 5, 4 })]
    [InlineData(3, 3, new byte[] { 6, 5, 4, 3, 2, 1 })]
    [InlineData(4, 3, new byte[] { 4, 5, 6, 1, 2, 3 })]
    [InlineData(5, 2, new byte[] { 1, 4, 2, 5, 3, 6 })]
    [InlineData(6, 2, new byte[] { 4, 1, 5, 2, 6, 3 })]
    [InlineData(7, 2, new byte[] { 6, 3, 5, 2, 4, 1 })]
    [InlineData(8, 2, new byte[] { 3, 6, 2, 5, 1, 4 })]
    [InlineData(9, 3, new byte[] { 1, 2, 3, 4, 5, 6 })]
    public void Decode_picture_is_upright_as_its_exif_says(byte orientation, int width, byte[] expected)
    {
        byte[] rows = Deflate([0, 1, 2, 3, 0, 4, 5, 6]);
        foreach (byte[] exif in (byte[][])[Exif(orientation), Exif(orientation, isLittle: true)])
        {
            // Before the pixels or behind them.
            byte[][] files =
            [
                Assemble(("IHDR", Header(3, 2, 8, 0)), ("eXIf", exif), ("IDAT", rows), ("IEND", [])),
                Assemble(("IHDR", Header(3, 2, 8, 0)), ("IDAT", rows), ("eXIf", exif), ("IEND", [])),
            ];
            foreach (byte[] png in files)
            {
                Image image = PngDecoder.Decode(png, "turned.png");
                Assert.Equal(width, image.Width);
                Assert.Equal(expected, image.Pixels.ToArray());
                // The square in the middle is that of the upright picture.
                Assert.Equal(Resampling.FitSquare(image, 2).Pixels.ToArray(), PictureFile.Read(png, "turned.png", new PictureShape(2, 2, PictureFit.Crop, 0)).Pixels.ToArray());
            }
        }

        Assert.Equal(Orientation.Upright, Orientation.Read(Exif(orientation).AsSpan(0, 9)));
    }

    [Fact]
    public void Read_brought_to_a_shape_is_what_decoding_laying_and_resizing_give()
    {
        foreach (string file in Directory.GetFiles(Fixture.Path("png"), "*.png"))
        {
            byte[] png = File.ReadAllBytes(file);
            foreach (int size in (ReadOnlySpan<int>)[5, 11, 30])
            {
                Image expected = Resampling.FitSquare(Resampling.Flatten(PngDecoder.Decode(png, file), 200), size);
                Image square = PictureFile.Read(png, file, new PictureShape(size, size, PictureFit.Crop, 200));
                Assert.Equal(expected.Channels, square.Channels);
                Assert.Equal(expected.Pixels.ToArray(), square.Pixels.ToArray());
            }
        }
    }

    [Fact]
    public void Decode_small_file_of_a_huge_picture_holds_no_more_than_is_needed()
    {
        // A few kilobytes that stand for 9,000 x 9,000 pixels.
        const int Side = 9000;
        byte[] png = Assemble(("IHDR", Header(Side, Side, 1, 0)), ("IDAT", Deflate(new byte[(1 + (Side + 7) / 8) * Side])), ("IEND", []));
        string message = Assert.Throws<BelamyException>(() => PngDecoder.Decode(png, "bomb.png")).Message;
        Assert.StartsWith("bomb.png: has 9000 x 9000 pixels; it unpacks to more than 64 MiB", message);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.All(PictureFile.Read(png, "bomb.png", new PictureShape(8, 8, PictureFit.Crop, 0)).Pixels.ToArray(), value => Assert.Equal(0, value));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
        byte[] wide = Assemble(("IHDR", Header(100_000_000, 1, 1, 0)), ("IDAT", Deflate(new byte[12_500_001])), ("IEND", []));
        Assert.Contains("unpacks to more than", Assert.Throws<BelamyException>(() => PictureFile.Read(wide, "wide.png", new PictureShape(8, 8, PictureFit.Crop, 0))).Message);
    }

    private static byte[] Exif(byte orientation, bool isLittle = false) => isLittle
        ? [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
        : [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];

    [Fact]
    public void Load_missing_file_names_it() =>
        Assert.StartsWith("none.png: no such file", Assert.Throws<BelamyException>(() => Image.Load("none.png")).Message);

    [Fact]
    public void Filters_apply_and_revert_return_the_row()
    {
        var random = new Random(1);
        foreach (int distance in (ReadOnlySpan<int>)[1, 2, 3, 4, 6, 8])
        {
            for (int filter = 0; filter < PngFilter.Count; filter++)
            {
                byte[] row = new byte[distance * 9], above = new byte[distance * 9], filtered = new byte[distance * 9];
                random.NextBytes(row);
                random.NextBytes(above);
                PngFilter.Apply(filter, row, above, distance, filtered);
                PngFilter.Revert(filter, filtered, above, distance);
                Assert.Equal(row, filtered);
            }
        }
    }

    [Theory]
    [InlineData(PngFilter.Sub, new byte[] { 1, 3, 6 })]
    [InlineData(PngFilter.Up, new byte[] { 11, 22, 33 })]
    [InlineData(PngFilter.Average, new byte[] { 6, 15, 25 })]
    [InlineData(PngFilter.Paeth, new byte[] { 11, 22, 33 })]
    public void Revert_known_row(int filter, byte[] expected)
    {
        byte[] row = [1, 2, 3];
        PngFilter.Revert(filter, row, [10, 20, 30], 1);
        Assert.Equal(expected, row);
    }

    [Fact]
    public void Crc32_known_text() => Assert.Equal(0xCBF43926u, Crc32.Append(Crc32.Append(0, "1234"u8), "56789"u8));

    private static byte[] Header(int width, int height, byte depth, byte color, byte interlace = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, color, interlace);
        return header;
    }

    private static byte[] Deflate(byte[] data)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest))
            zlib.Write(data);
        return stream.ToArray();
    }

    private static byte[] Assemble(params (string Type, byte[] Data)[] chunks)
    {
        using var png = new MemoryStream();
        png.Write(PngEncoder.Signature);
        Span<byte> number = stackalloc byte[4];
        foreach ((string type, byte[] data) in chunks)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
            png.Write(number);
            byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
            png.Write(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(0, body));
            png.Write(number);
        }

        return png.ToArray();
    }
}
