using System.Buffers.Binary;

namespace Belamy.Imaging;

/// <summary>Turns stored rows of any colour type and depth into 8-bit samples, with alpha where the file has transparency.</summary>
internal sealed class PngSamples
{
    private const int NoKey = -1;

    private readonly PngHeader _header;
    private readonly byte[] _palette;
    private readonly byte[] _transparency;
    private readonly int[] _key;

    /// <summary>Prepares for a file.</summary>
    /// <param name="header">The header.</param>
    /// <param name="palette">The colours of the palette, three bytes each; empty when there is none.</param>
    /// <param name="transparency">The content of the transparency chunk; empty when there is none.</param>
    public PngSamples(PngHeader header, byte[] palette, byte[] transparency)
    {
        _header = header;
        _palette = palette;
        _transparency = transparency;
        _key = [NoKey, NoKey, NoKey, NoKey];
        bool keyed = header.Color is PngColor.Grey or PngColor.Rgb && transparency.Length >= header.SampleCount * 2;
        if (keyed)
        {
            int mask = (1 << header.BitDepth) - 1;
            for (int i = 0; i < header.SampleCount; i++)
                _key[i] = BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(i * 2)) & mask;
        }

        Channels = header.Color switch
        {
            PngColor.Grey => keyed ? 2 : 1,
            PngColor.Rgb => keyed ? 4 : 3,
            PngColor.Palette => transparency.Length > 0 ? 4 : 3,
            PngColor.GreyAlpha => 2,
            _ => 4,
        };
    }

    /// <summary>Samples in a pixel of the result.</summary>
    public int Channels { get; }

    /// <summary>Expands a row.</summary>
    /// <param name="row">The row as stored, its filter reverted.</param>
    /// <param name="count">The number of its pixels.</param>
    /// <param name="target">Receives the samples of the first pixel at its start.</param>
    /// <param name="step">The distance from pixel to pixel in <paramref name="target"/>, in pixels.</param>
    /// <returns>Null, or what is wrong with the row.</returns>
    public string? Expand(ReadOnlySpan<byte> row, int count, Span<byte> target, int step)
    {
        int stride = step * Channels;
        int stored = _header.SampleCount;
        for (int x = 0; x < count; x++)
        {
            Span<byte> pixel = target.Slice(x * stride, Channels);
            if (_header.Color == PngColor.Palette)
            {
                int index = Sample(row, x);
                if (index * 3 >= _palette.Length)
                    return $"it uses colour {index} of a palette of {_palette.Length / 3}";
                _palette.AsSpan(index * 3, 3).CopyTo(pixel);
                if (Channels == 4)
                    pixel[3] = index < _transparency.Length ? _transparency[index] : byte.MaxValue;
                continue;
            }

            bool transparent = _key[0] != NoKey;
            for (int i = 0; i < stored; i++)
            {
                int sample = Sample(row, x * stored + i);
                pixel[i] = Scale(sample);
                transparent &= sample == _key[i];
            }

            if (Channels > stored)
                pixel[stored] = transparent ? (byte)0 : byte.MaxValue;
        }

        return null;
    }

    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        int depth = _header.BitDepth;
        if (depth == 8)
            return row[index];
        if (depth == 16)
            return BinaryPrimitives.ReadUInt16BigEndian(row[(index * 2)..]);
        int bit = index * depth;
        return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }

    private byte Scale(int sample)
    {
        int largest = (1 << _header.BitDepth) - 1;
        return (byte)((sample * byte.MaxValue + largest / 2) / largest);
    }
}
