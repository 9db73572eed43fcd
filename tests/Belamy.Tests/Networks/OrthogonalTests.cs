using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Networks;

public sealed class OrthogonalTests
{
    // Squares of singular values that are 1 but for the rounding of 36 products in single precision.
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(2.0, 64, 64)]
    [InlineData(1.0, 10, 16)]
    [InlineData(0.5, 24, 7)]
    [InlineData(1.0, 4, 3, 3, 3)]
    public void Values_have_orthonormal_rows_or_columns_times_the_gain(double gain, params int[] shape)
    {
        int rows = shape[0], columns = shape[1..].Aggregate(1, (product, size) => product * size), few = Math.Min(rows, columns);
        Tensor values = new OrthogonalInitializer(gain).Values(Tensor.Literal(NDArray.From<int>([4], [1, 2, 3, 0])), 5, new Shape(shape), default).Reshape(rows, columns);
        float[] products = (rows <= columns ? Tensor.MatMul(values, values, transposeRight: true) : Tensor.MatMul(values, values, transposeLeft: true)).Evaluate().AsSpan<float>().ToArray();
        for (int at = 0; at < products.Length; at++)
            Assert.Equal(at / few == at % few ? gain * gain : 0, products[at], Tolerance * gain * gain);
    }

    [Fact]
    public void Values_of_two_streams_differ()
    {
        Tensor state = Tensor.Literal(NDArray.From<int>([4], [1, 2, 3, 0]));
        float[][] both = [.. new uint[] { 1, 2 }.Select(stream => new OrthogonalInitializer().Values(state, stream, [3, 3], default).Evaluate().AsSpan<float>().ToArray())];
        Assert.NotEqual(both[0], both[1]);
    }

    // Rows (1, 2) and (3, -1) of outputs: 2 (1·3 - 2·1)² = 2. A kernel of the same numbers has the same rows; a bias pays nothing.
    [Fact]
    public void Regularization_pays_for_products_of_different_filters_alone()
    {
        using var dense = new LayerUnderTest(new Dense(2), [1, 2]);
        dense.Set("weight", NDArray.From<double>([2, 2], [1, 3, 2, -1]));
        dense.Set("bias", NDArray.From<double>([2], [5, 5]));
        Assert.Equal(2, OrthogonalRegularization.Of(new ForwardContext(), [dense.Module]).Evaluate().AsSpan<double>()[0], 1e-12);
        using var convolution = new LayerUnderTest(new Convolution(2, kernel: 1), [1, 2, 3, 3]);
        convolution.Set("kernel", NDArray.From<double>([2, 2, 1, 1], [1, 2, 3, -1]));
        Assert.Equal(2, OrthogonalRegularization.Of(new ForwardContext(), [convolution.Module]).Evaluate().AsSpan<double>()[0], 1e-12);
    }
}
