namespace Belamy.Imaging;

/// <summary>Pictures in rows, each with a line under it.</summary>
public static class CaptionedGrid
{
    private const int CapHeight = 9;
    private const int Gap = 10;
    private const int LeastSide = 96;
    private static readonly Color Paper = new(255, 255, 255);
    private static readonly Color Ink = new(40, 40, 40);

    /// <summary>Lays pictures out; small ones are enlarged by whole numbers.</summary>
    /// <param name="pictures">The pictures, at least one, of any sizes.</param>
    /// <param name="captions">What is written under each.</param>
    /// <param name="columns">Pictures in a row; 0 for what looks best.</param>
    /// <returns>A picture of three channels.</returns>
    /// <exception cref="ArgumentException">There is no picture, or not one caption for each.</exception>
    public static Image Create(IReadOnlyList<Image> pictures, IReadOnlyList<string> captions, int columns = 0)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(captions);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (pictures.Count == 0 || captions.Count != pictures.Count)
            throw new ArgumentException($"{pictures.Count} pictures take as many captions, not {captions.Count}, and there is at least one.");
        int[] scales = [.. pictures.Select(picture => Math.Max(1, LeastSide / Math.Max(picture.Width, picture.Height)))];
        int width = Enumerable.Range(0, pictures.Count).Max(at => Math.Max(pictures[at].Width * scales[at], (int)Math.Ceiling(StrokeFont.Measure(captions[at], CapHeight))));
        int height = Enumerable.Range(0, pictures.Count).Max(at => pictures[at].Height * scales[at]);
        if (columns == 0)
            columns = Math.Min(pictures.Count, Math.Max(1, (int)Math.Ceiling(Math.Sqrt(pictures.Count))));
        int rows = (pictures.Count + columns - 1) / columns;
        (int across, int down) = (width + Gap, height + CapHeight + (2 * Gap));
        var canvas = new Canvas((columns * across) + Gap, (rows * down) + Gap, Paper);
        for (int at = 0; at < pictures.Count; at++)
        {
            (int row, int column) = Math.DivRem(at, columns);
            int left = Gap + (column * across), top = Gap + (row * down);
            canvas.Draw(pictures[at], left + ((width - (pictures[at].Width * scales[at])) / 2), top, scales[at]);
            canvas.Text(captions[at], left + (width / 2f), top + height + Gap + (CapHeight / 2f), CapHeight, Ink, anchor: 0.5f);
        }

        return canvas.Image;
    }
}
