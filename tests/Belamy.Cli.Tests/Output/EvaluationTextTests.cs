using Belamy.Cli.Output;

namespace Belamy.Cli.Tests.Output;

public sealed class EvaluationTextTests
{
    [Theory]
    [InlineData(double.NaN, "-")]
    [InlineData(0, "0")]
    [InlineData(25, "25")]
    [InlineData(26000, "26,000")]
    [InlineData(2.0794, "2.0794")]
    [InlineData(-12.345, "-12.35")]
    [InlineData(412.34, "412.3")]
    [InlineData(1234.5, "1,234")]
    [InlineData(0.00001234, "1.23e-5")]
    public void Number_is_short_whatever_its_size(double value, string expected) => Assert.Equal(expected, EvaluationText.Number(value));
}
