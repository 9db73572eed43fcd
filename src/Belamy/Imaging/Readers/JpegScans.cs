using System.Buffers.Binary;

namespace Belamy.Imaging.Readers;

/// <summary>Walks through the segments of a JPEG file, whose pixels others decode.</summary>
internal static class JpegScans
{
    // Ten are usual in progressive pictures. Each goes over all pixels anew, so that thousands would take hours.
    private const int Most = 100;

    /// <summary>Says what is wrong with a file: decoders take a progressive picture that is cut off for a coarse one.</summary>
    /// <returns>Null if it is whole.</returns>
    public static string? FindFault(ReadOnlySpan<byte> jpeg)
    {
        const int Start = 0xDA, End = 0xD9;
        int scans = 0;
        int at = 2;
        while (NextMarker(jpeg, ref at) is var marker and >= 0)
        {
            if (marker == End)
                return scans > 0 ? null : "it holds no picture";
            if (marker == Start && ++scans > Most)
                return $"it has more than {Most} scans";
            // Restarts and a few others have no length and no content.
            if (marker is (>= 0xD0 and <= 0xD8) or 0x01)
                continue;
            if (at + 2 > jpeg.Length)
                break;
            at += BinaryPrimitives.ReadUInt16BigEndian(jpeg[at..]);
        }

        return $"it ends early, at byte {jpeg.Length}";
    }

    /// <summary>The next marker, and the place behind it; -1 at the end. Within a scan, bytes of 255 are followed by 0.</summary>
    private static int NextMarker(ReadOnlySpan<byte> jpeg, ref int at)
    {
        while (at < jpeg.Length)
        {
            int found = jpeg[at..].IndexOf((byte)0xFF);
            if (found < 0)
                return -1;
            at += found + 1;
            while (at < jpeg.Length && jpeg[at] == 0xFF)
                at++;
            if (at < jpeg.Length && jpeg[at++] is not 0 and var marker)
                return marker;
        }

        return -1;
    }
}
