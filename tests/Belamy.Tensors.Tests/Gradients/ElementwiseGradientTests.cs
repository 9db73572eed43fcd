using Belamy.Tensors.Operations;
using static Belamy.Tensors.GradientCheck;

namespace Belamy.Tensors.Tests.Gradients;

public sealed class ElementwiseGradientTests
{
    /// <summary>Where each function is smooth and neither saturated nor close to a pole.</summary>
    private static readonly Dictionary<string, (double Low, double High)> Ranges = new()
    {
        ["Negate"] = (-2, 2),
        ["Exp"] = (-2, 2),
        ["Log"] = (0.3, 3),
        ["Log1p"] = (-0.6, 3),
        ["Sqrt"] = (0.3, 3),
        ["Rsqrt"] = (0.3, 3),
        ["Sin"] = (-4, 4),
        ["Cos"] = (-4, 4),
        ["Tanh"] = (-3, 3),
        ["Sigmoid"] = (-5, 5),
        ["Softplus"] = (-5, 5),
        ["Erf"] = (-2, 2),
        ["Abs"] = (0.2, 2),
        ["Sign"] = (-2, -0.2),
        ["Floor"] = (1.1, 1.9),
    };

    public static TheoryData<string> UnaryKinds() => [.. Enum.GetNames<UnaryKind>()];

    public static TheoryData<string> BinaryKinds() => [.. Enum.GetNames<BinaryKind>()];

    [Theory]
    [MemberData(nameof(UnaryKinds))]
    public void Gradient_unary_agreesWithDifferencesToOrderThree(string name)
    {
        (double low, double high) = Ranges[name];
        CheckGradients(x => Tensor.Unary(Enum.Parse<UnaryKind>(name), x[0]), [Values.Uniform([4], low, high)], order: 3, tolerance: 1e-5);
    }

    [Theory]
    [MemberData(nameof(BinaryKinds))]
    public void Gradient_binary_agreesWithDifferences(string name)
    {
        BinaryKind kind = Enum.Parse<BinaryKind>(name);
        CheckGradients(x => Tensor.Binary(kind, x[0], x[1]), [Values.Uniform([2, 3], -2, 2), Values.Uniform([2, 3], 0.5, 2, seed: 2)], order: 3, tolerance: 1e-5);
        CheckGradients(x => Tensor.Binary(kind, x[0], x[1]), [Values.Uniform([3, 1]), Values.Uniform([2, 1, 2], 0.5, 2, seed: 3)]);
        CheckGradients(x => Tensor.Binary(kind, x[0], x[0] * x[0] + 0.5), [Values.Uniform([4], 0.6, 0.9)]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(0.5)]
    [InlineData(-1.5)]
    [InlineData(1)]
    [InlineData(0)]
    public void Gradient_power_agreesWithDifferences(double exponent) =>
        CheckGradients(x => x[0].Power(exponent), [Values.Uniform([5], 0.4, 2)], order: 3, tolerance: 1e-5);

    [Theory]
    [InlineData(2, 0, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(2, 2, 2)]
    [InlineData(2, 3, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(0, 1, 0)]
    public void Gradient_wholePowerAtZero_isFinite(double exponent, int order, double expected)
    {
        Tensor x = Values.Doubles(0);
        Tensor value = x.Power(exponent);
        for (int at = 0; at < order; at++)
            value = value.Gradient(x);
        Assert.Equal(expected, value.Evaluate().ToScalar());
    }

    [Fact]
    public void Gradient_operatorsWithNumbers_agreeWithDifferences()
    {
        NDArray x = Values.Uniform([4], 0.5, 2);
        CheckGradients(v => (1.5 + v[0]) * 2 - (v[0] - 0.25) / 3 + (0.5 / v[0]) + (4 - v[0]) + (-v[0] + 1), [x]);
        CheckGradients(v => v[0].Clamp(0.75, 1.75) * v[0].Max(1.0) * v[0].Min(1.25), [Values.Distinct([6])]);
        CheckGradients(v => v[0].Square(), [x]);
    }

    [Fact]
    public void Gradient_select_flowsToTheChosenSide()
    {
        CheckGradients(
            x => Tensor.Select(Tensor.Literal(NDArray.From([2, 1], [true, false])), x[0] * x[1], x[1] / x[0]),
            [Values.Uniform([2, 3], 0.5, 2), Values.Uniform([3], 0.5, 2, seed: 2)]);
        CheckGradients(x => Tensor.Select(x[0] > 0, x[0].Square(), 0.2 * x[0]), [Values.Distinct([6])]);
        CheckGradients(x => Tensor.Select(x[0] < x[1], x[0].Exp() - 1, x[1]), [Values.Distinct([6]), Values.Uniform([6], seed: 3)]);
    }

    [Fact]
    public void Gradient_maxAndMinOnTies_goesToTheFirst()
    {
        Tensor a = Values.Doubles(1, 2, 3);
        Tensor b = Values.Doubles(1, 5, 3);
        Tensor[] max = Tensor.Max(a, b).Gradient([a, b]);
        Assert.Equal([1, 0, 1], max[0].Evaluate().ToDoubles());
        Assert.Equal([0, 1, 0], max[1].Evaluate().ToDoubles());
        Tensor[] min = Tensor.Min(a, b).Gradient([a, b]);
        Assert.Equal([1, 1, 1], min[0].Evaluate().ToDoubles());
        Assert.Equal([0, 0, 0], min[1].Evaluate().ToDoubles());
    }

    [Fact]
    public void Gradient_atKinks_followsTheDocumentedRule()
    {
        Tensor x = Values.Doubles(0);
        Assert.Equal(0.5, x.Softplus().Gradient(x).Evaluate().ToScalar());
        Assert.Equal(0.25, x.Softplus().Gradient(x).Gradient(x).Evaluate().ToScalar());
        Assert.Equal(0, x.Abs().Gradient(x).Evaluate().ToScalar());
        Assert.Equal(0, x.Sign().Gradient(x).Evaluate().ToScalar());
    }

    [Fact]
    public void Gradient_saturated_isFiniteAndExact()
    {
        Tensor x = Values.Doubles(-800, 800);
        Assert.Equal([0, 1], x.Softplus().Gradient(x).Evaluate().ToDoubles());
        Assert.Equal([0, 0], x.Sigmoid().Gradient(x).Evaluate().ToDoubles());
        Assert.Equal([0, 0], x.Tanh().Gradient(x).Evaluate().ToDoubles());
        Assert.Equal([0, 800], x.Softplus().Evaluate().ToDoubles());
    }

    [Fact]
    public void Gradient_cast_passesBetweenFloatsAlone()
    {
        Tensor x = Values.Doubles(1.5, -2.25);
        Assert.Equal([3, -4.5], x.Cast(ElementType.Float32).Square().Sum().Gradient(x).Evaluate().ToDoubles());
        Assert.Equal([0, 0], x.Cast(ElementType.Int32).Cast(ElementType.Float64).Sum().Gradient(x).Evaluate().ToDoubles());
        Assert.Equal([0, 0], (x > 0).Cast(ElementType.Float64).Sum().Gradient(x).Evaluate().ToDoubles());
    }

    [Fact]
    public void Gradient_throughStopGradient_isZero()
    {
        Tensor x = Values.Doubles(3);
        Assert.Equal(0, x.StopGradient().Gradient(x).Evaluate().ToScalar());
        Assert.Equal(3, (x.StopGradient() * x).Gradient(x).Evaluate().ToScalar());
        Assert.Equal(0, (x.StopGradient() * x).Gradient(x).Gradient(x).Evaluate().ToScalar());
    }
}
