using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Tests;

public sealed class MovingAverageTests
{
    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.999, true)]
    [InlineData(1.0, false)]
    [InlineData(-0.001, false)]
    [InlineData(double.NaN, false)]
    public void Decay_lies_in_0_to_1_without_1(double decay, bool isFit)
    {
        using var store = new ParameterStore();
        if (isFit)
            Assert.Equal(decay, new MovingAverage(store, [], decay).Decay);
        else
            Assert.Throws<ArgumentOutOfRangeException>(() => new MovingAverage(store, [], decay));
    }
}
