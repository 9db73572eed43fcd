using System.Buffers.Binary;
using Belamy.Files;

namespace Belamy.Data;

/// <summary>Reads the IDX format of the MNIST files: a magic number with type and rank, big-endian extents, the bytes.</summary>
internal static class IdxReader
{
    private const byte UnsignedByte = 0x08;
    private const int LargestArray = 0x7FFFFFC7;

    /// <summary>Reads a whole IDX file of unsigned bytes.</summary>
    /// <param name="stream">The decompressed content.</param>
    /// <param name="name">The file, for errors.</param>
    /// <param name="backed">Bytes that the file can back, as far as known: so much is allocated at once, more as it comes.</param>
    /// <param name="most">The most bytes that it may declare.</param>
    /// <returns>The extents, of any rank from 1 to 4, and as many bytes as they span.</returns>
    /// <exception cref="BelamyException">The content is no such file, is cut short or too long.</exception>
    public static (int[] Extents, byte[] Values) Read(Stream stream, string name, long backed = 0, long most = long.MaxValue)
    {
        Span<byte> magic = stackalloc byte[4];
        ReadFully(stream, magic, name, 0);
        if (magic[0] != 0 || magic[1] != 0 || magic[2] is < 0x08 or > 0x0E || magic[3] == 0)
            throw new BelamyException($"{name}: is no IDX file (it starts with {Convert.ToHexString(magic)}); get it anew from its source");
        if (magic[2] != UnsignedByte || magic[3] > 4)
            throw new BelamyException($"{name}: holds values of type 0x{magic[2]:X2} in {magic[3]} dimensions; unsigned bytes (0x08) in at most 4 are supported");

        Span<byte> header = stackalloc byte[magic[3] * sizeof(int)];
        ReadFully(stream, header, name, magic.Length);
        var extents = new int[magic[3]];
        long length = 1;
        for (int i = 0; i < extents.Length; i++)
        {
            uint extent = BinaryPrimitives.ReadUInt32BigEndian(header[(i * sizeof(int))..]);
            if (extent is 0 or > int.MaxValue || (length *= extent) > LargestArray)
                throw new BelamyException($"{name}: extent {extent} at byte {magic.Length + i * sizeof(int)} is out of range; the file is damaged, get it anew from its source");
            extents[i] = (int)extent;
        }

        if (length > most)
            throw new BelamyException($"{name}: {InputLimit.Exceeded(most)}");
        // Read in pieces, so that a damaged extent cannot ask for memory that the file does not back.
        int start = magic.Length + header.Length;
        byte[] values = ReadValues(stream, (int)length, backed, name, start);
        if (stream.ReadByte() >= 0)
            throw new BelamyException($"{name}: goes on behind byte {start + length}, where its header ends it; the file is damaged, get it anew from its source");
        return (extents, values);
    }

    private static byte[] ReadValues(Stream stream, int length, long backed, string name, int start)
    {
        const int Piece = 1 << 24;
        var values = new byte[Math.Min(length, Math.Max(backed, Piece))];
        int filled = 0;
        while (true)
        {
            ReadFully(stream, values.AsSpan(filled), name, start + filled);
            filled = values.Length;
            if (filled == length)
                return values;
            Array.Resize(ref values, (int)Math.Min(length, 2L * filled));
        }
    }

    private static void ReadFully(Stream stream, Span<byte> destination, string name, long position)
    {
        int read;
        try
        {
            read = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new BelamyException($"{name}: cannot be read on from byte {position} ({e.Message.TrimEnd('.')}); the file is damaged, get it anew from its source", e);
        }

        if (read < destination.Length)
            throw new BelamyException($"{name}: ends at byte {position + read}, but its header asks for more; the file is cut short, get it anew from its source");
    }
}
