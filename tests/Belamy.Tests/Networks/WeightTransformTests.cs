using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Networks;

public sealed class WeightTransformTests
{
    // E[y²] of a leaky ReLU of slope 0.2 at N(0, gain²) is gain² (1 + 0.04) / 2, which is 1.04 at the gain of √2.
    [Fact]
    public void EqualizedLearningRate_keeps_the_second_moment_through_a_leaky_ReLU()
    {
        using var layer = new LayerUnderTest(new Sequential(new Dense(256, weight: new EqualizedLearningRate()), new LeakyReLU()), [512, 256]);
        Tensor input = Tensor.RandomNormal(Tensor.Literal(NDArray.From<int>([4], [1, 2, 3, 0])), 5, [512, 256], ElementType.Float64);
        double moment = layer.Module.Forward(new ForwardContext(), input).Square().Mean().Evaluate().AsSpan<double>()[0];
        Assert.InRange(moment, 0.99, 1.09);
    }
}
