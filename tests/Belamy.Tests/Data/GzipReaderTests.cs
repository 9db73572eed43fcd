using System.IO.Compression;
using Belamy.Data;

namespace Belamy.Tests.Data;

public class GzipReaderTests
{
    private static readonly byte[] First = [.. Enumerable.Range(0, 5000).Select(i => (byte)((i * i) >> 3))];
    private static readonly byte[] Second = [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 7))];

    private static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(content);
        return stream.ToArray();
    }

    // An empty array makes .NET write nothing; this is the empty member with an extra field that bgzip ends its files with.
    private static byte[] EmptyMember => [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF, 6, 0, (byte)'B', (byte)'C', 2, 0, 0x1B, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static byte[] Read(byte[] packed, long most = 1 << 20, int piece = 1 << 16)
    {
        using var reader = new GzipReader(new Trickle(packed, piece), most, "x.gz");
        using var plain = new MemoryStream();
        reader.CopyTo(plain);
        return plain.ToArray();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1 << 16)]
    public void Read_takes_what_gzip_takes(int piece)
    {
        byte[] both = [.. First, .. Second];
        Assert.Equal(First, Read(Gzip(First), piece: piece));
        Assert.Equal(both, Read([.. Gzip(First), .. Gzip(Second)], piece: piece));
        Assert.Equal(both, Read([.. Gzip(First), .. EmptyMember, .. Gzip(Second), .. EmptyMember], piece: piece));
        Assert.Equal(First, Read([.. Gzip(First), .. new byte[70_000]], piece: piece));
        Assert.Empty(Read(EmptyMember, piece: piece));
    }

    [Fact]
    public void Read_header_with_every_field()
    {
        byte[] plain = Gzip(First);
        byte[] named = [.. plain[..3], 0x1F, .. plain[4..10], 3, 0, 1, 2, 3, (byte)'n', 0, (byte)'c', (byte)'c', 0, 9, 9, .. plain[10..]];
        Assert.Equal(First, Read(named));
    }

    [Fact]
    public void Read_every_truncation_says_that_it_ends_early()
    {
        byte[] whole = [.. Gzip(Second), .. Gzip(Second)];
        int member = whole.Length / 2;
        for (int length = 1; length < whole.Length; length++)
        {
            if (length == member)
                continue;
            string message = Assert.Throws<BelamyException>(() => Read(whole[..length])).Message;
            Assert.StartsWith("x.gz: ", message);
            // One byte alone might be anything.
            Assert.Contains(length == member + 1 ? "something else than gzip" : "end early", message);
        }
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, 0)]
    [InlineData(new byte[] { 0, 0, 5 }, 2)]
    [InlineData(new byte[] { 0x1F, 7 }, 0)]
    public void Read_something_else_behind_is_refused_for_that_reason(byte[] garbage, int offset)
    {
        byte[] packed = Gzip(Second);
        string message = Assert.Throws<BelamyException>(() => Read([.. packed, .. garbage])).Message;
        Assert.Contains($"something else than gzip from byte {packed.Length + offset} on", message);
    }

    [Fact]
    public void Read_any_changed_byte_behind_the_header_is_noticed()
    {
        byte[] whole = Gzip(Second);
        for (int at = 10; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x55;
            Assert.StartsWith("x.gz: ", Assert.Throws<BelamyException>(() => Read(damaged)).Message);
        }
    }

    [Fact]
    public void Read_stops_at_the_most_it_may_unpack_to()
    {
        Assert.Equal(First, Read(Gzip(First), most: First.Length));
        string message = Assert.Throws<BelamyException>(() => Read(Gzip(First), most: First.Length - 1)).Message;
        Assert.Contains("unpacks to more than", message);
        Assert.Contains("BELAMY_LARGEST_INPUT", message);
    }

    private sealed class Trickle(byte[] content, int piece) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(piece, buffer.Length)]);
    }
}
