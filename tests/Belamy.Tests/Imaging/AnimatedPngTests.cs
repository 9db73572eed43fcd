using System.Buffers.Binary;
using System.Text;
using Belamy.Imaging;

namespace Belamy.Tests.Imaging;

public sealed class AnimatedPngTests
{
    [Fact]
    public void Encode_writes_every_frame_in_the_order_of_the_format()
    {
        Image[] frames = [.. Enumerable.Range(0, 3).Select(Frame)];
        byte[] png = AnimatedPng.Encode(frames, 12);
        List<(string Type, byte[] Data)> chunks = Chunks(png);
        Assert.Equal(["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal([0, 0, 0, 3, 0, 0, 0, 0], chunks[1].Data);
        Assert.Equal([0, 1, 2, 3, 4], chunks.Where(chunk => chunk.Type is "fcTL" or "fdAT").Select(chunk => BinaryPrimitives.ReadInt32BigEndian(chunk.Data)));
        // Width 5, height 4 at (0, 0), for 1/12 of a second, left and overwritten.
        Assert.All(
            chunks.Where(chunk => chunk.Type == "fcTL"),
            chunk => Assert.Equal([0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 12, 0, 0], chunk.Data[4..]));
        // What reads no animations shows the first; every other, put in its place, decodes to its own pixels.
        Assert.Equal(frames[0].Pixels.ToArray(), PngDecoder.Decode(png, "memory").Pixels.ToArray());
        using var second = new MemoryStream();
        PngEncoder.WriteHeader(second, frames[2]);
        PngEncoder.WriteChunk(second, "IDAT"u8, chunks[7].Data.AsSpan(4));
        PngEncoder.WriteChunk(second, "IEND"u8, []);
        Assert.Equal(frames[2].Pixels.ToArray(), PngDecoder.Decode(second.ToArray(), "memory").Pixels.ToArray());
    }

    [Fact]
    public void Encode_refuses_pictures_of_different_sizes()
    {
        Assert.Throws<ArgumentException>(() => AnimatedPng.Encode([Frame(0), new Image(5, 5, 1)], 12));
        Assert.Throws<ArgumentException>(() => AnimatedPng.Encode([], 12));
    }

    [Fact]
    public void Enlarge_makes_every_pixel_a_square()
    {
        var image = new Image(2, 1, 3, [1, 2, 3, 4, 5, 6]);
        Image large = Resampling.Enlarge(image, 2);
        Assert.Equal((4, 2, 3), (large.Width, large.Height, large.Channels));
        Assert.Equal([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6], large.Pixels.ToArray());
    }

    private static Image Frame(int number) => new(5, 4, 1, [.. Enumerable.Range(0, 20).Select(i => (byte)(i * (number + 3)))]);

    private static List<(string Type, byte[] Data)> Chunks(ReadOnlySpan<byte> png)
    {
        List<(string Type, byte[] Data)> chunks = [];
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
            ReadOnlySpan<byte> body = png.Slice(at + 4, 4 + length);
            Assert.Equal(Crc32.Append(0, body), BinaryPrimitives.ReadUInt32BigEndian(png[(at + 8 + length)..]));
            chunks.Add((Encoding.ASCII.GetString(body[..4]), body[4..].ToArray()));
            at += 12 + length;
        }

        return chunks;
    }
}
