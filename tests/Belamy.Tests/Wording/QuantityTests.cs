namespace Belamy.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(9_940, "9.9 kB")]
    [InlineData(12_345, "12 kB")]
    [InlineData(999_700, "1.0 MB")]
    [InlineData(6_400_000_000, "6.4 GB")]
    public void Bytes_uses_the_unit_that_keeps_it_short(long bytes, string text) => Assert.Equal(text, Quantity.Bytes(bytes));

    [Theory]
    [InlineData(0, "0 classes")]
    [InlineData(1, "1 class")]
    [InlineData(2000, "2,000 classes")]
    public void Count_is_in_the_singular_where_it_is_one(long value, string text) => Assert.Equal(text, Quantity.Count(value, "class", "classes"));

    [Theory]
    [InlineData(-3, "0:00")]
    [InlineData(7.4, "0:07")]
    [InlineData(59.6, "1:00")]
    [InlineData(725, "12:05")]
    [InlineData(3725, "1:02:05")]
    public void Clock_rounds_to_seconds(double seconds, string text) => Assert.Equal(text, Quantity.Clock(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.6931, "0.693")]
    [InlineData(-12.5, "-12.500")]
    [InlineData(1234567, "1.23e+6")]
    [InlineData(double.NaN, "NaN")]
    public void Loss_stays_short(double loss, string text) => Assert.Equal(text, Quantity.Loss(loss));

    [Fact]
    public void Extents_puts_a_sign_between() => Assert.Equal("1 × 28 × 28", Quantity.Extents([1, 28, 28]));
}
