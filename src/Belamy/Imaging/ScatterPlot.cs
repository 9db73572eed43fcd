using System.Numerics;

namespace Belamy.Imaging;

/// <summary>Draws points of the plane over common, square axes: the data's, a generator's, and behind them what a discriminator says.</summary>
/// <remarks>
/// Colours are those of the studio's game: blue for the data and for what the discriminator takes for real, orange for what is
/// generated and for what it takes for that; white lies between. The points of the data are small, those of the generator larger.
/// Points outside the axes, and points that are not finite, are left out.
/// </remarks>
public sealed class ScatterPlot
{
    private const float TextHeight = 9;
    private const float TitleHeight = 12;
    private const float LegendGap = 22;
    private const double Margin = 0.08;
    private const int MostTicks = 8;

    private static readonly Color White = new(0xFF, 0xFF, 0xFF);
    private static readonly Color Ink = new(0x22, 0x26, 0x2B);
    private static readonly Color LabelInk = new(0x5A, 0x60, 0x68);
    private static readonly Color GridLine = new(0xE4, 0xE7, 0xEB);
    private static readonly Color AxisLine = new(0xA0, 0xA6, 0xAE);

    // Blue and orange, which the colour-blind can tell apart; the field's ends are the same, paled to 42 %.
    private static readonly Color RealColor = new(0x1D, 0x63, 0xA6);
    private static readonly Color GeneratedColor = new(0xB8, 0x50, 0x0F);
    private static readonly Color FieldHigh = new(0xA0, 0xBD, 0xDA);
    private static readonly Color FieldLow = new(0xE1, 0xB6, 0x9A);

    private float[] _real = [];
    private float[] _generated = [];
    private float[] _field = [];
    private int _fieldHeight;
    private int _fieldWidth;

    /// <summary>What the picture shows, above it.</summary>
    public string Title { get; set; } = "";

    /// <summary>The width and height of the picture in pixels, at least 200.</summary>
    public int Size { get; set; } = 640;

    /// <summary>The axes: each coordinate runs from the first number to the second. Null fits them about the data's points, or about the generated ones where there are no data.</summary>
    public (double Minimum, double Maximum)? Bounds { get; set; }

    /// <summary>What the coordinates are multiplied by for the numbers on the axes, to give native units of normalized data.</summary>
    public double Scale { get; set; } = 1;

    /// <summary>Sets the data's points; the values are copied.</summary>
    /// <param name="points">[count, 2]: x and y of each.</param>
    /// <exception cref="ArgumentException">The number of values is odd.</exception>
    public void SetReal(ReadOnlySpan<float> points) => _real = Pairs(points);

    /// <summary>Sets the generator's points; the values are copied.</summary>
    /// <param name="points">[count, 2]: x and y of each.</param>
    /// <exception cref="ArgumentException">The number of values is odd.</exception>
    public void SetGenerated(ReadOnlySpan<float> points) => _generated = Pairs(points);

    /// <summary>Sets what the discriminator says of the places of <see cref="FieldPoints"/>; the values are copied.</summary>
    /// <param name="values">[height, width], the first row at the top; from -1, generated, to 1, real. What lies outside is clamped, NaN is left white.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Values in a row, at least 1.</param>
    /// <exception cref="ArgumentException">The number of values is another.</exception>
    public void SetField(ReadOnlySpan<float> values, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (values.Length != (long)height * width)
            throw new ArgumentException($"A field of {height} x {width} does not have {values.Length} values.", nameof(values));
        (_field, _fieldHeight, _fieldWidth) = (values.ToArray(), height, width);
    }

    /// <summary>The places at which a field is to be evaluated for <see cref="SetField"/>: the middles of its cells, of the bounds that the picture will have.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Places in a row, at least 1.</param>
    /// <returns>[height · width, 2]: x and y of each place, the first row at the top.</returns>
    public float[] FieldPoints(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (double minimum, double maximum) = ActualBounds();
        double extent = maximum - minimum;
        var places = new float[checked(2 * height * width)];
        for (int i = 0; i < height * width; i++)
        {
            places[2 * i] = (float)(minimum + (extent * ((i % width) + 0.5) / width));
            places[(2 * i) + 1] = (float)(maximum - (extent * ((i / width) + 0.5) / height));
        }

        return places;
    }

    /// <summary>Draws the picture.</summary>
    /// <exception cref="InvalidOperationException">The picture's size is below the smallest, or the bounds have no extent.</exception>
    public Image Draw()
    {
        if (Size < 200)
            throw new InvalidOperationException($"A plot of {Size} x {Size} pixels has no room; it needs 200 x 200.");
        (double minimum, double maximum) = ActualBounds();
        if (!(maximum > minimum) || !double.IsFinite(maximum - minimum))
            throw new InvalidOperationException($"The axes cannot run from {minimum} to {maximum}.");
        ChartAxis axis = ChartAxis.Create(minimum * Scale, maximum * Scale, Math.Clamp(Size / 80, 2, MostTicks), wholeTicks: false);
        var canvas = new Canvas(Size, Size, White);

        float widest = axis.Ticks.Select(tick => StrokeFont.Measure(axis.Label(tick), TextHeight)).DefaultIfEmpty(0).Max();
        int left = Math.Max((int)widest + 22, 40);
        int top = Title.Length > 0 ? 62 : 40;
        // As much room beside it as above and below, so that the plot is square and stands in the middle of what is left.
        int side = Math.Min(Size - left - 20, Size - top - 36);
        var plot = new Plot(left + ((Size - left - 20 - side) / 2), top, side, minimum, maximum);

        DrawField(canvas, plot);
        DrawAxes(canvas, plot, axis);
        // The more there are, the fainter each, so that dense places still show their shape.
        float opacity = (float)Math.Clamp(Math.Sqrt(750.0 / Math.Max(1, _real.Length / 2)), 0.2, 0.9);
        DrawPoints(canvas, plot, _real, 1.8f, RealColor, opacity);
        DrawPoints(canvas, plot, _generated, 3f, GeneratedColor, 0.8f);
        if (Title.Length > 0)
            canvas.Text(Title, plot.Left, 26, TitleHeight, Ink, weight: 1.8f);
        DrawLegend(canvas, plot.Left, top - 14);
        return canvas.Image;
    }

    private (double Minimum, double Maximum) ActualBounds()
    {
        if (Bounds is { } bounds)
            return bounds;
        float[] finite = [.. (_real.Length > 0 ? _real : _generated).Where(float.IsFinite)];
        if (finite.Length == 0)
            return (-1, 1);
        double minimum = finite.Min(), maximum = finite.Max();
        double margin = maximum > minimum ? Margin * (maximum - minimum) : 1;
        return (minimum - margin, maximum + margin);
    }

    private void DrawField(Canvas canvas, Plot plot)
    {
        if (_field.Length == 0)
            return;
        for (int y = 0; y < plot.Side; y++)
        {
            Span<byte> row = canvas.Image.Row(plot.Top + y).Slice(3 * plot.Left, 3 * plot.Side);
            for (int x = 0; x < plot.Side; x++)
            {
                float value = FieldAt((x + 0.5f) / plot.Side, (y + 0.5f) / plot.Side);
                Color end = value < 0 ? FieldLow : FieldHigh;
                float share = float.IsNaN(value) ? 0 : MathF.Min(MathF.Abs(value), 1);
                row[3 * x] = Mix(end.Red, share);
                row[(3 * x) + 1] = Mix(end.Green, share);
                row[(3 * x) + 2] = Mix(end.Blue, share);
            }
        }

        static byte Mix(byte end, float share) => (byte)(byte.MaxValue + ((end - byte.MaxValue) * share) + 0.5f);
    }

    /// <summary>The field between the middles of its cells, by linear interpolation.</summary>
    private float FieldAt(float x, float y)
    {
        float column = Math.Clamp((x * _fieldWidth) - 0.5f, 0, _fieldWidth - 1);
        float row = Math.Clamp((y * _fieldHeight) - 0.5f, 0, _fieldHeight - 1);
        int left = (int)column, above = (int)row;
        int right = Math.Min(left + 1, _fieldWidth - 1), below = Math.Min(above + 1, _fieldHeight - 1);
        return float.Lerp(
            float.Lerp(Cell(above, left), Cell(above, right), column - left),
            float.Lerp(Cell(below, left), Cell(below, right), column - left),
            row - above);

        // An infinite value would make NaN of its neighbourhood.
        float Cell(int y, int x) => Math.Clamp(_field[(y * _fieldWidth) + x], -1, 1);
    }

    private void DrawAxes(Canvas canvas, Plot plot, ChartAxis axis)
    {
        foreach (double tick in axis.Ticks)
        {
            var at = (int)(axis.Position(tick) * plot.Side);
            int x = plot.Left + at, y = plot.Top + plot.Side - at;
            if (_field.Length == 0)
            {
                canvas.FillRectangle(x, plot.Top, 1, plot.Side, GridLine);
                canvas.FillRectangle(plot.Left, y, plot.Side, 1, GridLine);
            }

            canvas.FillRectangle(x, plot.Top + plot.Side, 1, 5, AxisLine);
            canvas.FillRectangle(plot.Left - 5, y, 5, 1, AxisLine);
            canvas.Text(axis.Label(tick), x + 0.5f, plot.Top + plot.Side + 20, TextHeight, LabelInk, anchor: 0.5f);
            canvas.Text(axis.Label(tick), plot.Left - 10, y + (TextHeight / 2) + 0.5f, TextHeight, LabelInk, anchor: 1);
        }

        canvas.FillRectangle(plot.Left, plot.Top, plot.Side, 1, AxisLine);
        canvas.FillRectangle(plot.Left, plot.Top + plot.Side, plot.Side + 1, 1, AxisLine);
        canvas.FillRectangle(plot.Left, plot.Top, 1, plot.Side, AxisLine);
        canvas.FillRectangle(plot.Left + plot.Side, plot.Top, 1, plot.Side, AxisLine);
    }

    private static void DrawPoints(Canvas canvas, Plot plot, float[] points, float width, Color color, float opacity)
    {
        (int Left, int Top, int Right, int Bottom) clip = (plot.Left + 1, plot.Top + 1, plot.Left + plot.Side, plot.Top + plot.Side);
        for (int i = 0; i < points.Length; i += 2)
        {
            // Written so that NaN fails.
            if (plot.Holds(points[i]) && plot.Holds(points[i + 1]))
                canvas.Stroke([plot.At(points[i], points[i + 1])], width, color, opacity, clip);
        }
    }

    private void DrawLegend(Canvas canvas, float left, float baseline)
    {
        float x = left, middle = baseline - (TextHeight / 2);
        if (_real.Length > 0)
            Dots("data", 1.8f, RealColor);
        if (_generated.Length > 0)
            Dots("generated", 3f, GeneratedColor);
        if (_field.Length > 0)
        {
            Patch("judged generated", FieldLow);
            Patch("judged real", FieldHigh);
        }

        // Three as they lie in the plot: one alone would be hard to see.
        void Dots(string name, float width, Color color)
        {
            canvas.Stroke([new Vector2(x + 2, middle + 2)], width, color);
            canvas.Stroke([new Vector2(x + 6, middle - 2)], width, color);
            canvas.Stroke([new Vector2(x + 10, middle + 1)], width, color);
            Name(name);
        }

        void Patch(string name, Color color)
        {
            canvas.FillRectangle((int)x, (int)middle - 5, 12, 11, AxisLine);
            canvas.FillRectangle((int)x + 1, (int)middle - 4, 10, 9, color);
            Name(name);
        }

        void Name(string name)
        {
            canvas.Text(name, x + 19, baseline, TextHeight, Ink);
            x += 19 + StrokeFont.Measure(name, TextHeight) + LegendGap;
        }
    }

    private static float[] Pairs(ReadOnlySpan<float> points) => points.Length % 2 == 0
        ? points.ToArray()
        : throw new ArgumentException($"{points.Length} values are not a whole number of points.", nameof(points));

    /// <summary>The square that points are drawn in.</summary>
    private sealed record Plot(int Left, int Top, int Side, double Minimum, double Maximum)
    {
        public bool Holds(float value) => value >= Minimum && value <= Maximum;

        public Vector2 At(float x, float y) => new(
            (float)(Left + ((x - Minimum) / (Maximum - Minimum) * Side)),
            (float)(Top + ((Maximum - y) / (Maximum - Minimum) * Side)));
    }
}
