namespace Belamy.Tensors.Tests.Operations;

/// <summary>What does not fit is refused when the graph is built, by a message that names the operation and the shapes.</summary>
public sealed class ShapeErrorTests
{
    private static readonly ConvolutionGeometry Geometry = ConvolutionGeometry.Create([5, 6], [3, 2], groups: 2);

    private static readonly Dictionary<string, (Func<Tensor> Build, string[] Words)> Descriptions = new()
    {
        ["Add"] = (() => Of(2, 3) + Of(4, 3), ["Add", "[2, 3]", "[4, 3]"]),
        ["Subtract"] = (() => Of(2, 3) - Of(2), ["Subtract", "[2, 3]", "[2]"]),
        ["Multiply"] = (() => Of(2, 3) * Of(3, 2), ["Multiply", "[2, 3]", "[3, 2]"]),
        ["Divide"] = (() => Of(5) / Of(4), ["Divide", "[5]", "[4]"]),
        ["Max"] = (() => Tensor.Max(Of(5), Of(4)), ["Max", "[5]", "[4]"]),
        ["Min"] = (() => Tensor.Min(Of(5), Of(4)), ["Min", "[5]", "[4]"]),
        ["Less"] = (() => Of(5) < Of(4), ["Less", "[5]", "[4]"]),
        ["Equal"] = (() => Tensor.Equal(Of(5), Of(4)), ["Equal", "[5]", "[4]"]),
        ["Add of types"] = (() => Of(5) + Of(5).Cast(ElementType.Float64), ["Add", "Float32[5]", "Float64[5]"]),
        ["Add of Boolean"] = (() => (Of(5) > 0) + (Of(5) > 0), ["Add", "Boolean[5]"]),
        ["Exp of Int32"] = (() => Of(5).Cast(ElementType.Int32).Exp(), ["Exp", "Int32[5]"]),
        ["Power of Int32"] = (() => Of(5).Cast(ElementType.Int32).Power(2), ["Power", "Int32[5]"]),
        ["Select of shapes"] = (() => Tensor.Select(Of(3) > 0, Of(2), Of(2)), ["Select", "[3]", "[2]"]),
        ["Select of branches"] = (() => Tensor.Select(Of(3) > 0, Of(3), Of(2)), ["Select", "[3]", "[2]"]),
        ["Select by numbers"] = (() => Tensor.Select(Of(3), Of(3), Of(3)), ["Select", "Boolean", "Float32[3]"]),
        ["Reshape"] = (() => Of(2, 3).Reshape(4, 2), ["Reshape", "[2, 3]", "[4, 2]"]),
        ["Reshape to a rest"] = (() => Of(2, 3).Reshape(4, -1), ["Reshape", "[2, 3]", "[4, -1]"]),
        ["Permute twice"] = (() => Of(2, 3).Permute(0, 0), ["Permute", "(0, 0)", "[2, 3]"]),
        ["Permute too few"] = (() => Of(2, 3).Permute(0), ["Permute", "(0)", "[2, 3]"]),
        ["Transpose"] = (() => Of(2).Transpose(), ["Transpose", "[2]"]),
        ["Broadcast"] = (() => Of(2, 3).BroadcastTo([3, 3]), ["Broadcast", "[2, 3]", "[3, 3]"]),
        ["Broadcast to less"] = (() => Of(2, 3).BroadcastTo([3]), ["Broadcast", "[2, 3]", "[3]"]),
        ["Broadcast of a constant to less"] = (() => Tensor.Ones([2, 3]).BroadcastTo([1, 3]), ["Broadcast", "[2, 3]", "[1, 3]"]),
        ["AsChannels"] = (() => Of(2, 3).AsChannels(4), ["AsChannels", "[2, 3]"]),
        ["Slice beyond"] = (() => Of(2, 3).Slice(1, 2, 2), ["Slice", "axis 1", "[2, 3]"]),
        ["Slice of no axis"] = (() => Of(2, 3).Slice(2, 0, 1), ["Slice", "[2, 3]", "no axis 2"]),
        ["Slice of rank"] = (() => Of(2, 3).Slice([0], [2], [1]), ["Slice", "[2, 3]"]),
        ["Slice from below"] = (() => Of(4).Slice(0, -1, 2), ["Slice", "-1", "[4]"]),
        ["Pad by less"] = (() => Of(2).Pad([-1], [0]), ["Pad", "axis 0", "[2]"]),
        ["Pad of rank"] = (() => Of(2, 3).Pad([1], [1]), ["Pad", "[2, 3]"]),
        ["Reverse"] = (() => Of(2, 3).Reverse(3), ["Reverse", "[2, 3]", "no axis 3"]),
        ["Concat"] = (() => Tensor.Concat(0, Of(2, 3), Of(2, 4)), ["Concat", "[2, 3]", "[2, 4]"]),
        ["Concat of ranks"] = (() => Tensor.Concat(0, Of(2, 3), Of(2)), ["Concat", "[2, 3]", "[2]"]),
        ["Concat of nothing"] = (() => Tensor.Concat(0), ["Concat"]),
        ["Sum"] = (() => Of(2, 3).Sum(2), ["Sum", "[2, 3]", "no axis 2"]),
        ["Sum of Int32"] = (() => Of(2).Cast(ElementType.Int32).Sum(), ["Sum", "Int32[2]"]),
        ["ReduceMax"] = (() => Of(2, 3).ReduceMax([-3]), ["ReduceMax", "[2, 3]", "no axis -3"]),
        ["ReduceMax of nothing"] = (() => Of(0).ReduceMax(), ["ReduceMax", "[0]"]),
        ["ArgMax"] = (() => Of(2, 3).ArgMax(4), ["ArgMax", "[2, 3]", "no axis 4"]),
        ["MatMul"] = (() => Tensor.MatMul(Of(2, 3), Of(2, 4)), ["MatMul", "[2, 3]", "[2, 4]"]),
        ["MatMul transposed"] = (() => Tensor.MatMul(Of(2, 3), Of(3, 4), transposeRight: true), ["MatMul", "[2, 3]", "[3, 4] transposed"]),
        ["MatMul of batches"] = (() => Tensor.MatMul(Of(5, 2, 3), Of(4, 3, 2)), ["MatMul", "[5, 2, 3]", "[4, 3, 2]"]),
        ["MatMul of ranks"] = (() => Tensor.MatMul(Of(5, 2, 3), Of(3, 2)), ["MatMul", "[5, 2, 3]", "[3, 2]"]),
        ["Convolve input"] = (() => Tensor.Convolve(Of(1, 4, 5, 5), Of(6, 2, 3, 2), Geometry), ["Convolve", "[1, 4, 5, 5]", "5, 6"]),
        ["Convolve kernel"] = (() => Tensor.Convolve(Of(1, 4, 5, 6), Of(6, 2, 3, 3), Geometry), ["Convolve", "[6, 2, 3, 3]", "3, 2"]),
        ["Convolve channels"] = (() => Tensor.Convolve(Of(1, 3, 5, 6), Of(6, 2, 3, 2), Geometry), ["Convolve", "[1, 3, 5, 6]", "[6, 2, 3, 2]", "2 group"]),
        ["ConvolveInput"] = (() => Tensor.ConvolveInput(Of(1, 5, 3, 5), Of(6, 2, 3, 2), Geometry), ["ConvolveInput", "[1, 5, 3, 5]", "[6, 2, 3, 2]"]),
        ["ConvolveInput size"] = (() => Tensor.ConvolveInput(Of(1, 6, 5, 6), Of(6, 2, 3, 2), Geometry), ["ConvolveInput", "[1, 6, 5, 6]", "3, 5"]),
        ["ConvolveKernel"] = (() => Tensor.ConvolveKernel(Of(1, 4, 5, 6), Of(2, 6, 3, 5), Geometry), ["ConvolveKernel", "[1, 4, 5, 6]", "[2, 6, 3, 5]"]),
        ["ConvolveKernel groups"] = (() => Tensor.ConvolveKernel(Of(1, 4, 5, 6), Of(1, 5, 3, 5), Geometry), ["ConvolveKernel", "[1, 5, 3, 5]", "2 group"]),
        ["Gather"] = (() => Of(2, 3).Gather(Of(2)), ["Gather", "Int32", "Float32[2]"]),
        ["Gather axis"] = (() => Of(2, 3).Gather(Values.Indices(0), axis: 2), ["Gather", "[2, 3]", "no axis 2"]),
        ["ScatterAdd"] = (() => Of(2, 3).ScatterAdd(Values.Indices(0), Of(2, 3)), ["ScatterAdd", "[2, 3]", "[1, 3]"]),
        ["OneHot"] = (() => Tensor.OneHot(Of(3), 4), ["OneHot", "Int32", "Float32[3]"]),
        ["Iota"] = (() => Tensor.Iota([2, 3], 2), ["Iota", "[2, 3]", "no axis 2"]),
        ["RandomUniform state"] = (() => Tensor.RandomUniform(Of(4), 0, [3]), ["RandomUniform", "Int32[4]", "Float32[4]"]),
        ["RandomUniform type"] = (() => Tensor.RandomUniform(Values.Indices(0, 0, 0, 0), 0, [3], ElementType.Int32), ["RandomUniform", "Int32"]),
        ["Gradient of Int32"] = (() => Values.Indices(1).Gradient(Of(1)), ["Gradient", "Int32[1]"]),
        ["Gradient cotangent type"] = (() => Of(2).Gradient(Of(2), Tensor.Ones([2], ElementType.Float64)), ["Gradient", "Float64[2]", "Float32[2]"]),
        ["Substitute"] = (() => SubstituteMistake(), ["Substitute", "Float32[2]", "Float32[3]"]),
    };

    public static TheoryData<string> Mistakes() => [.. Descriptions.Keys];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Build_whatDoesNotFit_namesOperationAndShapes(string mistake)
    {
        (Func<Tensor> build, string[] words) = Descriptions[mistake];
        ArgumentException error = Assert.Throws<ArgumentException>(build);
        Assert.StartsWith(words[0] + ":", error.Message, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void CreateGeometryThatDoesNotFit_saysWhere()
    {
        Assert.Contains("kernel of 5 with dilation 1", Message(() => ConvolutionGeometry.Create([3, 4], [3, 5])), StringComparison.Ordinal);
        Assert.Contains("spatial axis 1", Message(() => ConvolutionGeometry.Create([3, 4], [3, 5])), StringComparison.Ordinal);
        Assert.Contains("4 spatial axes", Message(() => ConvolutionGeometry.Create([3, 3, 3, 3], [3])), StringComparison.Ordinal);
        Assert.Contains("at least 1", Message(() => ConvolutionGeometry.Create([3], [3], stride: [0])), StringComparison.Ordinal);
        Assert.Contains("at least 1", Message(() => ConvolutionGeometry.Create([3], [3], dilation: [0])), StringComparison.Ordinal);
        Assert.Contains("at least 1", Message(() => ConvolutionGeometry.Create([3], [3], groups: 0)), StringComparison.Ordinal);
        Assert.Contains("at least 1", Message(() => ConvolutionGeometry.Create([3], [0])), StringComparison.Ordinal);
        Assert.Contains("2 numbers for stride", Message(() => ConvolutionGeometry.Create([3, 3, 3], [2], stride: [1, 2])), StringComparison.Ordinal);
        Assert.Contains("output padding", Message(() => ConvolutionGeometry.CreateTransposed([3], [3], stride: [2], outputPadding: [2])), StringComparison.Ordinal);
        static string Message(Action create) => Assert.Throws<ArgumentException>(create).Message;
    }

    [Fact]
    public void CreateTransposed_anySize_hasItAsOutput()
    {
        foreach (int stride in (int[])[1, 2, 3])
        {
            for (int extra = 0; extra < stride; extra++)
            {
                var geometry = ConvolutionGeometry.CreateTransposed([4, 5], [3], [stride], [1], [extra], [2]);
                Assert.Equal(new Shape(4, 5), geometry.OutputSize);
                Assert.Equal((3 * stride) - 2 + 4 + extra + 1, geometry.InputSize[0]);
            }
        }
    }

    [Fact]
    public void Create_negativeShapeOrWrongCount_isRefused()
    {
        Assert.Contains("[2, -1]", Assert.Throws<ArgumentException>(() => new Shape(2, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("3 values do not fill shape [2, 2]", Assert.Throws<ArgumentException>(() => NDArray.From([2, 2], new float[3])).Message, StringComparison.Ordinal);
    }

    private static Tensor SubstituteMistake()
    {
        Tensor x = Of(2);
        return Tensor.Substitute([x + 1], new Dictionary<Tensor, Tensor> { [x] = Of(3) })[0];
    }

    private static Tensor Of(params int[] sizes) => Values.Placeholder(new Shape(sizes));
}
