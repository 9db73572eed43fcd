using System.Collections.Concurrent;

namespace Belamy.Data;

/// <summary>The decoded pictures of a list of files.</summary>
/// <param name="Pixels">Those that could be read, in the order of the files.</param>
/// <param name="Channels">1 where none has colour, else 3; 4 with alpha.</param>
/// <param name="Damaged">The files that could not be read.</param>
internal sealed record PictureContents(PixelStore Pixels, int Channels, IReadOnlyList<LeftOut> Damaged)
{
    /// <summary>The set's fingerprint where it is known already.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Decodes files and holds them in memory.</summary>
    public static PictureContents Hold(string[] files, PictureDecoding decoding)
    {
        var damaged = new ConcurrentBag<LeftOut>();
        (PixelStore pixels, int channels) = Gather(decoding.Decode(files, damaged, 0, files.Length), decoding);
        return new PictureContents(pixels, channels, [.. damaged]);
    }

    /// <summary>Puts decoded pictures one behind the other, in one channel where none has colour.</summary>
    /// <param name="pictures">The pictures, which are let go; null where one could not be read.</param>
    /// <param name="decoding">How they were decoded.</param>
    public static (PixelStore Pixels, int Channels) Gather(byte[]?[] pictures, PictureDecoding decoding)
    {
        int area = decoding.Size.Area;
        int channels = pictures.Any(picture => picture?.Length > area) ? decoding.MostChannels : 1;
        var pixels = new PixelStore(pictures.Count(picture => picture is not null), channels * area);
        for (int i = 0, to = 0; i < pictures.Length; i++)
        {
            if (pictures[i] is not { } picture)
                continue;
            Spread(picture, pixels[to++]);
            pictures[i] = null;
        }

        return (pixels, channels);
    }

    /// <summary>A picture with one channel is the same in all.</summary>
    public static void Spread(ReadOnlySpan<byte> picture, Span<byte> item)
    {
        for (int start = 0; start < item.Length; start += picture.Length)
            picture.CopyTo(item[start..]);
    }
}
