using static Belamy.Tensors.GradientCheck;

namespace Belamy.Tensors.Tests.Gradients;

public sealed class ContractionGradientTests
{
    /// <summary>Size, kernel, stride, padding before and after, dilation, groups, channels per group, outputs per group.</summary>
    public static TheoryData<int[], int[], int[], int[], int[], int[], int> Geometries() => new()
    {
        { [5], [3], [1], [0], [0], [1], 1 },
        { [6], [3], [2], [1], [1], [1], 2 },
        { [7], [2], [3], [2], [0], [2], 1 },
        { [6], [3], [1], [-1], [-1], [1], 1 },
        { [6], [2], [2], [-1], [2], [1], 1 },
        { [4, 3], [2, 3], [1], [1], [1], [1], 1 },
        { [4, 5], [3, 2], [2], [1, 0], [0, 1], [1], 2 },
        { [5, 4], [2, 2], [3, 1], [0], [0], [1, 2], 1 },
        { [4, 4], [4, 4], [2], [1], [1], [1], 1 },
        { [4, 4], [2, 2], [3], [0], [0], [1], 1 },
        { [3, 3], [1, 1], [2], [0], [0], [1], 1 },
        { [3, 2, 3], [2, 2, 1], [1], [0], [0], [1], 1 },
        { [3, 2, 4], [2, 1, 2], [2, 1, 3], [1, 0, 1], [0, 1, 1], [1, 1, 2], 2 },
    };

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Gradient_matMul_agreesWithDifferences(bool transposeLeft, bool transposeRight)
    {
        foreach (int[] batch in new int[][] { [], [2], [2, 1] })
        {
            Shape left = [.. batch, .. transposeLeft ? [3, 2] : (int[])[2, 3]];
            Shape right = [.. batch, .. transposeRight ? [4, 3] : (int[])[3, 4]];
            CheckGradients(
                x => Tensor.MatMul(x[0], x[1], transposeLeft, transposeRight).Tanh(),
                [Values.Uniform(left, -1, 1), Values.Uniform(right, -1, 1, seed: 2)]);
        }
    }

    [Fact]
    public void Gradient_matMulOfOneTensor_addsBothSides() =>
        CheckGradients(x => Tensor.MatMul(x[0], x[0], transposeRight: true).Tanh(), [Values.Uniform([2, 3], -1, 1)], order: 3, tolerance: 1e-5);

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Gradient_threeConvolutions_agreeWithDifferences(int[] size, int[] kernel, int[] stride, int[] low, int[] high, int[] dilation, int groups)
    {
        var geometry = ConvolutionGeometry.Create(size, kernel, stride, low, high, dilation, groups);
        (NDArray input, NDArray weights, NDArray output) = Arrays(geometry);
        CheckGradients(x => Tensor.Convolve(x[0], x[1], geometry).Tanh(), [input, weights], elements: 12);
        CheckGradients(x => Tensor.ConvolveInput(x[0], x[1], geometry).Tanh(), [output, weights], elements: 12);
        CheckGradients(x => Tensor.ConvolveKernel(x[0], x[1], geometry).Tanh(), [input, output], elements: 12);
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Evaluate_threeConvolutions_areAdjoint(int[] size, int[] kernel, int[] stride, int[] low, int[] high, int[] dilation, int groups)
    {
        // One trilinear form of (input, kernel, output), taken apart in three ways.
        var geometry = ConvolutionGeometry.Create(size, kernel, stride, low, high, dilation, groups);
        (NDArray input, NDArray weights, NDArray output) = Arrays(geometry);
        (Tensor x, Tensor w, Tensor y) = (Tensor.Literal(input), Tensor.Literal(weights), Tensor.Literal(output));
        double viaOutput = (Tensor.Convolve(x, w, geometry) * y).Sum().Evaluate().ToScalar();
        double viaInput = (Tensor.ConvolveInput(y, w, geometry) * x).Sum().Evaluate().ToScalar();
        double viaKernel = (Tensor.ConvolveKernel(x, y, geometry) * w).Sum().Evaluate().ToScalar();

        // Sums of some hundred products of numbers below 1 in float64.
        Assert.NotEqual(0, viaOutput);
        Assert.Equal(viaOutput, viaInput, 1e-12);
        Assert.Equal(viaOutput, viaKernel, 1e-12);
    }

    [Fact]
    public void Gradient_gradientPenaltyOfConvolution_agreesWithDifferences()
    {
        // The gradient of a gradient's norm, as gradient penalties take it: second derivatives through the three products.
        var geometry = ConvolutionGeometry.Create([4, 4], [2, 2], [2], [1], [0]);
        CheckGradients(
            inputs =>
            {
                Tensor score = (Tensor.Convolve(inputs[0], inputs[1], geometry).Softplus().Reshape(2, -1) * inputs[2]).Sum(1).Tanh();
                return (score.Sum().Gradient(inputs[0]).Square().Sum([1, 2, 3]) + 1e-3).Sqrt();
            },
            [Values.Uniform([2, 1, 4, 4], -1, 1), Values.Uniform([2, 1, 2, 2], -1, 1, seed: 2), Values.Uniform([8], -1, 1, seed: 3)],
            elements: 8);
    }

    private static (NDArray Input, NDArray Kernel, NDArray Output) Arrays(ConvolutionGeometry geometry)
    {
        int groups = geometry.Groups;
        return (
            Values.Uniform([2, 2 * groups, .. geometry.InputSize], -1, 1),
            Values.Uniform([3 * groups, 2, .. geometry.KernelSize], -1, 1, seed: 2),
            Values.Uniform([2, 3 * groups, .. geometry.OutputSize], -1, 1, seed: 3));
    }
}
