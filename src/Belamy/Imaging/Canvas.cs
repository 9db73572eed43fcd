using System.Numerics;
using System.Runtime.CompilerServices;

namespace Belamy.Imaging;

/// <summary>An opaque colour.</summary>
internal readonly record struct Color(byte Red, byte Green, byte Blue);

/// <summary>Draws anti-aliased lines, rectangles and text on a picture.</summary>
internal sealed class Canvas
{
    private readonly float[] _coverage;

    public Canvas(int width, int height, Color background)
    {
        Image = new Image(width, height, 3);
        _coverage = new float[width * height];
        FillRectangle(0, 0, width, height, background);
    }

    public Image Image { get; }

    /// <summary>Lays a picture down, which must lie within; grey becomes grey, alpha is left out.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="left">Where its left edge comes to lie.</param>
    /// <param name="top">Where its upper edge comes to lie.</param>
    /// <param name="scale">Pixels that each of its own becomes, in both directions.</param>
    public void Draw(Image picture, int left, int top, int scale = 1)
    {
        for (int y = 0; y < picture.Height * scale; y++)
        {
            ReadOnlySpan<byte> source = picture.Row(y / scale);
            Span<byte> target = Image.Row(top + y)[(3 * left)..];
            for (int x = 0; x < picture.Width * scale; x++)
            {
                for (int channel = 0; channel < 3; channel++)
                    target[(3 * x) + channel] = source[(x / scale * picture.Channels) + (picture.Channels >= 3 ? channel : 0)];
            }
        }
    }

    /// <summary>Fills a rectangle, whole pixels only; what lies outside the picture is left out.</summary>
    public void FillRectangle(int left, int top, int width, int height, Color color)
    {
        for (int y = Math.Max(0, top); y < Math.Min(Image.Height, top + height); y++)
        {
            for (int x = Math.Max(0, left); x < Math.Min(Image.Width, left + width); x++)
                Blend(x, y, color, 1);
        }
    }

    /// <summary>Draws connected lines with round ends and joints as one stroke, so that no pixel is covered twice.</summary>
    /// <param name="points">The corners, in pixels; (0.5, 0.5) is the middle of the first pixel.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="color">The colour.</param>
    /// <param name="opacity">From 0 to 1.</param>
    /// <param name="clip">Pixels outside this rectangle stay as they are; null for the whole picture.</param>
    public void Stroke(ReadOnlySpan<Vector2> points, float width, Color color, float opacity = 1, (int Left, int Top, int Right, int Bottom)? clip = null)
    {
        if (points.IsEmpty)
            return;
        (int left, int top, int right, int bottom) = clip ?? (0, 0, Image.Width, Image.Height);
        float radius = width / 2;
        (int Left, int Top, int Right, int Bottom) touched = (right, bottom, left, top);
        for (int i = 0; i < Math.Max(1, points.Length - 1); i++)
        {
            Vector2 a = points[i], b = points[Math.Min(i + 1, points.Length - 1)];
            int x0 = Math.Max(left, (int)(Math.Min(a.X, b.X) - radius - 1));
            int x1 = Math.Min(right, (int)(Math.Max(a.X, b.X) + radius + 2));
            int y0 = Math.Max(top, (int)(Math.Min(a.Y, b.Y) - radius - 1));
            int y1 = Math.Min(bottom, (int)(Math.Max(a.Y, b.Y) + radius + 2));
            touched = (Math.Min(touched.Left, x0), Math.Min(touched.Top, y0), Math.Max(touched.Right, x1), Math.Max(touched.Bottom, y1));
            Cover(a, b, radius, x0, y0, x1, y1);
        }

        for (int y = touched.Top; y < touched.Bottom; y++)
        {
            Span<float> row = _coverage.AsSpan(y * Image.Width, Image.Width);
            for (int x = touched.Left; x < touched.Right; x++)
            {
                if (row[x] > 0)
                    Blend(x, y, color, row[x] * opacity);
                row[x] = 0;
            }
        }
    }

    /// <summary>Writes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">Where it begins, ends or has its middle, by <paramref name="anchor"/>.</param>
    /// <param name="baseline">Where the letters stand.</param>
    /// <param name="capHeight">The height of capitals in pixels.</param>
    /// <param name="color">The colour.</param>
    /// <param name="anchor">0 when the text begins at <paramref name="x"/>, 0.5 for its middle, 1 for its end.</param>
    /// <param name="weight">The width of the strokes in pixels.</param>
    public void Text(string text, float x, float baseline, float capHeight, Color color, float anchor = 0, float weight = 1.25f)
    {
        float left = x - anchor * StrokeFont.Measure(text, capHeight);
        foreach (Vector2[] stroke in StrokeFont.Strokes(text, left, baseline, capHeight))
            Stroke(stroke, weight, color);
    }

    // A chart is drawn between the moves of a game, and not often enough for tiering to come to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cover(Vector2 a, Vector2 b, float radius, int x0, int y0, int x1, int y1)
    {
        Vector2 along = b - a;
        float lengthSquared = along.LengthSquared();
        for (int y = y0; y < y1; y++)
        {
            for (int x = x0; x < x1; x++)
            {
                Vector2 from = new Vector2(x + 0.5f, y + 0.5f) - a;
                float t = lengthSquared > 0 ? Math.Clamp(Vector2.Dot(from, along) / lengthSquared, 0, 1) : 0;
                float coverage = Math.Clamp(radius + 0.5f - (from - t * along).Length(), 0, 1);
                ref float pixel = ref _coverage[y * Image.Width + x];
                pixel = Math.Max(pixel, coverage);
            }
        }
    }

    private void Blend(int x, int y, Color color, float opacity)
    {
        Span<byte> pixel = Image.Row(y).Slice(3 * x, 3);
        pixel[0] = Mix(pixel[0], color.Red, opacity);
        pixel[1] = Mix(pixel[1], color.Green, opacity);
        pixel[2] = Mix(pixel[2], color.Blue, opacity);
    }

    private static byte Mix(byte below, byte above, float opacity) => (byte)(below + (above - below) * opacity + 0.5f);
}
