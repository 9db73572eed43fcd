namespace Belamy.Cli.Terminal;

/// <summary>How many samples are drawn in a terminal, and how far they are reduced.</summary>
/// <param name="Columns">Samples in a row.</param>
/// <param name="Rows">Rows of samples.</param>
/// <param name="Reduction">How many pixels of a sample, in each direction, become one pixel on the screen.</param>
/// <param name="TileWidth">Width of a reduced sample in pixels; one character is one pixel wide.</param>
/// <param name="TileHeight">Height of a reduced sample in pixels, even; one character is two pixels high.</param>
internal readonly record struct TileLayout(int Columns, int Rows, int Reduction, int TileWidth, int TileHeight)
{
    private const int Wanted = 8;
    private const int SmallestTile = 8;

    /// <summary>The number of samples drawn.</summary>
    public int Count => Columns * Rows;

    /// <summary>Chooses the least reduction that leaves room for eight samples, or for all there are.</summary>
    /// <param name="samples">How many samples there are, at least 1.</param>
    /// <param name="height">The height of a sample in pixels.</param>
    /// <param name="width">The width of a sample in pixels.</param>
    /// <param name="characters">The characters of a line.</param>
    /// <param name="lines">The lines to fill; none in a low terminal.</param>
    /// <returns>The layout, or null when not even one sample fits.</returns>
    public static TileLayout? Choose(int samples, int height, int width, int characters, int lines)
    {
        if (lines < 1 || characters < 1)
            return null;
        TileLayout? best = null;
        for (int reduction = 1; reduction == 1 || Math.Min(width, height) / reduction >= SmallestTile; reduction++)
        {
            int tileWidth = (width + reduction - 1) / reduction;
            int tileHeight = (height + reduction - 1) / reduction;
            tileHeight += tileHeight & 1;
            // One character lies between neighbours; rows touch, for lines are dear.
            int columns = Math.Min((characters + 1) / (tileWidth + 1), samples);
            if (columns == 0)
                continue;
            int rows = Math.Min(lines / (tileHeight / 2), samples / columns);
            if (rows == 0)
                continue;
            var layout = new TileLayout(columns, rows, reduction, tileWidth, tileHeight);
            if (best is null || layout.Count > best.Value.Count)
                best = layout;
            if (layout.Count >= Math.Min(Wanted, samples))
                break;
        }

        return best;
    }
}
