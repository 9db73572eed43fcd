using Belamy.Networks;
using Belamy.Onnx.Checking;
using Belamy.Onnx.Format;
using Belamy.Onnx.Lowering;
using Belamy.Tensors;

namespace Belamy.Onnx.Tests;

/// <summary>What ONNX Runtime does otherwise than one would guess, and what exports do about it.</summary>
public sealed class OnnxRuntimeFactTests
{
    private static readonly OnnxNumbers Kernel = new([1, 1, 3], new float[] { 1, 10, 100 });

    [Fact]
    public void Transposed_convolution_with_an_output_shape_crops_its_head()
    {
        float[] Run(params (string, object)[] attributes) => Graphs.Run("ConvTranspose", [1, 2, 3], [1, 1, 3], [Kernel], [("strides", new long[] { 2 }), .. attributes]);
        Assert.Equal([1, 10, 102, 20, 203, 30, 300], Run());
        Assert.Equal([102, 20, 203, 30], Run(("output_shape", new long[] { 4 })));
        Assert.Equal([10, 102, 20, 203], Run(("output_shape", new long[] { 4 }), ("auto_pad", "SAME_UPPER")));
        // Pads beside it count for nothing; alone they say which end is cut.
        Assert.Equal([102, 20, 203, 30], Run(("output_shape", new long[] { 4 }), ("pads", new long[] { 1, 2 })));
        Assert.Equal([10, 102, 20, 203], Run(("pads", new long[] { 1, 2 })));
    }

    [Theory]
    [InlineData(8, 17, true)]
    [InlineData(13, 26, true)]
    [InlineData(14, 26, false)]
    [InlineData(13, 27, false)]
    public void Versions_beyond_those_it_knows_are_refused_at_load(int irVersion, int opset, bool loads)
    {
        byte[] model = Graphs.Bytes(Graphs.Model("Relu", [2], []) with { IrVersion = irVersion, Opset = opset });
        if (loads)
            new OnnxRunner(model).Dispose();
        else
            Assert.Contains("ONNX Runtime does not take the model", Assert.Throws<BelamyException>(() => new OnnxRunner(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resizing_rounds_otherwise_than_pytorch_unless_told()
    {
        float[] Run(params (string, object)[] attributes) => Graphs.Run(
            "Resize", [1, 2, 3, 4], [1, 1, 4], [null, new OnnxNumbers([3], new[] { 1, 1, 1.5f })], [("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), .. attributes]);
        Assert.Equal([1, 2, 2, 3, 4, 4], Run());
        Assert.Equal([1, 1, 2, 3, 3, 4], Run(("nearest_mode", "floor")));
        LoweredGraph graph = Graphs.Check([2, 3, 5], x => Upsampled(x, 3));
        OnnxNode resize = Assert.Single(graph.Nodes);
        Assert.Equal(("Resize", "floor", "asymmetric"), (resize.Operator, (string)resize.Attributes["nearest_mode"], (string)resize.Attributes["coordinate_transformation_mode"]));
    }

    [Fact]
    public void Sigmoid_leaves_its_range_so_values_are_compared_by_absolute_error()
    {
        float[] x = [.. Enumerable.Range(-4000, 8001).Select(at => at / 200f)];
        float[] y = Graphs.Run("Sigmoid", x, [x.Length], []);
        Assert.All(x.Zip(y), pair => Assert.Equal(1 / (1 + Math.Exp(-pair.First)), pair.Second, 5e-7));
        Assert.Contains(x.Zip(y), pair => pair.Second is <= 0 or > 1);
        Graphs.Check([9], input => (input * 10).Sigmoid());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(33.3)]
    [InlineData(100)]
    [InlineData(127.7)]
    [InlineData(255)]
    public void Normalizations_of_flat_maps_give_the_bias_since_they_are_exported_as_their_formula(double level)
    {
        using var store = new ParameterStore();
        var scope = new ParameterScope(store, seed: 1);
        Module norm = new InstanceNorm().Build(scope, [2, 4, 4]);
        scope.Initialize();
        LoweredGraph graph = Graphs.Check([2, 4, 4], x => norm.Forward(new ForwardContext { IsTraining = false }, x.Max(level).Min(level)));
        Assert.DoesNotContain(graph.Nodes, node => node.Operator.EndsWith("Normalization", StringComparison.Ordinal));
    }

    private static Tensor Upsampled(Tensor x, int factor) =>
        new NearestUpsampling(factor).Build(new ParameterScope(new ParameterStore(), 1), [2, 3, 5]).Forward(new ForwardContext(), x);
}
