using static Belamy.Tensors.GradientCheck;

namespace Belamy.Tensors.Tests.Gradients;

/// <summary>Reverse accumulation itself, apart from the rules of primitives.</summary>
public sealed class GradientTests
{
    [Fact]
    public void Gradient_unrelatedTarget_isZerosOfItsShape()
    {
        Tensor x = Values.Doubles(1, 2);
        Tensor other = Tensor.Constant(1, [3, 4], ElementType.Float64);
        NDArray gradient = x.Sum().Gradient(other).Evaluate();
        Assert.Equal(new Shape(3, 4), gradient.Shape);
        Assert.All(gradient.ToDoubles(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Gradient_tensorUsedManyTimes_addsAllPaths()
    {
        Tensor x = Values.Doubles(3);
        Tensor y = x * x;
        Assert.Equal((4 * 27) + 6 + 1, ((y * y) + y + x).Gradient(x).Evaluate().ToScalar());
    }

    [Fact]
    public void Gradient_targetInsideTheGraph_countsWhatLiesBehindIt()
    {
        Tensor x = Values.Doubles(3);
        Tensor y = x * x;
        Tensor[] gradients = (y * 5 + x).Gradient([x, y]);
        Assert.Equal(31, gradients[0].Evaluate().ToScalar());
        Assert.Equal(5, gradients[1].Evaluate().ToScalar());
    }

    [Fact]
    public void Gradient_ofItself_isOne()
    {
        Tensor x = Values.Doubles(3, 4);
        Assert.Equal([1, 1], x.Gradient(x).Evaluate().ToDoubles());
    }

    [Fact]
    public void Gradient_cotangentOfAnotherShape_namesBoth()
    {
        Tensor x = Values.Doubles(3, 4);
        ArgumentException error = Assert.Throws<ArgumentException>(() => x.Gradient(x, Tensor.Ones([3], ElementType.Float64)));
        Assert.Contains("[3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradient_deepChain_needsNoStack()
    {
        Tensor x = Values.Doubles(1);
        Tensor y = x;
        for (int at = 0; at < 20_000; at++)
            y += x;
        Assert.Equal(20_001, y.Gradient(x).Evaluate().ToScalar());
    }

    [Fact]
    public void Substitute_inputReplaced_givesTheOtherValue()
    {
        Tensor x = Tensor.Input("x", [2], ElementType.Float64);
        Tensor[] replaced = Tensor.Substitute([x * x, x + 1], new Dictionary<Tensor, Tensor> { [x] = Values.Doubles(3, 4) });
        Assert.Equal([9, 16], replaced[0].Evaluate().ToDoubles());
        Assert.Equal([4, 5], replaced[1].Evaluate().ToDoubles());
    }

    [Fact]
    public void Substitute_unrolledStep_hasGradientsThroughTheStep() =>
        CheckGradients(
            inputs =>
            {
                (Tensor weight, Tensor data) = (inputs[0], inputs[1]);
                Tensor loss = (weight * data).Tanh().Square().Sum();
                Tensor moved = weight - (0.1 * loss.Gradient(weight));
                return Tensor.Substitute([loss], new Dictionary<Tensor, Tensor> { [weight] = moved })[0];
            },
            [Values.Uniform([3]), Values.Uniform([3], seed: 2)]);
}
