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
    private const int FramesPerSecond = 8, FramesToSee = 4;

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
    public override IReadOnlyList<string> FileEndings => Animation.Endings;

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

    /// <summary>Writes films as an animation, several side by side at once: <c>.gif</c>, which everything plays, of 256 colours; <c>.webp</c> or <c>.apng</c>, which browsers play.</summary>
    /// <param name="item">One film or more.</param>
    /// <param name="path">The file; a <c>.png</c> is an animation too, which shows its first frame where animations are not known.</param>
    public override void Write(ReadOnlySpan<float> item, string path)
    {
        string ending = Path.GetExtension(path).ToLowerInvariant();
        if (ending != ".png" && !FileEndings.Contains(ending))
            throw new BelamyException($"{path}: films are written as {string.Join(", ", FileEndings)}");
        int count = Extent.Count(this, item), frame = Channels * Height * Width;
        float[] films = InOrder(item), together = new float[count * frame];
        var images = new Image[Frames];
        for (int at = 0; at < Frames; at++)
        {
            for (int film = 0; film < count; film++)
                films.AsSpan((film * Frames + at) * frame, frame).CopyTo(together.AsSpan(film * frame));
            images[at] = count == 1 ? Frame.ToImage(together) : ImageGrid.Create(together, Channels, Height, Width);
        }

        Animation.Save(path, images, FramesPerSecond);
    }

    /// <summary>Draws each film as a strip of its frames, one below the other.</summary>
    /// <param name="items">The films one behind the other.</param>
    /// <param name="columns">Ignored: a row is a film.</param>
    public override Image? Draw(ReadOnlySpan<float> items, int columns = 0)
    {
        Extent.Count(this, items);
        return ImageGrid.Create(InOrder(items), Channels, Height, Width, Frames);
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

    internal override bool HoldsMany => true;

    /// <summary>Four frames of each film, evenly over it, side by side.</summary>
    internal override IReadOnlyList<Image> Tiles(ReadOnlySpan<float> items)
    {
        int shown = Math.Min(FramesToSee, Frames), frame = Channels * Height * Width, count = Extent.Count(this, items);
        float[] films = InOrder(items), some = new float[shown * frame];
        var tiles = new Image[count];
        for (int film = 0; film < count; film++)
        {
            for (int at = 0; at < shown; at++)
                films.AsSpan((film * Frames + (2 * at + 1) * Frames / (2 * shown)) * frame, frame).CopyTo(some.AsSpan(at * frame));
            tiles[film] = ImageGrid.Create(some, Channels, Height, Width, shown, gap: 0);
        }

        return tiles;
    }

    /// <summary>The values film by film and frame by frame.</summary>
    private float[] InOrder(ReadOnlySpan<float> items)
    {
        int area = Height * Width;
        var frames = new float[items.Length];
        for (int plane = 0; plane < items.Length / area; plane++)
        {
            (int film, int rest) = Math.DivRem(plane, Channels * Frames);
            (int channel, int frame) = Math.DivRem(rest, Frames);
            items.Slice(plane * area, area).CopyTo(frames.AsSpan(((film * Frames + frame) * Channels + channel) * area, area));
        }

        return frames;
    }
}
