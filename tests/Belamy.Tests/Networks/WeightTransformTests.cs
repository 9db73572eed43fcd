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

    [Fact]
    public void SpectralNorm_brings_the_greatest_singular_value_to_1_and_in_use_leaves_its_vector()
    {
        using var layer = new LayerUnderTest(new Dense(5, bias: false, weight: new SpectralNorm(50)), [7, 7]);
        Tensor identity = Tensor.OneHot(Tensor.Iota([7], 0), 7, ElementType.Float64);
        Tensor normalized = Tensor.Literal(layer.Module.Forward(new ForwardContext(), identity).Evaluate());
        Tensor square = Tensor.MatMul(normalized, normalized, transposeLeft: true);
        for (int doubling = 0; doubling < 8; doubling++)
            square = Tensor.Literal(Tensor.MatMul(square, square).Evaluate());

        // The trace of (WᵀW)^256 is the 512th power of the greatest singular value, times at most 5.
        double greatest = Math.Pow(Enumerable.Range(0, 5).Sum(at => square.Evaluate().AsSpan<double>()[at * 6]), 1.0 / 512);
        Assert.InRange(greatest, 0.99, 1.01);

        var use = new ForwardContext { IsTraining = false };
        layer.Module.Forward(use, identity);
        Assert.Empty(use.Updates);
    }
}
