using System.Buffers.Binary;
using Belamy.Files;

namespace Belamy.Imaging.Readers;

/// <summary>Looks through the directory of a TIFF file before the library does, which allocates whatever an entry claims to have.</summary>
internal static class TiffDirectory
{
    private const int EntryLength = 12;
    private const int MostSamples = 32;

    /// <summary>Says what is wrong with the first directory of a file.</summary>
    /// <returns>Null if all its entries have their values within the file.</returns>
    public static string? FindFault(Stream tiff)
    {
        Span<byte> start = stackalloc byte[8];
        if (tiff.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length)
            return Early(tiff);
        bool isLittle = start[0] == 'I';
        long at = Number(start[4..], isLittle);
        if (at + 2 > tiff.Length)
            return Early(tiff);
        tiff.Position = at;
        tiff.ReadExactly(start[..2]);
        int count = Short(start, isLittle);
        var entries = new byte[count * EntryLength];
        if (tiff.ReadAtLeast(entries, entries.Length, throwOnEndOfStream: false) < entries.Length)
            return Early(tiff);
        long all = 0;
        var tags = new Dictionary<int, (long Value, long Count)>();
        for (ReadOnlySpan<byte> entry = entries; entry.Length > 0; entry = entry[EntryLength..])
        {
            (int tag, int type) = (Short(entry, isLittle), Short(entry[2..], isLittle));
            long values = Number(entry[4..], isLittle);
            long length = values * (type switch { 3 or 8 => 2, 4 or 9 or 11 or 13 => 4, 5 or 10 or 12 => 8, _ => 1 });
            if (length > 4 && length + Number(entry[8..], isLittle) > tiff.Length)
                return Early(tiff);
            all += length;
            if (!tags.TryAdd(tag, (type == 3 ? Short(entry[8..], isLittle) : Number(entry[8..], isLittle), values)))
                return $"its directory has the tag {tag} twice";
        }

        return all > InputLimit.Unpacked(tiff.Length) ? "its directory has far more than the file" : FindFault(tags);
    }

    /// <summary>The library makes room for every strip or tile that the size asks for, and for every sample of a pixel.</summary>
    private static string? FindFault(Dictionary<int, (long Value, long Count)> tags)
    {
        const int Width = 256, Length = 257, StripOffsets = 273, Samples = 277, RowsPerStrip = 278, Planar = 284, TileWidth = 322, TileLength = 323, TileOffsets = 324;
        (long width, long length, long samples) = (Value(Width, 0), Value(Length, 0), Value(Samples, 1));
        if (width < 1 || length < 1 || width > int.MaxValue || length > int.MaxValue)
            return $"its size is {width} x {length}";
        if (samples is < 1 or > MostSamples)
            return $"its pixels have {samples} samples";
        bool isTiled = tags.ContainsKey(TileOffsets);
        long parts = isTiled
            ? Parts(width, Value(TileWidth, 0)) * Parts(length, Value(TileLength, 0))
            : Parts(length, Math.Min(length, Value(RowsPerStrip, length)));
        if (Value(Planar, 1) == 2)
            parts *= samples;
        long there = tags.TryGetValue(isTiled ? TileOffsets : StripOffsets, out (long Value, long Count) offsets) ? offsets.Count : 0;
        return parts > there ? $"its directory has {there} parts of the {parts} of {width} x {length} pixels" : null;

        long Value(int tag, long missing) => tags.TryGetValue(tag, out (long Value, long Count) found) ? found.Value : missing;

        static long Parts(long whole, long part) => part < 1 ? uint.MaxValue : (whole + part - 1) / part;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static string Early(Stream tiff) => $"it ends early, at byte {tiff.Length}";

    private static long Number(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
