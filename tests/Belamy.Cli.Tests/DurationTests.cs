namespace Belamy.Cli.Tests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("60s", 60)]
    [InlineData("5m", 300)]
    [InlineData("5min", 300)]
    [InlineData("1.5h", 5400)]
    [InlineData("1h30m", 5400)]
    [InlineData("1h 30m 5s", 5405)]
    [InlineData("2 hours", 7200)]
    [InlineData("1d", 86400)]
    [InlineData("250ms", 0.25)]
    public void TryParse_number_with_unit_reads_seconds(string text, double seconds)
    {
        Assert.True(Duration.TryParse(text, out TimeSpan duration));
        Assert.Equal(seconds, duration.TotalSeconds, tolerance: 1e-6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("60")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("0s")]
    [InlineData("5x")]
    [InlineData("1.2.3s")]
    [InlineData("30m1h")]
    [InlineData("5s5s")]
    [InlineData("1e3s")]
    [InlineData("9999999h")]
    public void TryParse_anything_else_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));
}
