using System.Globalization;
using Belamy.Data.Readers;
using Belamy.Files;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Films of a number of frames, [channels, frames, height, width], values in [-1, 1] as pictures have them.</summary>
/// <remarks>
/// Folders of pictures, pictures of square frames side by side, animated GIF and WebP are read; other films, such as MP4, by
/// ffmpeg where it is installed. The first frames are taken, and the part in their middle.
/// </remarks>
/// <param name="Frames">Frames in a film, at least 1.</param>
/// <param name="Channels">1 grey, 3 red, green and blue.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels in a row.</param>
public sealed record Films(int Frames, int Channels, int Height, int Width) : Kind
{
    private const int FramesPerSecond = 8;

    /// <summary>Frames in a film.</summary>
    public int Frames { get; init; } = Extent.Require(Frames, nameof(Frames));

    /// <summary>1 grey, 3 red, green and blue.</summary>
    public int Channels { get; init; } = Channels is 1 or 3 ? Channels : throw new ArgumentOutOfRangeException(nameof(Channels), Channels, "Films have one channel or three.");

    /// <inheritdoc/>
    public override string Name => "films";

    /// <inheritdoc/>
    public override Shape Shape => [Channels, Frames, Height, Width];

    /// <inheritdoc/>
    public override (double Low, double High)? Range => (-1, 1);

    /// <inheritdoc/>
    public override string Description => $"films of {Counted.Of(Frames, "frame")} of {Width}×{Height} in {(Channels == 1 ? "grey" : "colour")}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> FileEndings => [".png", ".apng"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReadEndings => FilmFile.Endings;

    private Pictures Frame => new(Channels, Height, Width);

    /// <summary>Reads a film: a file, or a folder of frames.</summary>
    /// <inheritdoc/>
    public override float[] Read(string path)
    {
        Image[] frames = FilmFile.Read(path, Frames, Width, Height);
        int area = Height * Width;
        var item = new float[Channels * Frames * area];
        for (int frame = 0; frame < Frames; frame++)
        {
            float[] picture = Frame.ToItem(frames[frame]);
            for (int channel = 0; channel < Channels; channel++)
                picture.AsSpan(channel * area, area).CopyTo(item.AsSpan((channel * Frames + frame) * area, area));
        }

        return item;
    }

    /// <summary>Writes an animated PNG picture, which browsers play; the name ends in <c>.png</c> or <c>.apng</c>.</summary>
    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<float> item, string path)
    {
        if (!FileEndings.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new BelamyException($"{path}: films are written as animated PNG; let the name end in .png");
        float[] frames = InOrder(item);
        int length = Channels * Height * Width;
        Image[] images = [.. Enumerable.Range(0, Frames).Select(frame => Frame.ToImage(frames.AsSpan(frame * length, length)))];
        AtomicFile.WriteAllBytes(path, AnimatedPng.Encode(images, FramesPerSecond));
    }

    /// <summary>Draws each film as a strip of its frames, one below the other.</summary>
    /// <param name="items">The films one behind the other.</param>
    /// <param name="columns">Ignored: a row is a film.</param>
    public override Image? Draw(ReadOnlySpan<float> items, int columns = 0)
    {
        int count = Extent.Count(this, items), length = Channels * Frames * Height * Width;
        var frames = new List<float>(items.Length);
        for (int film = 0; film < count; film++)
            frames.AddRange(InOrder(items.Slice(film * length, length)));
        return ImageGrid.Create(frames.ToArray(), Channels, Height, Width, Frames);
    }

    /// <summary>How much moves: the mean change of a value from frame to frame, of 2.</summary>
    /// <inheritdoc/>
    public override string Tell(ReadOnlySpan<float> item)
    {
        int area = Height * Width;
        double change = 0;
        for (int at = 0; at + area < item.Length; at++)
            change += (at / area + 1) % Frames == 0 ? 0 : Math.Abs(item[at + area] - item[at]);
        return string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(Frames, "frame")}, change of {change / Math.Max(1, Channels * (Frames - 1) * area):0.000} a frame");
    }

    /// <summary>The values frame by frame.</summary>
    private float[] InOrder(ReadOnlySpan<float> item)
    {
        int area = Height * Width;
        var frames = new float[item.Length];
        for (int frame = 0; frame < Frames; frame++)
        {
            for (int channel = 0; channel < Channels; channel++)
                item.Slice((channel * Frames + frame) * area, area).CopyTo(frames.AsSpan((frame * Channels + channel) * area, area));
        }

        return frames;
    }
}
