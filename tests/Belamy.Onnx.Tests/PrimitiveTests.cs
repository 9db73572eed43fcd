using Belamy.Onnx.Format;
using Belamy.Onnx.Lowering;
using Belamy.Tensors;

namespace Belamy.Onnx.Tests;

/// <summary>Each primitive in ONNX Runtime as here, at three sizes of the batch.</summary>
public sealed class PrimitiveTests
{
    private static readonly Dictionary<string, (int[] Item, Func<Tensor, Tensor> Graph)> Cases = new()
    {
        ["negate, exp, tanh"] = ([5], x => (-x).Exp().Tanh()),
        ["logarithms"] = ([5], x => (x.Abs() + 0.1).Log() + (x.Abs() * 1e-3).Log1p()),
        ["roots and powers"] = ([5], x => x.Abs().Sqrt() + (x.Abs() + 0.5).Rsqrt() + (x.Abs() + 0.5).Power(1.7)),
        ["waves"] = ([5], x => x.Sin() * x.Cos()),
        ["slopes"] = ([5], x => x.Sigmoid() + x.Softplus() + x.Erf()),
        ["steps"] = ([5], x => x.Abs() + x.Sign() + (x * 3).Floor()),
        ["two numbers"] = ([5], x => Tensor.Max(x, x.Square()) - Tensor.Min(x / 2, x * 3)),
        ["comparisons"] = ([5], x => Tensor.Select(x < 0.3, x * 2, Tensor.Select(Tensor.Equal(x.Sign(), x.Sign().Abs()), x, -x))),
        ["casts"] = ([5], x => (x * 5).Cast(ElementType.Int32).Cast(ElementType.Float32) + (x > 0).Cast(ElementType.Float32)),
        ["whole numbers"] = ([5], x => ((x * 5).Cast(ElementType.Int32) + Tensor.Iota(x.Shape, 1)).Cast(ElementType.Float32)),
        ["number of the item"] = ([3], x => x + Tensor.Iota(x.Shape, 0, ElementType.Float32)),
        ["mean over the batch"] = ([3], x => x - x.Mean(0, keepAxes: true)),
        ["share of the batch"] = ([3], x => x * (1.0 / x.Shape[0])),
        ["times the batch"] = ([3], x => x * x.Shape[0]),
        ["sums"] = ([3, 4, 2], x => x.Sum([1, 3]) + x.Sum(1).Mean(2) + x.Sum([1, 3], keepAxes: true).Reshape(x.Shape[0], 4)),
        ["greatest"] = ([3, 4], x => x.ReduceMax([2]) - x.ReduceMin([2])),
        ["all with all"] = ([3], x => (x.Reshape(x.Shape[0], 1, 3) - x.Reshape(1, x.Shape[0], 3)).Abs().Sum([1])),
        ["products of the batch"] = ([3], x => Tensor.MatMul(Tensor.MatMul(x, x, transposeRight: true), x)),
        ["products of matrices"] = ([3, 4], x => Tensor.MatMul(Tensor.MatMul(x, x, transposeLeft: true), x, transposeRight: true)),
        ["index of the greatest"] = ([6], x => x.ArgMax(1).Cast(ElementType.Float32).Reshape(x.Shape[0], 1)),
        ["rows looked up, beyond the last too"] = ([4], x => Numbers(5, 4).Gather((x.Sum(1) * 5).Cast(ElementType.Int32))),
        ["rows of the batch looked up"] = ([4], x => x.Gather(Tensor.Iota([x.Shape[0]], 0) + 1)),
        ["updates scattered"] = ([4], x => x.ScatterAdd(Tensor.Literal(NDArray.From<int>([3], [2, 2, 0])), x.Slice(1, 0, 3), axis: 1)),
        ["part, every other, from behind"] = ([3, 8], x => x.Slice(2, 1, 3, step: 2) + x.Slice(2, 0, 3).Reverse(1, 2)),
        ["all but the first of the batch's axis joined"] = ([4], x => Tensor.Concat(0, x, x * 2).Slice(0, x.Shape[0], x.Shape[0])),
        ["zeros around and between"] = ([2, 3], x => x.Pad([0, 1, 2], [0, 0, 1], [0, 0, 2])),
        ["zeros between on two axes"] = ([2, 3], x => x.Pad([0, 0, 0], [0, 0, 0], [0, 1, 1])),
        ["axes in another order"] = ([2, 3, 4], x => x.Permute(0, 3, 1, 2).Transpose()),
        ["joined with what is the same everywhere"] = ([2, 3], x => Tensor.Concat(1, x, Tensor.Ones([1, 1, 1]).BroadcastTo([x.Shape[0], 1, 3]), x.Sum(1, keepAxes: true))),
        ["numbers given, repeated and laid otherwise"] = ([6], x => x + Numbers(2, 1).BroadcastTo([2, 3]).Reshape(1, 6)),
        ["repeated and summed"] = ([3], x => x.Reshape(x.Shape[0], 3, 1).BroadcastTo([x.Shape[0], 3, 5]).Square().Sum(2)),
        ["softmax"] = ([7], x => Shares((x - x.ReduceMax([1], keepAxes: true)).Exp())),
        ["convolution that crops"] = ([2, 9], x => Tensor.Convolve(x, Numbers(3, 2, 3), ConvolutionGeometry.Create([9], [3], [2], [-1], [2]))),
        ["grouped convolution"] = ([4, 6, 5], x => Tensor.Convolve(x, Numbers(6, 2, 3, 2), ConvolutionGeometry.Create([6, 5], [3, 2], [1, 2], [1], [0], [2, 1], groups: 2))),
        ["volumes"] = ([2, 4, 4, 4], x => Tensor.Convolve(x, Numbers(3, 2, 2, 2, 2), ConvolutionGeometry.Create([4, 4, 4], [2], [2]))),
        ["grouped convolution, scaled and shifted"] = ([4, 6], x => (Tensor.Convolve(x, Numbers(6, 2, 3), ConvolutionGeometry.Create([6], [3], groups: 2)) * Row(6).AsChannels(3)) - Row(6).AsChannels(3)),
        ["grouped transposed convolution, scaled and shifted"] = ([4, 6], x => (Tensor.ConvolveInput(x, Numbers(4, 3, 3), ConvolutionGeometry.CreateTransposed([6], [3], [2], groups: 2)) / (Row(6).AsChannels(3) + 2)) + 0.5),
        ["matrix product of one number"] = ([1], x => (Tensor.MatMul(x, Numbers(1, 1)) * 2) + 1),
        ["matrix product laid as maps, scaled and shifted"] = ([3], x => ((Tensor.MatMul(x, Numbers(3, 8)).Reshape(x.Shape[0], 2, 2, 2) - Row(2).AsChannels(4)) * (Row(2).AsChannels(4) + 1)) + 0.5),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<int, int, int, int, int> Transposed => [.. from size in (int[])[1, 3, 4] from kernel in (int[])[1, 2, 3, 5] from stride in (int[])[1, 2, 3]
        from padding in (int[])[0, 1, 2] from extra in (int[])[0, 1, 2] where extra < stride && ((size - 1) * stride) - (2 * padding) + kernel + extra > 0
        select new TheoryDataRow<int, int, int, int, int>(size, kernel, stride, padding, extra)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Graph_gives_in_onnx_runtime_what_it_gives_here(string name) => Graphs.Check(Cases[name].Item, Cases[name].Graph);

    /// <summary>All that the sizes leave over at the end: pads, and output padding where those are not enough.</summary>
    [Fact]
    public void Transposed_convolutions_of_all_sizes_give_what_they_give_here()
    {
        Assert.All(Transposed, row =>
        {
            (int size, int kernel, int stride, int padding, int extra) = row.Data;
            LoweredGraph graph = Graphs.Check([2, size], x => Tensor.ConvolveInput(x, Numbers(2, 3, kernel), ConvolutionGeometry.CreateTransposed([size], [kernel], [stride], [padding], [extra])));
            OnnxNode node = Assert.Single(graph.Nodes);
            Assert.Equal("ConvTranspose", node.Operator);
            Assert.DoesNotContain("output_shape", node.Attributes.Keys);
        });
    }

    [Fact]
    public void Primitive_without_a_counterpart_is_named()
    {
        var geometry = ConvolutionGeometry.Create([4], [3]);
        var error = Assert.Throws<BelamyException>(() => Graphs.Check([2, 4], x => Tensor.ConvolveKernel(x, x.Slice(2, 0, 2), geometry).Sum().Reshape(1, 1) * x.Sum(1)));
        Assert.Contains("cannot be written as ONNX: ConvolveKernel(4 -> 2, kernel 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Graph_that_computes_otherwise_where_the_batch_is_larger_is_refused() =>
        Assert.Contains("where the batch is larger", Assert.Throws<BelamyException>(() => Graphs.Check([2], x => x.Shape[0] > 40 ? x.Exp() : x.Tanh())).Message, StringComparison.Ordinal);

    private static Tensor Numbers(params int[] shape)
    {
        var sizes = new Shape(shape);
        return Tensor.Literal(NDArray.From(sizes, [.. Enumerable.Range(0, (int)sizes.Count).Select(at => MathF.Sin(at * 1.7f))]));
    }

    private static Tensor Shares(Tensor x) => x / x.Sum(1, keepAxes: true);

    private static Tensor Row(int count) => Numbers(count);
}
