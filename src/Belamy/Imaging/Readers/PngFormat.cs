using Belamy.Files;

namespace Belamy.Imaging.Readers;

/// <summary>PNG and the first picture of animated PNG, by <see cref="PngDecoder"/>.</summary>
internal sealed class PngFormat : PictureFormat
{
    /// <inheritdoc/>
    public override string Name => "PNG";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Endings => [".png", ".apng"];

    /// <inheritdoc/>
    public override bool Begins(ReadOnlySpan<byte> start) => PngDecoder.IsPng(start);

    /// <inheritdoc/>
    public override PictureHeader? ReadHeader(string path)
    {
        Span<byte> start = stackalloc byte[16 + PngHeader.Length];
        using FileStream stream = InputFile.OpenRead(path);
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || PngHeader.Parse(start[16..]) is not (PngHeader header, null))
            return null;
        bool hasColour = header.Color is PngColor.Rgb or PngColor.RgbAlpha or PngColor.Palette;
        // Palettes and the rest may have a chunk on transparency.
        return new PictureHeader(header.Width, header.Height, hasColour, HasAlpha: true, IsIndexed: header.Color is PngColor.Palette || (header.Color is PngColor.Grey && header.BitDepth <= 8));
    }

    /// <inheritdoc/>
    public override PictureContent Open(byte[] file, string name) => PngDecoder.Open(file, name);
}
