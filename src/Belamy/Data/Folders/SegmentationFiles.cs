using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Data;

/// <summary>Maps of labels that were decoded as pictures, as numbers of labels.</summary>
internal static class SegmentationFiles
{
    /// <summary>The colours of maps: in the order of PASCAL VOC's palette where all are of it, which is that of their numbers where files hold numbers; else in that of their levels.</summary>
    /// <param name="path">What holds them, for errors.</param>
    /// <param name="maps">The maps by channels; null where one could not be read.</param>
    /// <param name="area">Pixels of a map.</param>
    /// <exception cref="BelamyException">There are more than labels have.</exception>
    public static int[] ColoursOf(string path, IEnumerable<byte[]?> maps, int area)
    {
        var colours = new SortedSet<int>();
        foreach (byte[] map in maps.OfType<byte[]>())
        {
            for (int at = 0, last = -1; at < area; at++)
            {
                int colour = SegmentationMaps.ColourAt(map, at, area);
                if (colour != last)
                    colours.Add(colour);
                last = colour;
            }

            if (colours.Count > LabelColours.Most)
                throw new BelamyException($"{path}: its maps have more than {LabelColours.Most} colours, so they are no maps of labels; give PNG files with one colour for each label");
        }

        return LabelColours.InOrder(colours) ?? [.. colours];
    }

    /// <summary>Numbers of labels; a colour that is none of theirs counts as the nearest.</summary>
    /// <param name="field">What the field is called.</param>
    /// <param name="rows">The maps that could be read.</param>
    /// <param name="maps">The maps by channels; null where one could not be read.</param>
    /// <param name="size">Their size.</param>
    /// <param name="colours">The colours of the labels.</param>
    public static ByteColumn Gather(string field, Rows rows, byte[]?[] maps, PictureSize size, int[] colours)
    {
        Dictionary<int, byte> labels = colours.Select((colour, label) => (colour, label)).ToDictionary(pair => pair.colour, pair => (byte)pair.label);
        var numbers = new PixelStore(rows.Count, size.Area);
        int to = 0;
        foreach (byte[] map in maps.OfType<byte[]>())
        {
            Span<byte> item = numbers[to++];
            for (int at = 0; at < item.Length; at++)
            {
                int colour = SegmentationMaps.ColourAt(map, at, size.Area);
                if (!labels.TryGetValue(colour, out byte label))
                    labels.Add(colour, label = (byte)SegmentationMaps.Nearest(colours, colour));
                item[at] = label;
            }
        }

        var kind = new SegmentationMaps(size.Height, size.Width, [.. colours.Select(SegmentationMaps.Text)]);
        return new ByteColumn(new Field(field, kind), rows, numbers, 0, byte.MaxValue);
    }
}
