using Belamy.Imaging;

namespace Belamy.Tests.Imaging;

public class ScatterPlotTests
{
    // Below the legend.
    private const int PlotTop = 36;

    private static List<(int X, int Y)> Find(Image image, Func<byte, byte, byte, bool> colour)
    {
        var places = new List<(int, int)>();
        for (int y = PlotTop; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                Span<byte> pixel = image.Row(y).Slice(3 * x, 3);
                if (colour(pixel[0], pixel[1], pixel[2]))
                    places.Add((x, y));
            }
        }

        return places;
    }

    private static List<(int X, int Y)> Orange(Image image) => Find(image, (red, _, blue) => red > blue + 100);

    private static (double X, double Y) Middle(List<(int X, int Y)> places) => (places.Average(place => place.X + 0.5), places.Average(place => place.Y + 0.5));

    private static Image DrawGenerated(params float[] points)
    {
        var plot = new ScatterPlot { Bounds = (-2, 2) };
        plot.SetGenerated(points);
        return plot.Draw();
    }

    [Fact]
    public void Draw_generatedPoints_lieWhereTheyBelong()
    {
        Image image = DrawGenerated(0, 0);
        Assert.Equal((640, 640, 3), (image.Width, image.Height, image.Channels));
        (double x, double y) = Middle(Orange(image));
        // The frame is found by its colour, along the lines through the middle of the plot's upper right quarter.
        List<(int X, int Y)> frame = Find(image, (red, green, blue) => (red, green, blue) == (0xA0, 0xA6, 0xAE));
        int[] columns = [.. frame.Where(place => place.Y == (int)y - 20).Select(place => place.X)];
        int[] rows = [.. frame.Where(place => place.X == (int)x + 20).Select(place => place.Y)];
        Assert.Equal(2, columns.Length);
        Assert.Equal(2, rows.Length);
        Assert.Equal(columns[1] - columns[0], rows[1] - rows[0]);
        Assert.InRange(columns[1] - columns[0], 500, 600);
        Assert.Equal((columns[0] + columns[1]) / 2.0, x, 1.0);
        Assert.Equal((rows[0] + rows[1]) / 2.0, y, 1.0);

        (double x2, double y2) = Middle(Orange(DrawGenerated(1, 1.5f)));
        double unit = (columns[1] - columns[0]) / 4.0;
        Assert.Equal(x + unit, x2, 1.0);
        Assert.Equal(y - (1.5 * unit), y2, 1.0);
    }

    [Fact]
    public void Draw_pointsOutsideOrNotFinite_areLeftOut()
    {
        byte[] empty = DrawGenerated(float.NaN, 0).Pixels.ToArray();
        Assert.Equal(empty, DrawGenerated(0, 2.1f).Pixels.ToArray());
        Assert.Equal(empty, DrawGenerated(float.NegativeInfinity, 0).Pixels.ToArray());
        Assert.NotEqual(empty, DrawGenerated(0, 1.9f).Pixels.ToArray());
    }

    [Fact]
    public void Draw_data_areBlue_andSetTheBounds()
    {
        var plot = new ScatterPlot();
        plot.SetReal([-10, -10, 10, 10, 0, 0]);
        plot.SetGenerated([10, -10, 100, 100]);
        Image image = plot.Draw();
        List<(int X, int Y)> orange = Orange(image);
        Assert.All(orange, place => Assert.True(place.X > 520 && place.Y > 520));
        Assert.NotEmpty(orange);
        // The middle one, away from all lines and letters but those of the grid, which are light.
        List<(int X, int Y)> blue = Find(image, (red, _, blue) => blue > red + 60);
        Assert.Contains(blue, place => place.X is > 250 and < 400 && place.Y is > 250 and < 400);
    }

    [Fact]
    public void Draw_field_isBlueForRealAndOrangeForGenerated_atItsPlaces()
    {
        var plot = new ScatterPlot { Bounds = (-1, 1) };
        float[] places = plot.FieldPoints(20, 10);
        Assert.Equal(400, places.Length);
        Assert.Equal([-0.9f, 0.95f], places[..2]);
        Assert.Equal([0.9f, -0.95f], places[^2..]);
        // Real on the right of the upper half only.
        plot.SetField([.. Enumerable.Range(0, 200).Select(i => places[2 * i] > 0 && places[(2 * i) + 1] > 0 ? 5f : -5f)], 20, 10);
        Image image = plot.Draw();
        List<(int X, int Y)> blue = Find(image, (red, green, blue) => (red, green, blue) == (0xA0, 0xBD, 0xDA));
        List<(int X, int Y)> orange = Find(image, (red, green, blue) => (red, green, blue) == (0xE1, 0xB6, 0x9A));
        Assert.All(blue, place => Assert.True(place.X > 320 && place.Y < 340));
        Assert.True(blue.Count > 200 * 200);
        Assert.Equal(3.0, (double)orange.Count / blue.Count, 0.5);
    }

    [Fact]
    public void Draw_scale_changesTheTicksAlone()
    {
        Image Draw(double scale)
        {
            var plot = new ScatterPlot { Bounds = (-1, 1), Scale = scale };
            plot.SetGenerated([0.5f, 0.5f]);
            return plot.Draw();
        }

        // The plot makes room for its labels.
        (double x, double y) = Middle(Orange(Draw(1)));
        (double x7, double y7) = Middle(Orange(Draw(7)));
        Assert.Equal(x, x7, 8.0);
        Assert.Equal(y, y7, 8.0);
        Assert.NotEqual(Draw(1).Pixels.ToArray(), Draw(7).Pixels.ToArray());
    }

    [Fact]
    public void Draw_withoutPoints_orOfOnePoint_orOfWildOnes_stillDraws()
    {
        new ScatterPlot().Draw();
        var plot = new ScatterPlot { Size = 200, Title = "one" };
        plot.SetReal([3, 3]);
        plot.SetField([float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0], 2, 2);
        plot.SetGenerated([float.NaN, float.PositiveInfinity, float.MaxValue, float.MinValue]);
        plot.Draw();
    }

    [Fact]
    public void Wrong_use_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ScatterPlot().SetReal([1]));
        Assert.Throws<ArgumentException>(() => new ScatterPlot().SetGenerated([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new ScatterPlot().SetField([1, 2, 3], 2, 2));
        Assert.Throws<InvalidOperationException>(() => new ScatterPlot { Size = 100 }.Draw());
        Assert.Throws<InvalidOperationException>(() => new ScatterPlot { Bounds = (1, 1) }.Draw());
        Assert.Throws<InvalidOperationException>(() => new ScatterPlot { Bounds = (0, double.PositiveInfinity) }.Draw());
    }
}
