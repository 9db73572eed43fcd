using Belamy.Imaging;
using Belamy.Imaging.Readers;
using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Pictures of one size, channels first; -1 is black and 1 is white, as bytes from 0 to 255 by <see cref="PixelConversion"/>.</summary>
/// <param name="Channels">1 grey, 2 grey and alpha, 3 red, green and blue, 4 with alpha.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels in a row.</param>
public sealed record Pictures(int Channels, int Height, int Width) : Kind
{
    /// <inheritdoc/>
    public override string Name => "pictures";

    /// <inheritdoc/>
    public override string Noun => "image";

    /// <inheritdoc/>
    public override Shape Shape => new(Channels, Height, Width);

    /// <inheritdoc/>
    public override (double Low, double High)? Range => (-1, 1);

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            string colour = Channels <= 2 ? "grey" : "colour";
            return $"{Width}×{Height} {(AreLabels ? "maps of labels" : "pictures")} in {colour}{(HasAlpha ? " with alpha" : "")}";
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> FileEndings => [".png"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReadEndings => PictureFile.Endings;

    /// <summary>What becomes of files of another shape; the part in their middle is taken unless said otherwise.</summary>
    public PictureFit Fit { get; init; } = PictureFit.Crop;

    /// <summary>The grey that transparent pictures are laid on where there is no channel of alpha.</summary>
    public byte Background { get; init; } = byte.MaxValue;

    /// <summary>Whether colours say what is there, as in label maps: none is mixed of others when a file is brought to the size, and grey pictures of small numbers get a colour for each.</summary>
    public bool AreLabels { get; init; }

    private bool HasAlpha => Channels is 2 or 4;

    /// <summary>The values of a picture, brought to the shape.</summary>
    /// <param name="image">The picture, of any size and channels.</param>
    public float[] ToItem(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (AreLabels)
            image = LabelColours.Apply(image);
        // Before it is resized: colours under transparent pixels must not run into others.
        Image fit = new PictureShape(Width, Height, Fit, Background, AreLabels).Bring(ChannelConversion.ToChannels(image, Channels, Background));
        var planes = new byte[fit.Pixels.Length];
        fit.CopyToPlanes(planes);
        var item = new float[planes.Length];
        PixelConversion.ToFloats(planes, item);
        return item;
    }

    /// <summary>The part of a picture that is seen; all of it unless it is cut to the shape.</summary>
    internal (int Left, int Top, int Width, int Height) PartOf(int width, int height) =>
        Fit == PictureFit.Crop ? new PictureShape(Width, Height).Middle(width, height) : (0, 0, width, height);

    /// <summary>The values of the part of a picture that is seen, as large as it is there, and the kind that they are of.</summary>
    internal (Pictures Kind, float[] Item) ToPart(Image image)
    {
        (_, _, int width, int height) = PartOf(image.Width, image.Height);
        Pictures part = this with { Height = height, Width = width };
        return (part, part.ToItem(image));
    }

    /// <summary>The picture of an item's values.</summary>
    /// <param name="item">The values.</param>
    public Image ToImage(ReadOnlySpan<float> item)
    {
        var planes = new byte[item.Length];
        PixelConversion.ToBytes(item, planes);
        return Image.FromPlanes(planes, Channels, Height, Width);
    }

    /// <inheritdoc/>
    public override float[] Read(string path) => ToItem(Image.Load(path));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<float> item, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!FileEndings.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new BelamyException($"{path}: pictures are written as {string.Join(", ", FileEndings)}; name such a file");
        ToImage(item).SavePng(path);
    }

    /// <inheritdoc/>
    public override Image? Draw(ReadOnlySpan<float> items, int columns = 0)
    {
        int length = checked(Channels * Height * Width);
        if (!HasAlpha || items.IsEmpty || items.Length % length != 0)
            return ImageGrid.Create(items, Channels, Height, Width, columns);
        // Seen as on a page: laid on the background, which the grid is in too.
        int opaque = Channels - 1;
        var flat = new byte[items.Length / Channels * opaque];
        for (int at = 0; at < items.Length / length; at++)
            Resampling.Flatten(ToImage(items.Slice(at * length, length)), Background).CopyToPlanes(flat.AsSpan(at * opaque * Height * Width, opaque * Height * Width));
        return ImageGrid.Create(flat, opaque, Height, Width, columns, background: Background);
    }
}
