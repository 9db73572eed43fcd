using Belamy.Cli.Terminal;

namespace Belamy.Cli.Tests.Terminal;

public sealed class SparklineTests
{
    [Fact]
    public void Draw_rising_values_rises() => Assert.Equal("▁▂▃▄▅▆▇█", Sparkline.Draw([0, 1, 2, 3, 4, 5, 6, 7], 8));

    [Fact]
    public void Draw_more_values_than_width_draws_the_last() => Assert.Equal("▁█", Sparkline.Draw([9, 9, 0, 1], 2));

    [Fact]
    public void Draw_constant_values_draws_the_middle() => Assert.Equal("▅▅▅", Sparkline.Draw([2, 2, 2], 10));

    [Fact]
    public void Draw_values_that_are_no_numbers_leaves_gaps() =>
        Assert.Equal("▁ █", Sparkline.Draw([0, double.NaN, 1], 10));

    [Fact]
    public void Draw_nothing_is_empty() => Assert.Equal("", Sparkline.Draw([], 10));
}
