using Belamy.Imaging;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Belamy.Cli.Terminal;

/// <summary>Samples drawn with half blocks: each character shows two pixels, one above the other.</summary>
/// <remarks>Where the terminal has no colours the picture is dithered to black and white.</remarks>
internal sealed class SamplePicture : Renderable
{
    private readonly int _width;
    private readonly int _lines;
    private readonly Color?[] _pixels;

    /// <summary>Reduces samples to a layout.</summary>
    /// <param name="samples">The samples, all of one size, grey or colour; those that the layout has no place for are left out.</param>
    /// <param name="layout">How to lay them out.</param>
    public SamplePicture(IReadOnlyList<Image> samples, TileLayout layout)
    {
        _width = layout.Columns * (layout.TileWidth + 1) - 1;
        _lines = layout.Rows * layout.TileHeight / 2;
        _pixels = new Color?[_width * _lines * 2];
        for (int i = 0; i < Math.Min(samples.Count, layout.Count); i++)
        {
            (int row, int column) = Math.DivRem(i, layout.Columns);
            Place(Resampling.Flatten(samples[i], byte.MaxValue), layout, row * layout.TileHeight, column * (layout.TileWidth + 1));
        }
    }

    /// <summary>The lines that the picture takes.</summary>
    public int Lines => _lines;

    /// <inheritdoc/>
    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(_width, _width);

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        int width = Math.Min(_width, maxWidth);
        bool colours = options.ColorSystem != ColorSystem.NoColors;
        for (int line = 0; line < _lines; line++)
        {
            for (int x = 0; x < width; x++)
            {
                Color? top = _pixels[2 * line * _width + x];
                Color? bottom = _pixels[(2 * line + 1) * _width + x];
                if (top is null || bottom is null)
                    yield return new Segment(" ");
                else if (colours)
                    yield return new Segment("▀", new Style(top, bottom));
                else
                    yield return new Segment(Dithered(top.Value, bottom.Value, x, 2 * line));
            }

            yield return Segment.LineBreak;
        }
    }

    private void Place(Image sample, TileLayout layout, int top, int left)
    {
        for (int y = 0; y < layout.TileHeight; y++)
        {
            for (int x = 0; x < layout.TileWidth; x++)
                _pixels[(top + y) * _width + left + x] = Average(sample, y * layout.Reduction, x * layout.Reduction, layout.Reduction);
        }
    }

    private static Color Average(Image sample, int top, int left, int extent)
    {
        // A row that only rounds the height up to an even number repeats the last one.
        top = Math.Min(top, sample.Height - 1);
        int bottom = Math.Min(top + extent, sample.Height);
        int right = Math.Min(left + extent, sample.Width);
        bool colour = sample.Channels >= 3;
        int red = 0, green = 0, blue = 0;
        for (int y = top; y < bottom; y++)
        {
            ReadOnlySpan<byte> row = sample.Row(y);
            for (int x = left; x < right; x++)
            {
                int at = x * sample.Channels;
                red += row[at];
                green += row[at + (colour ? 1 : 0)];
                blue += row[at + (colour ? 2 : 0)];
            }
        }

        int count = (bottom - top) * (right - left);
        return new Color((byte)(red / count), (byte)(green / count), (byte)(blue / count));
    }

    private static string Dithered(Color top, Color bottom, int x, int y) => (IsLit(top, x, y), IsLit(bottom, x, y + 1)) switch
    {
        (true, true) => "█",
        (true, false) => "▀",
        (false, true) => "▄",
        _ => " ",
    };

    private static bool IsLit(Color pixel, int x, int y)
    {
        // Bayer's 4 × 4 matrix around the middle: only middle greys become patterns, so that strokes stay solid.
        ReadOnlySpan<byte> bayer = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
        int luminance = (299 * pixel.R + 587 * pixel.G + 114 * pixel.B) / 1000;
        return luminance > 128 + (2 * bayer[(y & 3) * 4 + (x & 3)] - 15) * 3;
    }
}
