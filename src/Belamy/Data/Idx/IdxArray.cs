using System.Buffers.Binary;
using System.Security.Cryptography;
using Belamy.Files;

namespace Belamy.Data;

/// <summary>The content of an IDX file.</summary>
/// <param name="Origin">The file, for errors.</param>
/// <param name="Extents">The extents, of any rank from 1 to 4.</param>
/// <param name="Values">As many bytes as they span.</param>
internal sealed record IdxArray(string Origin, int[] Extents, byte[] Values)
{
    /// <summary>Reads a file, and unpacks it on the way where its first bytes are those of gzip.</summary>
    /// <param name="content">The file, from its beginning.</param>
    /// <param name="length">Its length as it is stored.</param>
    /// <param name="origin">The file, for errors.</param>
    /// <exception cref="BelamyException">It is no such file, damaged, or unpacks to too much.</exception>
    public static IdxArray Read(Stream content, long length, string origin)
    {
        var start = new byte[2];
        int read = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        using var whole = new PrefixedStream(start.AsMemory(0, read), content);
        if (!IsGzip(start))
        {
            (int[] plainExtents, byte[] plainValues) = IdxReader.Read(whole, origin, length, long.MaxValue);
            return new IdxArray(origin, plainExtents, plainValues);
        }

        long most = InputLimit.Unpacked(length);
        using var unpacked = new GzipReader(whole, most, origin);
        (int[] extents, byte[] values) = IdxReader.Read(unpacked, origin, most, most);
        return new IdxArray(origin, extents, values);
    }

    /// <summary>Whether a file begins like gzip.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> start) => start is [0x1F, 0x8B, ..];

    /// <summary>The SHA-256 of the file as it is unpacked, in lower case.</summary>
    public string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = [0, 0, 0x08, (byte)Extents.Length];
        hash.AppendData(number);
        foreach (int extent in Extents)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, extent);
            hash.AppendData(number);
        }

        hash.AppendData(Values);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
