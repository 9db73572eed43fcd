using System.Buffers.Binary;

namespace Belamy.Imaging;

/// <summary>What the first chunk of a PNG file says.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColor Color, bool Interlaced)
{
    public const int Length = 13;

    // More than any camera takes; refuses headers that would ask for absurd amounts of memory.
    private const long LargestPixelCount = 1 << 28;

    /// <summary>Samples in a pixel as stored.</summary>
    public int SampleCount => Color switch
    {
        PngColor.Rgb => 3,
        PngColor.GreyAlpha => 2,
        PngColor.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>Bytes between a byte and its left neighbour, as row filters see it.</summary>
    public int FilterDistance => Math.Max(1, SampleCount * BitDepth / 8);

    /// <summary>Bytes of a row of so many pixels, without its filter byte.</summary>
    public int RowLength(int width) => (int)(((long)width * SampleCount * BitDepth + 7) / 8);

    /// <summary>Parses a header.</summary>
    /// <returns>The header, and null or what is wrong with it.</returns>
    public static (PngHeader Header, string? Fault) Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length != Length)
            return (default, $"its header has {data.Length} bytes in place of {Length}");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        int depth = data[8];
        var color = (PngColor)data[9];
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            return (default, $"its size is {width} x {height}");
        if ((long)width * height > LargestPixelCount)
            return (default, $"its size of {width} x {height} is too large");
        bool possible = color switch
        {
            PngColor.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColor.Palette => depth is 1 or 2 or 4 or 8,
            PngColor.Rgb or PngColor.GreyAlpha or PngColor.RgbAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!possible)
            return (default, $"colour type {(int)color} with {depth} bits does not exist");
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
            return (default, $"compression {data[10]}, filter {data[11]} or interlace {data[12]} does not exist");
        return (new PngHeader((int)width, (int)height, depth, color, data[12] == 1), null);
    }
}

/// <summary>The colour types of PNG, by their numbers in the file.</summary>
internal enum PngColor
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
