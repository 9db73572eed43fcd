using System.Globalization;
using Belamy.Imaging;
using Belamy.Imaging.Readers;
using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>What each pixel of a picture shows, [1, height, width]: the number of a label, from 0.</summary>
/// <remarks>Read from pictures with a colour for each label; a colour that is none of them counts as the nearest. No label is mixed of others when a file is brought to the shape.</remarks>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Width">Pixels in a row, at least 1.</param>
/// <param name="Colours">The colour of each label, such as <c>#c08040</c>, in the order of their numbers; at least one.</param>
public sealed record SegmentationMaps(int Height, int Width, params IReadOnlyList<string> Colours) : Kind
{
    private const int Channels = 3;

    /// <summary>Rows.</summary>
    public int Height { get; init; } = Extent.Require(Height, nameof(Height));

    /// <summary>Pixels in a row.</summary>
    public int Width { get; init; } = Extent.Require(Width, nameof(Width));

    /// <summary>The colour of each label, in the order of their numbers.</summary>
    public IReadOnlyList<string> Colours { get; init; } = [.. NameList.Require(Colours, nameof(Colours)).Select(colour => Text(Packed(colour)))];

    /// <inheritdoc/>
    public override string Name => "segmentation-maps";

    /// <inheritdoc/>
    public override Shape Shape => [1, Height, Width];

    /// <inheritdoc/>
    public override (double Low, double High)? Range => (0, Colours.Count - 1);

    /// <inheritdoc/>
    public override string Description => $"{Width}×{Height} maps of {Counted.Of(Colours.Count, "label")}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> FileEndings => [".png"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReadEndings => PictureFile.Endings;

    /// <summary>What becomes of files of another shape: as the picture that it is a map of.</summary>
    public PictureFit Fit { get; init; } = PictureFit.Crop;

    private Pictures Look => new(Channels, Height, Width) { Fit = Fit, AreLabels = true };

    /// <summary>The numbers of a map, brought to the shape.</summary>
    /// <param name="image">A picture of any size and channels.</param>
    public float[] ToItem(Image image)
    {
        int[] colours = [.. Colours.Select(Packed)];
        var planes = new byte[Channels * Height * Width];
        PixelConversion.ToBytes(Look.ToItem(image), planes);
        var item = new float[Height * Width];
        for (int at = 0; at < item.Length; at++)
            item[at] = Nearest(colours, ColourAt(planes, at, item.Length));
        return item;
    }

    /// <inheritdoc/>
    public override float[] Read(string path) => ToItem(Image.Load(path));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<float> item, string path) => Look.Write(Shades(item), path);

    /// <inheritdoc/>
    public override Image? Draw(ReadOnlySpan<float> items, int columns = 0) => Look.Draw(Shades(items), columns);

    /// <summary>How many labels are seen, and how much the one of most pixels takes.</summary>
    /// <inheritdoc/>
    public override string Tell(ReadOnlySpan<float> item)
    {
        var counts = new int[Colours.Count];
        foreach (float value in item)
            counts[LabelOf(value)]++;
        int most = Array.IndexOf(counts, counts.Max());
        return string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(counts.Count(count => count > 0), "label")}, {100.0 * counts[most] / item.Length:0.0} % {Colours[most]}");
    }

    /// <summary>Whether these are maps of one size with the same labels.</summary>
    /// <param name="other">Other maps.</param>
    public bool Equals(SegmentationMaps? other) => other is not null && (Height, Width, Fit) == (other.Height, other.Width, other.Fit) && Colours.SequenceEqual(other.Colours);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Height, Width, Fit, NameList.Hash(Colours));

    /// <summary>The colour of a pixel, as 0xRRGGBB.</summary>
    /// <param name="map">A map by channels, one or three.</param>
    /// <param name="at">The pixel.</param>
    /// <param name="area">Pixels of the map.</param>
    internal static int ColourAt(ReadOnlySpan<byte> map, int at, int area) => map.Length == area ? map[at] * 0x010101 : (map[at] << 16) | (map[area + at] << 8) | map[(2 * area) + at];

    /// <summary>The place of the colour that differs least from one, by the sum of squares of its levels.</summary>
    internal static int Nearest(int[] colours, int colour)
    {
        return Array.IndexOf(colours, colours.MinBy(other => Square(16, other) + Square(8, other) + Square(0, other)));

        int Square(int shift, int other)
        {
            int difference = ((other >> shift) & 255) - ((colour >> shift) & 255);
            return difference * difference;
        }
    }

    /// <summary>A colour as it is written.</summary>
    internal static string Text(int colour) => $"#{colour:x6}";

    private static int Packed(string colour) =>
        colour is ['#', .. { Length: 6 } digits] && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new ArgumentException($"'{colour}' is no colour; write one such as #c08040.", nameof(colour));

    private int LabelOf(float value) => (int)Math.Clamp(MathF.Round(value), 0, Colours.Count - 1);

    private float[] Shades(ReadOnlySpan<float> items)
    {
        int[] colours = [.. Colours.Select(Packed)];
        int area = Height * Width;
        var levels = new byte[Channels * items.Length];
        for (int at = 0; at < items.Length; at++)
        {
            int colour = colours[LabelOf(items[at])], first = (at / area * Channels * area) + (at % area);
            (levels[first], levels[first + area], levels[first + (2 * area)]) = ((byte)(colour >> 16), (byte)(colour >> 8), (byte)colour);
        }

        var shades = new float[levels.Length];
        PixelConversion.ToFloats(levels, shades);
        return shades;
    }
}
