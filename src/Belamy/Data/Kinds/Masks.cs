using System.Globalization;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Which pixels of a picture are meant, [1, height, width]: 1 where one is, 0 elsewhere.</summary>
/// <remarks>Read from pictures: what is lighter than the middle grey is meant, and what is transparent is not. It is told before the picture is brought to the shape, and again behind.</remarks>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Width">Pixels in a row, at least 1.</param>
public sealed record Masks(int Height, int Width) : Kind
{
    /// <summary>Rows.</summary>
    public int Height { get; init; } = Extent.Require(Height, nameof(Height));

    /// <summary>Pixels in a row.</summary>
    public int Width { get; init; } = Extent.Require(Width, nameof(Width));

    /// <inheritdoc/>
    public override string Name => "masks";

    /// <inheritdoc/>
    public override Shape Shape => [1, Height, Width];

    /// <inheritdoc/>
    public override (double Low, double High)? Range => (0, 1);

    /// <inheritdoc/>
    public override string Description => $"masks of {Width}×{Height}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> FileEndings => Look.FileEndings;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReadEndings => Look.ReadEndings;

    /// <summary>What becomes of files of another shape: as the picture that it is a mask of.</summary>
    public PictureFit Fit { get; init; } = PictureFit.Crop;

    private Pictures Look => new(1, Height, Width) { Fit = Fit, Background = byte.MinValue };

    /// <summary>What a picture means, at its own size.</summary>
    /// <param name="image">The picture.</param>
    /// <returns>White where a pixel is meant, black elsewhere, in one channel.</returns>
    public static Image Sharpen(Image image)
    {
        Image grey = ChannelConversion.ToChannels(image, 1, byte.MinValue);
        var sharp = new Image(grey.Width, grey.Height, 1);
        for (int at = 0; at < grey.Pixels.Length; at++)
            sharp.Pixels[at] = grey.Pixels[at] > byte.MaxValue / 2 ? byte.MaxValue : byte.MinValue;
        return sharp;
    }

    /// <summary>The values of a mask, brought to the shape.</summary>
    /// <param name="image">A picture of any size and channels.</param>
    public float[] ToItem(Image image) => [.. Look.ToItem(Sharpen(image)).Select(value => value > 0 ? 1f : 0)];

    /// <inheritdoc/>
    public override float[] Read(string path) => ToItem(Image.Load(path));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<float> item, string path) => Look.Write(Shades(item), path);

    /// <inheritdoc/>
    public override Image? Draw(ReadOnlySpan<float> items, int columns = 0) => Look.Draw(Shades(items), columns);

    /// <summary>How much is meant.</summary>
    /// <inheritdoc/>
    public override string Tell(ReadOnlySpan<float> item)
    {
        int meant = 0;
        foreach (float value in item)
            meant += value >= 0.5f ? 1 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{100.0 * meant / item.Length:0.0} % of the picture");
    }

    private static float[] Shades(ReadOnlySpan<float> items)
    {
        var shades = new float[items.Length];
        for (int at = 0; at < items.Length; at++)
            shades[at] = items[at] >= 0.5f ? 1 : -1;
        return shades;
    }
}
