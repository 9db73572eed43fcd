namespace Belamy.Imaging;

/// <summary>Colours for the numbers that maps of labels hold: those of PASCAL VOC's palettes (Everingham et al. 2010, the development kit), by which such maps are usually seen.</summary>
internal static class LabelColours
{
    /// <summary>More labels than that are not told from shades.</summary>
    public const int Most = 64;

    /// <summary>What is none of the labels, in VOC and Cityscapes.</summary>
    private const byte Void = byte.MaxValue;

    /// <summary>Whether the shades of a grey picture may be numbers of labels: small ones and <see cref="Void"/>.</summary>
    public static bool MayBeNumbers(Image image) => image.Channels == 1 && !image.Pixels.ContainsAnyInRange((byte)Most, (byte)(Void - 1));

    /// <summary>Whether there is more in such a picture than black and white, of which drawings and masks are.</summary>
    public static bool HasNumbers(Image image) => image.Pixels.ContainsAnyInRange((byte)1, (byte)(Most - 1));

    /// <summary>A map of labels whose shades are numbers, in colours; any other as it is.</summary>
    public static Image Apply(Image image)
    {
        if (!MayBeNumbers(image))
            return image;
        var coloured = new Image(image.Width, image.Height, 3);
        for (int at = 0; at < image.Pixels.Length; at++)
        {
            (byte red, byte green, byte blue) = Of(image.Pixels[at]);
            (coloured.Pixels[3 * at], coloured.Pixels[(3 * at) + 1], coloured.Pixels[(3 * at) + 2]) = (red, green, blue);
        }

        return coloured;
    }

    /// <summary>Colours in the order of the labels whose they are; null where one of them is no label's.</summary>
    /// <param name="colours">Colours as 0xRRGGBB, each once.</param>
    public static int[]? InOrder(IReadOnlyCollection<int> colours)
    {
        int[] known = [.. Enumerable.Range(0, Most).Append(Void).Select(label => Of((byte)label)).Select(one => (one.Red << 16) | (one.Green << 8) | one.Blue).Where(colours.Contains)];
        return known.Length == colours.Count ? known : null;
    }

    /// <summary>The colour of a label: of each three bits of its number, from the lowest, one goes to red, green and blue, from their highest.</summary>
    public static (byte Red, byte Green, byte Blue) Of(byte label)
    {
        int red = 0, green = 0, blue = 0, bits = label;
        for (int place = 7; bits > 0; place--, bits >>= 3)
        {
            red |= (bits & 1) << place;
            green |= ((bits >> 1) & 1) << place;
            blue |= ((bits >> 2) & 1) << place;
        }

        return ((byte)red, (byte)green, (byte)blue);
    }
}
