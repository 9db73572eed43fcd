using static Belamy.Tensors.GradientCheck;

namespace Belamy.Tensors.Tests.Gradients;

/// <summary>Each primitive that moves elements, under a function that bends, so that second derivatives are not all zero.</summary>
public sealed class StructureGradientTests
{
    [Fact]
    public void Gradient_reshape_agreesWithDifferences() => Check([2, 3, 2], x => x.Reshape(4, -1));

    [Fact]
    public void Gradient_permute_agreesWithDifferences() => Check([2, 3, 1, 2], x => x.Permute(2, 0, 3, 1));

    [Fact]
    public void Gradient_transpose_agreesWithDifferences() => Check([2, 2, 3], x => x.Transpose());

    [Fact]
    public void Gradient_reshapeOfPermute_agreesWithDifferences() => Check([2, 3, 2], x => x.Permute(2, 0, 1).Reshape(3, 4).Permute(1, 0));

    [Fact]
    public void Gradient_broadcast_agreesWithDifferences()
    {
        Check([3, 1], x => x.BroadcastTo([2, 3, 4]));
        Check([], x => x.BroadcastTo([2, 3]));
        Check([1, 2, 1], x => x.BroadcastTo([3, 2, 1]));
        Check([3], x => x.AsChannels(4).BroadcastTo([2, 3, 2, 1]));
    }

    [Fact]
    public void Gradient_slice_agreesWithDifferences()
    {
        Check([6], x => x.Slice(0, 1, 3));
        Check([7], x => x.Slice(0, 1, 3, step: 2));
        Check([8], x => x.Slice(0, 0, 3, step: 3));
        Check([5], x => x.Slice(0, 3, 1, step: 4));
        Check([3, 5], x => x.Slice(-1, 4, 1));
        Check([4, 5, 3], x => x.Slice([1, 0, 2], [2, 3, 1], [2, 2, 1]));
    }

    [Fact]
    public void Gradient_pad_agreesWithDifferences()
    {
        Check([3], x => x.Pad([1], [2]));
        Check([3], x => x.Pad([0], [0], [2]));
        Check([2, 1, 3], x => x.Pad([1, 0, 2], [0, 1, 0], [1, 3, 2]));
    }

    [Fact]
    public void Gradient_reverse_agreesWithDifferences()
    {
        Check([4], x => x.Reverse(0));
        Check([2, 3, 2], x => x.Reverse(0, -1));
    }

    [Fact]
    public void Gradient_concat_agreesWithDifferences()
    {
        CheckGradients(
            x => Tensor.Concat(1, x[0], x[1], x[0]).Tanh(),
            [Values.Uniform([2, 2, 2]), Values.Uniform([2, 1, 2], seed: 2)]);
        CheckGradients(x => Tensor.Concat(-1, x[0].Square(), x[1]).Tanh(), [Values.Uniform([3]), Values.Uniform([1], seed: 2)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradient_gatherWithRepeatedIndices_agreesWithDifferences(int axis) =>
        Check([3, 3, 3], x => x.Gather(Values.Indices(2, 0, 2, 2), axis));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradient_scatterAddWithRepeatedIndices_agreesWithDifferences(int axis) =>
        CheckGradients(
            x => x[0].ScatterAdd(Values.Indices(1, 1, 0, 1), x[1], axis).Tanh(),
            [Values.Uniform([2, 2, 2]), Values.Uniform(new Shape(2, 2, 2).With(axis, 4), seed: 2)]);

    [Fact]
    public void Gradient_indicesOutOfRange_goesWhereTheValueCameFrom()
    {
        Tensor x = Values.Doubles(1, 2, 3);
        Tensor gathered = x.Gather(Values.Indices(-5, 9, 1));
        Assert.Equal([1, 3, 2], gathered.Evaluate().ToDoubles());
        Assert.Equal([1, 1, 1], gathered.Gradient(x).Evaluate().ToDoubles());
    }

    [Fact]
    public void Gradient_oneHot_selectsTheLabelledColumn()
    {
        Tensor labels = Values.Indices(2, 0);
        Assert.Equal([0, 0, 1, 1, 0, 0], Tensor.OneHot(labels, 3, ElementType.Float64).Evaluate().ToDoubles());
        CheckGradients(x => (x[0].Exp() * Tensor.OneHot(labels, 3, ElementType.Float64)).Sum(1), [Values.Uniform([2, 3])]);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 })]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 2 })]
    [InlineData(new[] { 0, 2 })]
    [InlineData(new[] { -1, -2 })]
    public void Gradient_reductions_agreeWithDifferences(int[] axes)
    {
        Check([2, 3, 2], x => x.Sum(axes));
        Check([2, 3, 2], x => x.Sum(axes, keepAxes: true));
        Check([2, 3, 2], x => x.Mean(axes));
        CheckGradients(x => x[0].ReduceMax(axes).Tanh(), [Values.Distinct([2, 3, 2])]);
        CheckGradients(x => x[0].ReduceMin(axes, keepAxes: true).Tanh(), [Values.Distinct([2, 3, 2])]);
    }

    [Fact]
    public void Gradient_reduceMaxOnTies_isShared()
    {
        Tensor x = Tensor.Literal(NDArray.From([3, 3], [1.0, 2, 2, 3, 3, 3, 0, 1, -1]));
        Assert.Equal([0, 0.5, 0.5, 1 / 3.0, 1 / 3.0, 1 / 3.0, 0, 1, 0], x.ReduceMax([1]).Gradient(x).Evaluate().ToDoubles());
        Assert.Equal([0, 0, 0, 1 / 3.0, 1 / 3.0, 1 / 3.0, 0, 0, 0], x.ReduceMax().Gradient(x).Evaluate().ToDoubles());
    }

    [Fact]
    public void Gradient_softmaxAndVariance_agreeWithDifferences()
    {
        CheckGradients(
            x =>
            {
                Tensor shifted = x[0] - x[0].ReduceMax([1], keepAxes: true).StopGradient();
                return shifted.Exp() / shifted.Exp().Sum(1, keepAxes: true);
            },
            [Values.Distinct([2, 3])]);
        CheckGradients(
            x =>
            {
                Tensor centred = x[0] - x[0].Mean([0, 2], keepAxes: true);
                return centred * (centred.Square().Mean([0, 2], keepAxes: true) + 1e-2).Rsqrt();
            },
            [Values.Uniform([2, 2, 3])],
            order: 3,
            tolerance: 1e-5);
    }

    [Fact]
    public void Gradient_argMax_isNone()
    {
        Tensor x = Values.Doubles(3, 9, 4);
        Assert.Equal([0, 0, 0], x.ArgMax(0).Cast(ElementType.Float64).Gradient(x).Evaluate().ToDoubles());
    }

    private static void Check(Shape shape, Func<Tensor, Tensor> function) =>
        CheckGradients(x => function(x[0].Square()).Tanh(), [Values.Uniform(shape)]);
}
