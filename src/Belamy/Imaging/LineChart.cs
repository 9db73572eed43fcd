using System.Numerics;

namespace Belamy.Imaging;

/// <summary>Draws curves over a common axis, such as losses over steps.</summary>
/// <remarks>
/// A curve of many points is drawn twice: faintly as it is, and over it its running mean. The vertical axis leaves out
/// the outermost half percent of the points on either side, so that a few wild ones do not flatten the rest. Values that
/// are not finite leave a gap, and so do those that are not above 0 on logarithmic axes.
/// </remarks>
public sealed class LineChart
{
    private const int TrendFrom = 60;
    private const int TrendWindows = 40;
    private const double OutlierShare = 0.005;
    private const float TextHeight = 9;
    private const float TitleHeight = 12;

    // The palette of Okabe and Ito, which the colour-blind can tell apart.
    private static readonly Color[] Colors =
        [new(0x00, 0x72, 0xB2), new(0xD5, 0x5E, 0x00), new(0x00, 0x9E, 0x73), new(0xCC, 0x79, 0xA7), new(0xE6, 0x9F, 0x00), new(0x56, 0xB4, 0xE9)];

    private static readonly Color White = new(0xFF, 0xFF, 0xFF);
    private static readonly Color Ink = new(0x22, 0x26, 0x2B);
    private static readonly Color LabelInk = new(0x5A, 0x60, 0x68);
    private static readonly Color GridLine = new(0xE4, 0xE7, 0xEB);
    private static readonly Color AxisLine = new(0xA0, 0xA6, 0xAE);

    private readonly List<Series> _series = [];

    /// <summary>What the chart shows, above it.</summary>
    public string Title { get; set; } = "";

    /// <summary>What runs along the horizontal axis, below it.</summary>
    public string HorizontalLabel { get; set; } = "";

    /// <summary>The width of the picture in pixels, at least 200.</summary>
    public int Width { get; set; } = 960;

    /// <summary>The height of the picture in pixels, at least 150.</summary>
    public int Height { get; set; } = 540;

    /// <summary>Whether both axes are logarithmic, with ticks at powers of two: what grows by a power is a straight line.</summary>
    public bool IsLogarithmic { get; set; }

    /// <summary>Adds a curve; the values are copied.</summary>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="x">Where its points lie, rising.</param>
    /// <param name="y">Their values, as many.</param>
    /// <exception cref="ArgumentException">The two lengths differ.</exception>
    public void Add(string name, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (x.Length != y.Length)
            throw new ArgumentException($"{name}: {x.Length} places came with {y.Length} values.", nameof(y));
        _series.Add(new Series(name, x.ToArray(), y.ToArray(), Colors[_series.Count % Colors.Length]));
    }

    /// <summary>Draws the chart.</summary>
    /// <exception cref="InvalidOperationException">The picture's size is below the smallest.</exception>
    public Image Draw()
    {
        if (Width < 200 || Height < 150)
            throw new InvalidOperationException($"A chart of {Width} x {Height} pixels has no room; it needs 200 x 150.");
        var canvas = new Canvas(Width, Height, White);
        Series[] drawn = [.. IsLogarithmic ? _series.Select(series => series with { X = Positive(series.X), Y = Positive(series.Y) }) : _series];
        ChartAxis horizontal = HorizontalAxis(drawn);
        ChartAxis vertical = VerticalAxis(drawn);

        float widest = vertical.Ticks.Select(tick => StrokeFont.Measure(vertical.Label(tick), TextHeight)).DefaultIfEmpty(0).Max();
        bool header = Title.Length > 0 || _series.Count > 0;
        int left = (int)widest + 26;
        int top = header ? (Title.Length > 0 && _series.Count > 0 ? 68 : 44) : 18;
        var plot = new Plot(left, top, Width - 24, Height - (HorizontalLabel.Length > 0 ? 58 : 36), horizontal, vertical);

        DrawAxes(canvas, plot);
        foreach (Series series in drawn)
            DrawSeries(canvas, plot, series);
        if (Title.Length > 0)
            canvas.Text(Title, left, 30, TitleHeight, Ink, weight: 1.8f);
        DrawLegend(canvas, left, Title.Length > 0 ? 52 : 28);
        return canvas.Image;
    }

    private static double[] Positive(double[] values) => [.. values.Select(value => value > 0 ? value : double.NaN)];

    private ChartAxis Axis(double minimum, double maximum, int ticks, bool wholeTicks) => IsLogarithmic
        ? ChartAxis.CreateLogarithmic(minimum, maximum, ticks, wholeTicks)
        : ChartAxis.Create(minimum, maximum, ticks, wholeTicks);

    private ChartAxis HorizontalAxis(Series[] drawn)
    {
        double[] places = [.. drawn.SelectMany(series => series.X).Where(double.IsFinite)];
        return places.Length == 0
            ? ChartAxis.Create(0, 1, 5, wholeTicks: false)
            // Powers of two are short, so more of them have room.
            : Axis(places.Min(), places.Max(), Math.Max(2, Width / (IsLogarithmic ? 60 : 120)), wholeTicks: false);
    }

    private ChartAxis VerticalAxis(Series[] drawn)
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        foreach (Series series in drawn)
        {
            double[] values = [.. series.Y.Where(double.IsFinite).Order()];
            if (values.Length == 0)
                continue;
            int outliers = (int)(values.Length * OutlierShare);
            minimum = Math.Min(minimum, values[outliers]);
            maximum = Math.Max(maximum, values[^(outliers + 1)]);
        }

        return minimum <= maximum ? Axis(minimum, maximum, Math.Max(2, Height / (IsLogarithmic ? 40 : 80)), wholeTicks: true) : ChartAxis.Create(0, 1, 5, wholeTicks: true);
    }

    private void DrawAxes(Canvas canvas, Plot plot)
    {
        foreach (double tick in plot.Vertical.Ticks)
        {
            int y = (int)plot.Y(tick);
            canvas.FillRectangle(plot.Left, y, plot.Right - plot.Left, 1, GridLine);
            canvas.Text(plot.Vertical.Label(tick), plot.Left - 10, y + TextHeight / 2 + 0.5f, TextHeight, LabelInk, anchor: 1);
        }

        float end = float.NegativeInfinity;
        foreach (double tick in plot.Horizontal.Ticks)
        {
            int x = (int)plot.X(tick);
            string label = plot.Horizontal.Label(tick);
            float half = StrokeFont.Measure(label, TextHeight) / 2;
            canvas.FillRectangle(x, plot.Bottom, 1, 5, AxisLine);
            // A label keeps to the picture, and is left out where it would run into the one before.
            float middle = Math.Min(x + 0.5f, Width - half - 4);
            if (middle - half < end + 8)
                continue;
            canvas.Text(label, middle, plot.Bottom + 20, TextHeight, LabelInk, anchor: 0.5f);
            end = middle + half;
        }

        canvas.FillRectangle(plot.Left, plot.Bottom, plot.Right - plot.Left + 1, 1, AxisLine);
        if (HorizontalLabel.Length > 0)
            canvas.Text(HorizontalLabel, (plot.Left + plot.Right) / 2f, plot.Bottom + 44, TextHeight, LabelInk, anchor: 0.5f);
    }

    private static void DrawSeries(Canvas canvas, Plot plot, Series series)
    {
        bool trend = series.Y.Length >= TrendFrom;
        (int Left, int Top, int Right, int Bottom) clip = (plot.Left, plot.Top - 2, plot.Right + 2, plot.Bottom + 1);
        foreach (Vector2[] line in Lines(plot, series.X, series.Y))
            canvas.Stroke(line, trend ? 1f : 2f, series.Color, trend ? 0.28f : 1f, clip);
        if (!trend)
            return;
        foreach (Vector2[] line in Lines(plot, series.X, RunningMean(series.Y, plot.Vertical)))
            canvas.Stroke(line, 2.2f, series.Color, 1, clip);
    }

    /// <summary>The connected parts of a curve in pixels; where many points share a column, its lowest and highest stand for them.</summary>
    private static IEnumerable<Vector2[]> Lines(Plot plot, double[] x, double[] y)
    {
        var line = new List<Vector2>();
        for (int i = 0; i < x.Length;)
        {
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i]))
            {
                if (line.Count > 0)
                    yield return [.. line];
                line.Clear();
                i++;
                continue;
            }

            var column = (int)plot.X(x[i]);
            int first = i, lowest = i, highest = i;
            for (; i < x.Length && double.IsFinite(x[i]) && double.IsFinite(y[i]) && (int)plot.X(x[i]) == column; i++)
            {
                lowest = y[i] < y[lowest] ? i : lowest;
                highest = y[i] > y[highest] ? i : highest;
            }

            foreach (int point in new SortedSet<int> { first, lowest, highest, i - 1 })
                line.Add(plot.Point(x[point], y[point]));
        }

        if (line.Count > 0)
            yield return [.. line];
    }

    /// <summary>The mean over a window around each point; values that are not finite do not count.</summary>
    private static double[] RunningMean(double[] y, ChartAxis axis)
    {
        int reach = Math.Max(1, y.Length / TrendWindows / 2);
        var sums = new double[y.Length + 1];
        var counts = new int[y.Length + 1];
        for (int i = 0; i < y.Length; i++)
        {
            // Cut off at the edge of the chart, a wild value does not carry the whole window away.
            bool finite = double.IsFinite(y[i]);
            sums[i + 1] = sums[i] + (finite ? Math.Clamp(y[i], axis.Minimum, axis.Maximum) : 0);
            counts[i + 1] = counts[i] + (finite ? 1 : 0);
        }

        var means = new double[y.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int from = Math.Max(0, i - reach), to = Math.Min(y.Length, i + reach + 1);
            means[i] = double.IsFinite(y[i]) ? (sums[to] - sums[from]) / (counts[to] - counts[from]) : double.NaN;
        }

        return means;
    }

    private void DrawLegend(Canvas canvas, float left, float baseline)
    {
        float x = left;
        foreach (Series series in _series)
        {
            float y = baseline - TextHeight / 2;
            canvas.Stroke([new Vector2(x + 2, y), new Vector2(x + 20, y)], 3.5f, series.Color);
            canvas.Text(series.Name, x + 30, baseline, TextHeight, Ink);
            x += 30 + StrokeFont.Measure(series.Name, TextHeight) + 26;
        }
    }

    private sealed record Series(string Name, double[] X, double[] Y, Color Color);

    /// <summary>The rectangle that the curves are drawn in, and its axes.</summary>
    private sealed record Plot(int Left, int Top, int Right, int Bottom, ChartAxis Horizontal, ChartAxis Vertical)
    {
        public double X(double value) => Left + Horizontal.Position(value) * (Right - Left);

        public double Y(double value) => Bottom - Vertical.Position(value) * (Bottom - Top);

        // A wild value would overrun the arithmetic of pixels; far outside is far enough.
        public Vector2 Point(double x, double y) => new((float)X(x), (float)Math.Clamp(Y(y) + 0.5, -10_000, 20_000));
    }
}
