using System.IO.Compression;
using Belamy.Files;
using Belamy.Imaging.Readers;

namespace Belamy.Imaging;

/// <summary>Reads PNG (ISO/IEC 15948): all colour types, depths of 1 to 16 bits, transparency, interlaced or not; upright, as <c>eXIf</c> says.</summary>
/// <remarks>
/// Samples of 16 bits are rounded to 8, smaller ones scaled up. Samples are taken as they are: chunks on gamma and
/// colour spaces have no effect. A chunk that pictures do not need counts as absent when its checksum is wrong.
/// </remarks>
public static class PngDecoder
{
    // No deflate stream expands further; a header that promises more belongs to a file cut short.
    private const long LargestExpansion = 1040;

    // Adam7: column and row of the first pixel of each pass, and the distances to the next.
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static readonly (int X, int Y, int StepX, int StepY)[] OnePass = [(0, 0, 1, 1)];

    private delegate void PassSink(int y, int x, int step, ReadOnlySpan<byte> samples);

    /// <summary>Whether bytes begin like a PNG file.</summary>
    /// <param name="png">At least the first eight bytes of the file.</param>
    public static bool IsPng(ReadOnlySpan<byte> png) => png.StartsWith(PngEncoder.Signature);

    /// <summary>Decodes a file.</summary>
    /// <param name="png">The content of the file.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <returns>The picture: 1 channel for grey, 3 for colour and palettes, one more for alpha where there is transparency.</returns>
    /// <exception cref="BelamyException">The content is no valid PNG, or the picture would take far more memory than the file is large.</exception>
    public static Image Decode(ReadOnlySpan<byte> png, string name) => Decode(png.ToArray(), name);

    internal static Image Decode(byte[] png, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return DecodeWhole(PngContent.Parse(png, name), name);
    }

    /// <summary>Opens a file; its rows are read as they are decoded where that can be, so that large pictures are never held.</summary>
    /// <param name="png">The content of the file; kept.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <exception cref="BelamyException">The content is no valid PNG, or the picture would take far more memory than the file is large.</exception>
    internal static PictureContent Open(byte[] png, string name)
    {
        PngContent content = PngContent.Parse(png, name);
        PngHeader header = content.Header;
        // The passes of an interlaced picture come in another order than its rows, those of a turned one too.
        bool isWhole = header.Interlaced || content.Orientation != Orientation.Upright;
        int channels = Check(content, isWhole ? header.Height : 1, name);
        return new Rows(content, isWhole, channels, name);
    }

    internal static BelamyException Damaged(string name, string what) => new(Describe(name, what));

    /// <summary>Refuses what cannot be or would take too much, before anything is allocated for it.</summary>
    /// <param name="content">The file.</param>
    /// <param name="rows">The rows that are to be held.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <returns>Samples in a pixel.</returns>
    private static int Check(PngContent content, int rows, string name)
    {
        PngHeader header = content.Header;
        if (header.Color == PngColor.Palette && content.Palette.Length == 0)
            throw Damaged(name, "its palette is missing");
        long stored = (long)header.RowLength(header.Width) * header.Height;
        if (stored / LargestExpansion > content.CompressedLength)
            throw Damaged(name, $"{content.CompressedLength} bytes of data are too few for {header.Width} x {header.Height} pixels");
        int channels = new PngSamples(header, content.Palette, content.Transparency).Channels;
        long most = InputLimit.Unpacked(content.FileLength);
        if ((long)header.Width * rows * channels > Math.Min(most, Array.MaxLength))
            throw new BelamyException($"{name}: has {header.Width} x {header.Height} pixels; {InputLimit.Exceeded(most)}");
        return channels;
    }

    private static Image DecodeWhole(PngContent content, string name)
    {
        PngHeader header = content.Header;
        int channels = Check(content, header.Height, name);
        var image = new Image(header.Width, header.Height, channels);
        ReadRows(content, name, (y, x, step, samples) =>
        {
            Span<byte> target = image.Row(y)[(x * channels)..];
            if (step == 1)
            {
                samples.CopyTo(target);
                return;
            }

            for (int i = 0, j = 0; i < samples.Length; i += channels, j += step * channels)
                samples.Slice(i, channels).CopyTo(target[j..]);
        });
        return content.Orientation.Apply(image);
    }

    private static void ReadRows(PngContent content, string name, PassSink sink)
    {
        PngHeader header = content.Header;
        var samples = new PngSamples(header, content.Palette, content.Transparency);
        try
        {
            using Stream compressed = content.Open();
            using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
            foreach ((int X, int Y, int StepX, int StepY) pass in header.Interlaced ? Passes : OnePass)
                ReadPass(header, samples, pass, zlib, sink, name);
            // Reading on to the end is what makes the stream compare its checksum.
            _ = zlib.ReadByte();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new BelamyException(Describe(name, "its compressed data are damaged"), e);
        }
    }

    private static void ReadPass(PngHeader header, PngSamples samples, (int X, int Y, int StepX, int StepY) pass, ZLibStream zlib, PassSink sink, string name)
    {
        int width = (header.Width - pass.X + pass.StepX - 1) / pass.StepX;
        int height = (header.Height - pass.Y + pass.StepY - 1) / pass.StepY;
        if (width <= 0 || height <= 0)
            return;
        // The filter byte lies before the row.
        var row = new byte[1 + header.RowLength(width)];
        var above = new byte[row.Length];
        var expanded = new byte[checked(width * samples.Channels)];
        for (int y = 0; y < height; y++)
        {
            if (zlib.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                throw Damaged(name, "its data end before the last row");
            if (row[0] >= PngFilter.Count)
                throw Damaged(name, $"it uses row filter {row[0]}, which does not exist");
            PngFilter.Revert(row[0], row.AsSpan(1), above.AsSpan(1), header.FilterDistance);
            if (samples.Expand(row.AsSpan(1), width, expanded, step: 1) is { } fault)
                throw Damaged(name, fault);
            sink(pass.Y + y * pass.StepY, pass.X, pass.StepX, expanded);
            (row, above) = (above, row);
        }
    }

    private static string Describe(string name, string what) => $"{name}: is no valid PNG ({what}); save the picture anew or remove the file";

    private sealed class Rows(PngContent content, bool isWhole, int channels, string name) : PictureContent(
        content.Orientation.IsTransposed ? content.Header.Height : content.Header.Width,
        content.Orientation.IsTransposed ? content.Header.Width : content.Header.Height,
        channels)
    {
        public override void ReadRows(RowSink sink)
        {
            if (!isWhole)
            {
                PngDecoder.ReadRows(content, name, (y, _, _, samples) => sink(y, samples));
                return;
            }

            Image image = DecodeWhole(content, name);
            for (int y = 0; y < image.Height; y++)
                sink(y, image.Row(y));
        }
    }
}
