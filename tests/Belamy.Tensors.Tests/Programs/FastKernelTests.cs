using Belamy.Tensors.Compilation;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Tests.Programs;

/// <summary>Programs leave no primitive, and no kind of convolution, to the reference evaluator.</summary>
public sealed class FastKernelTests
{
    private static readonly Tensor X = Tensor.Input("x", [4, 6]), Y = Tensor.Input("y", [4, 6]), Whole = Tensor.Input("whole", [3], ElementType.Int32);
    private static readonly Tensor State = Tensor.Input("state", [4], ElementType.Int32);

    /// <summary>A graph for each primitive and each kind of it; convolutions apart.</summary>
    private static readonly Dictionary<string, Func<Tensor>> Primitives = new()
    {
        ["Negate"] = () => -X,
        ["Exp"] = () => X.Exp(),
        ["Log"] = () => X.Log(),
        ["Log1p"] = () => X.Log1p(),
        ["Sqrt"] = () => X.Sqrt(),
        ["Rsqrt"] = () => X.Rsqrt(),
        ["Sin"] = () => X.Sin(),
        ["Cos"] = () => X.Cos(),
        ["Tanh"] = () => X.Tanh(),
        ["Sigmoid"] = () => X.Sigmoid(),
        ["Softplus"] = () => X.Softplus(),
        ["Erf"] = () => X.Erf(),
        ["Abs"] = () => X.Abs(),
        ["Sign"] = () => X.Sign() * Y,
        ["Floor"] = () => X.Floor() * Y,
        ["Power"] = () => X.Power(1.5),
        ["Add"] = () => X + Y,
        ["Subtract"] = () => X - Y,
        ["Multiply"] = () => X * Y,
        ["Divide"] = () => X / Y,
        ["Max"] = () => Tensor.Max(X, Y),
        ["Min"] = () => Tensor.Min(X, Y),
        ["Less"] = () => (X < Y).Cast(ElementType.Float32) * X,
        ["Equal"] = () => Tensor.Equal(X, Y).Cast(ElementType.Float32) * X,
        ["Select"] = () => Tensor.Select(X > 0, X, Y),
        ["Cast to Int32"] = () => (X * 3).Cast(ElementType.Int32).Cast(ElementType.Float32) * Y,
        ["StopGradient"] = () => X.StopGradient() * Y,
        ["Sum"] = () => X.Sum(0) * Y.Sum(0),
        ["Sum of rows"] = () => X.Sum(1),
        ["ReduceMax"] = () => X.ReduceMax([0]),
        ["ArgMax"] = () => X.ArgMax(1).Cast(ElementType.Float32),
        ["Reshape"] = () => X.Permute(1, 0).Reshape(3, 8),
        ["Broadcast"] = () => X.Reshape(4, 6, 1).BroadcastTo([4, 6, 5]),
        ["Slice"] = () => X.Slice(1, 1, 2, 2),
        ["Pad"] = () => X.Pad([1, 0], [0, 2], [2, 1]),
        ["Reverse"] = () => X.Reverse(1) * Y,
        ["Concat"] = () => Tensor.Concat(1, X, Y.Square(), X.Exp()),
        ["MatMul"] = () => Tensor.MatMul(X, Y, transposeRight: true),
        ["MatMul of a batch, transposed and sliced"] = () => Tensor.MatMul(
            Tensor.Input("a", [5, 7, 2, 6]).Permute(0, 2, 1, 3), Tensor.Input("b", [5, 9, 2, 6]).Permute(0, 2, 3, 1).Slice(3, 1, 4, 2)),
        ["MatMul of every other row, broadcast and reversed"] = () => Tensor.MatMul(
            X.Reshape(4, 1, 6).BroadcastTo([4, 3, 6]), Tensor.Input("a", [4, 6, 5]).Reverse(2)),
        ["Gather"] = () => X.Gather(Whole),
        ["Gather along the last axis"] = () => X.Gather(Whole, axis: 1),
        ["ScatterAdd"] = () => X.ScatterAdd(Whole, Y.Slice(0, 0, 3), axis: 0),
        ["RandomUniform"] = () => Tensor.RandomUniform(State, 1, [4, 6]) * X,
        ["RandomNormal"] = () => Tensor.RandomNormal(State, 2, [4, 6]) * X,
        ["Iota"] = () => Tensor.Iota([4, 6], 1).Cast(ElementType.Float32) * X,
        ["Literal"] = () => Tensor.Literal(NDArray.From<float>([6], [1, 2, 3, 4, 5, 6])) * X,
        ["Constant"] = () => Tensor.Ones([4, 6]) * 2 - X,
    };

    public static TheoryData<string> PrimitiveNames => [.. Primitives.Keys];

    public static TheoryData<int, string, int, int> Convolutions
    {
        get
        {
            var cases = new TheoryData<int, string, int, int>();
            foreach (int axes in new[] { 1, 2, 3 })
            {
                foreach (string kind in new[] { "plain", "strided", "padded", "cropped", "dilated", "dilated and strided", "kernel of one", "kernel as large as the input" })
                {
                    foreach ((int channels, int groups) in new[] { (3, 1), (32, 1), (32, 2), (48, 12), (20, 5), (17, 17), (32, 32) })
                        cases.Add(axes, kind, channels, groups);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(PrimitiveNames))]
    public void Primitive_and_its_gradients_have_fast_kernels(string name)
    {
        Tensor output = Primitives[name]();
        AssertFast(name, [output, .. output.Square().Sum().Gradient([X, Y])]);
    }

    [Fact]
    public void Primitives_above_are_all_there_are()
    {
        HashSet<string> built = [.. Graph.InOrder([.. Primitives.Values.Select(create => create())]).Select(tensor => tensor.Operation.GetType().Name)];
        IEnumerable<string> all = typeof(Operation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract).Select(type => type.Name);

        // Parameters lie in memory as inputs do; copies and packed kernels are the compiler's own.
        string[] elsewhere = [nameof(ConvolveOperation), nameof(ConvolveInputOperation), nameof(ConvolveKernelOperation), nameof(ParameterOperation), nameof(CopyOperation), nameof(PackKernelOperation)];
        Assert.Equal(all.Except(elsewhere).Order(), built.Order());
        foreach (string kind in Enum.GetNames<UnaryKind>().Concat(Enum.GetNames<BinaryKind>()).Concat(Enum.GetNames<ComparisonKind>()))
            Assert.Contains(kind, Primitives.Keys);
    }

    /// <summary>Forward, both gradients, the transposed convolution and second derivatives of all.</summary>
    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Convolution_and_its_gradients_have_fast_kernels(int axes, string kind, int channels, int groups)
    {
        int size = kind == "kernel as large as the input" ? 3 : 7;
        ConvolutionGeometry geometry = ConvolutionGeometry.Create(
            [.. Enumerable.Repeat(size, axes)],
            [kind == "kernel of one" ? 1 : 3],
            [kind.Contains("strided", StringComparison.Ordinal) ? 2 : 1],
            [kind == "padded" ? 1 : kind == "cropped" ? -1 : 0],
            dilation: [kind.Contains("dilated", StringComparison.Ordinal) ? 2 : 1],
            groups: groups);
        Tensor input = Tensor.Input("input", [2, channels, .. geometry.InputSize]), output = Tensor.Input("output", [2, 2 * groups, .. geometry.OutputSize]);
        Tensor kernel = Tensor.Input("kernel", [2 * groups, channels / groups, .. geometry.KernelSize]);
        Tensor convolved = Tensor.Convolve(input, kernel, geometry), transposed = Tensor.ConvolveInput(output, kernel, geometry);
        IReadOnlyList<Tensor> first = convolved.Square().Sum().Gradient([input, kernel]);
        Tensor slope = first[0].Square().Sum() + (first[1] * kernel).Square().Sum();
        AssertFast(
            $"{axes} axes, {kind}, {channels} channels in {groups} groups",
            [convolved, .. first, .. slope.Gradient([input, kernel]), transposed, .. transposed.Square().Sum().Gradient([output, kernel])]);
    }

    private static void AssertFast(string name, IReadOnlyList<Tensor> outputs)
    {
        Assert.SkipUnless(Program.VectorBits > 0, "Without vectors the reference evaluator runs everything.");
        using Program program = Program.Compile(name, outputs);
        foreach (BuiltKernel kernel in program.Plan!.Kernels.SelectMany(wave => wave))
            Assert.False(kernel.Kernel is ReferenceKernel, $"{name}: {kernel.Kernel.Name}");
    }
}
