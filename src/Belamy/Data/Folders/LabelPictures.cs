using Belamy.Imaging;
using Belamy.Imaging.Readers;

namespace Belamy.Data;

/// <summary>Tells maps of labels from photographs and drawings.</summary>
internal static class LabelPictures
{
    /// <summary>How many pictures of a field are looked at to tell whether they are maps of labels.</summary>
    private const int Samples = 16;

    /// <summary>The share of neighbours in a row that are of the same label, at least.</summary>
    private const double LeastAlike = 0.7;

    /// <summary>
    /// Whether pictures are maps of labels: palettes of few colours in all, where those of icons or photographs have many, or grey of small numbers; and in
    /// areas, which dark photographs and dithered ones are not.
    /// </summary>
    public static bool Are(string[] files)
    {
        var colours = new HashSet<int>();
        bool areNumbers = false;
        long alike = 0, neighbours = 0;
        int looked = Math.Min(files.Length, Samples);
        for (int at = 0; at < looked; at++)
        {
            string file = files[(int)((long)at * files.Length / looked)];
            if (PictureFile.ReadHeader(file) is not { IsIndexed: true } || Load(file) is not { } image || (image.Channels < 3 && !LabelColours.MayBeNumbers(image)))
                return false;
            areNumbers |= image.Channels >= 3 || LabelColours.HasNumbers(image);
            Image coloured = LabelColours.Apply(image);
            for (int y = 0; y < coloured.Height; y++)
            {
                ReadOnlySpan<byte> row = coloured.Row(y);
                for (int x = 0, last = -1; x < coloured.Width; x++)
                {
                    ReadOnlySpan<byte> pixel = row.Slice(x * coloured.Channels, coloured.Channels);
                    int colour = (pixel[0] << 16) | (pixel[1] << 8) | pixel[2];
                    colours.Add(colour);
                    alike += colour == last ? 1 : 0;
                    last = colour;
                }
            }

            neighbours += (long)coloured.Height * (coloured.Width - 1);
            if (colours.Count > LabelColours.Most)
                return false;
        }

        return areNumbers && alike >= LeastAlike * neighbours;

        static Image? Load(string file)
        {
            try
            {
                return Image.Load(file);
            }
            catch (BelamyException)
            {
                return null;
            }
        }
    }
}
