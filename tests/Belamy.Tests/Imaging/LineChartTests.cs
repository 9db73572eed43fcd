using Belamy.Imaging;

namespace Belamy.Tests.Imaging;

public class LineChartTests
{
    private static readonly byte[] FirstColor = [0x00, 0x72, 0xB2];

    private static int CountPixels(Image image, ReadOnlySpan<byte> color, int left = 0, int top = 0, int right = int.MaxValue, int bottom = int.MaxValue)
    {
        int count = 0;
        for (int y = top; y < Math.Min(bottom, image.Height); y++)
        {
            for (int x = left; x < Math.Min(right, image.Width); x++)
                count += image.Row(y).Slice(3 * x, 3).SequenceEqual(color) ? 1 : 0;
        }

        return count;
    }

    [Fact]
    public void Draw_rising_line_goes_from_bottom_left_to_top_right()
    {
        var chart = new LineChart { Width = 400, Height = 300 };
        chart.Add("a", [0, 1], [0, 1]);
        Image image = chart.Draw();
        Assert.Equal((400, 300, 3), (image.Width, image.Height, image.Channels));
        // The legend lies in the top 40 rows.
        Assert.True(CountPixels(image, FirstColor, 0, 200, 150) > 20);
        Assert.True(CountPixels(image, FirstColor, 300, 40, 400, 120) > 20);
        Assert.Equal(0, CountPixels(image, FirstColor, 0, 40, 150, 150));
        Assert.Equal(0, CountPixels(image, FirstColor, 300, 180));
    }

    [Fact]
    public void Draw_without_points_or_with_values_that_are_not_finite_still_draws()
    {
        new LineChart().Draw();
        var chart = new LineChart { Title = "none" };
        chart.Add("empty", [], []);
        chart.Add("not finite", [0, 1, 2], [double.NaN, double.PositiveInfinity, double.NegativeInfinity]);
        chart.Add("one", [5], [3]);
        chart.Add("huge", [0, 1, 2], [1e300, -1e300, 0]);
        Image image = chart.Draw();
        Assert.True(CountPixels(image, [0xE4, 0xE7, 0xEB]) > 0);
    }

    [Fact]
    public void Draw_a_wild_value_does_not_flatten_the_rest()
    {
        double[] x = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        double[] y = [.. x.Select(value => Math.Sin(value / 100))];
        double[] wild = [.. y];
        wild[500] = 1e6;
        var calm = new LineChart();
        calm.Add("a", x, y);
        var upset = new LineChart();
        upset.Add("a", x, wild);
        int expected = CountPixels(calm.Draw(), FirstColor, 0, 200);
        Assert.InRange(CountPixels(upset.Draw(), FirstColor, 0, 200), 0.8 * expected, 1.2 * expected);
    }

    [Fact]
    public void Draw_on_logarithmic_axes_makes_a_power_straight_and_leaves_out_what_is_not_above_0()
    {
        var plain = new LineChart { IsLogarithmic = true };
        plain.Add("cube", [1, 1024], [1, 1L << 30]);
        var chart = new LineChart { IsLogarithmic = true };
        double[] x = [1, 2, 8, 64, 512, 1024];
        chart.Add("cube", [0, .. x], [8, .. x.Select(value => value * value * value)]);
        // The same line through more points: what differs is the rounding of its pixels.
        int expected = CountPixels(plain.Draw(), FirstColor, 0, 60);
        Assert.InRange(CountPixels(chart.Draw(), FirstColor, 0, 60), 0.95 * expected, 1.05 * expected);
        Assert.True(CountPixels(chart.Draw(), FirstColor, 440, 200, 600, 360) > 20);
    }

    [Theory]
    [InlineData(1, 512, 9, "1 2 4 8 16 32 64 128 256 512")]
    [InlineData(0.3, 5, 8, "0.25 0.5 1 2 4 8")]
    [InlineData(1, 1024, 5, "1 4 16 64 256 1,024")]
    [InlineData(4, 4, 5, "2 4 8")]
    public void Logarithmic_axis_has_ticks_at_powers_of_two(double minimum, double maximum, int ticks, string labels)
    {
        ChartAxis axis = ChartAxis.CreateLogarithmic(minimum, maximum, ticks, wholeTicks: true);
        Assert.Equal(labels, string.Join(' ', axis.Ticks.Select(axis.Label)));
        Assert.Equal(0.5, axis.Position(Math.Sqrt(axis.Minimum * axis.Maximum)), 1e-12);
    }

    [Fact]
    public void Draw_wrong_use_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new LineChart().Add("a", [1], [1, 2]));
        Assert.Throws<InvalidOperationException>(() => new LineChart { Width = 100 }.Draw());
    }

    [Theory]
    [InlineData(0, 1, 5, 0.2, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 3998, 8, 500, "0 500 1,000 1,500 2,000 2,500 3,000 3,500 4,000")]
    [InlineData(-0.3, 0.21, 5, 0.2, "-0.4 -0.2 0.0 0.2 0.4")]
    [InlineData(2, 2, 4, 0.1, "1.8 1.9 2.0 2.1 2.2")]
    public void Axis_ticks_are_round_numbers(double minimum, double maximum, int ticks, double step, string labels)
    {
        ChartAxis axis = ChartAxis.Create(minimum, maximum, ticks, wholeTicks: true);
        Assert.Equal(step, axis.Step, 1e-12);
        Assert.Equal(labels, string.Join(' ', axis.Ticks.Select(axis.Label)));
    }

    [Fact]
    public void Font_has_every_letter_that_charts_use()
    {
        foreach (char letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;-+=_()[]/%<>'\"!?*#|")
            Assert.True(StrokeFont.Has(letter), letter.ToString());
        Assert.True(StrokeFont.Measure("mm", 10) > StrokeFont.Measure("ii", 10));
        Assert.Equal(2 * StrokeFont.Measure("wide", 10), StrokeFont.Measure("wide", 20), 1e-3);
    }
}
