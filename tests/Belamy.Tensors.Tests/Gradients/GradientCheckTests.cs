using static Belamy.Tensors.GradientCheck;

namespace Belamy.Tensors.Tests.Gradients;

public sealed class GradientCheckTests
{
    [Fact]
    public void CheckGradients_wrongFirstGradient_namesInputElementAndBothValues()
    {
        // StopGradient hides half of the slope of x²: the rule says x where finite differences say 2x.
        NDArray x = NDArray.From([2, 2], [0.0, 0.0, 0.0, 3.0]);
        GradientCheckException error = Assert.Throws<GradientCheckException>(
            () => CheckGradients(inputs => inputs[0] * inputs[1] * inputs[1].StopGradient(), [Values.Uniform([2, 2], 1, 2), x]));
        Assert.Contains("order 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("input 1 [2, 2]", error.Message, StringComparison.Ordinal);
        Assert.Contains("element [1, 1]", error.Message, StringComparison.Ordinal);
        double[] values = [.. error.Message.Split("says ", 2)[1].Split(", finite differences say ").Select(part => double.Parse(part.Split(' ')[0].Trim('.', ',')))];
        Assert.Equal(2, values[1] / values[0], 6);
    }

    [Fact]
    public void CheckGradients_wrongSecondGradientOnly_isFoundAtOrderTwo()
    {
        // Value x² and slope 2x, but the slope is a constant to the rules, where finite differences say 2.
        static Tensor FirstOrderOnly(IReadOnlyList<Tensor> inputs)
        {
            Tensor x = inputs[0];
            return x.Square().StopGradient() + ((2 * x).StopGradient() * (x - x.StopGradient()));
        }

        NDArray at = Values.Uniform([3], 1, 2);
        CheckGradients(FirstOrderOnly, [at], order: 1);
        GradientCheckException error = Assert.Throws<GradientCheckException>(() => CheckGradients(FirstOrderOnly, [at], order: 2));
        Assert.Contains("order 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckGradients_limitedElements_stillChecksTheFirst()
    {
        Assert.Throws<GradientCheckException>(() => CheckGradients(inputs => inputs[0].StopGradient(), [Values.Uniform([100])], elements: 3));
        CheckGradients(inputs => inputs[0].Tanh(), [Values.Uniform([100])], elements: 3);
    }

    [Fact]
    public void CheckGradients_float32Input_isRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => CheckGradients(inputs => inputs[0], [NDArray.Scalar(1f)]));
        Assert.Contains("input 0 must be Float64, not Float32[]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckGradients_orderThree_holdsForComposition() =>
        CheckGradients(inputs => (inputs[0] * inputs[1]).Tanh() * inputs[1].Exp(), [Values.Uniform([3]), Values.Uniform([3], seed: 2)], order: 3, tolerance: 1e-5);
}
