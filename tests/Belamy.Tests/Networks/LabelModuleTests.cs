using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Networks;

public sealed class LabelModuleTests
{
    private static readonly Tensor Labels = Tensor.Literal(NDArray.From<int>([2], [2, 0]));

    [Fact]
    public void Label_maps_stand_behind_the_channels()
    {
        using var vector = new LayerUnderTest(new LabelMaps(3), [2, 1]);
        Assert.Equal([7, 0, 0, 1, 8, 1, 0, 0], Apply(vector, [2, 1], 7, 8));
        using var picture = new LayerUnderTest(new LabelMaps(3), [2, 1, 1, 2]);
        Assert.Equal([5, 6, 0, 0, 0, 0, 1, 1, 7, 8, 1, 1, 0, 0, 0, 0], Apply(picture, [2, 1, 1, 2], 5, 6, 7, 8));
    }

    [Fact]
    public void Label_branch_puts_both_branches_side_by_side()
    {
        using var layer = new LayerUnderTest(new LabelBranch(3, new Flatten(), new Affine(10, 1)), [2, 1, 1]);
        Assert.Equal([7, 1, 1, 11, 8, 11, 1, 1], Apply(layer, [2, 1, 1], 7, 8));
    }

    [Fact]
    public void Projection_head_adds_the_product_with_the_vector_of_the_class()
    {
        using var layer = new LayerUnderTest(new ProjectionHead(3), [2, 2]);
        layer.Set("embedding/weight", NDArray.From<double>([3, 2], [1, 2, 3, 4, 5, 6]));
        layer.Set("weight", NDArray.From<double>([2, 1], [10, 20]));
        layer.Set("bias", NDArray.From<double>([1], [100]));
        // (5 + 10) · 1 + (6 + 20) · 2 + 100 and (1 + 10) · 3 + (2 + 20) · 4 + 100.
        Assert.Equal([167, 221], Apply(layer, [2, 2], 1, 2, 3, 4));
    }

    [Fact]
    public void Conditional_batch_norm_scales_and_shifts_by_class()
    {
        using var layer = new LayerUnderTest(new ConditionalBatchNorm(3), [2, 1]);
        layer.Set("scale", NDArray.From<double>([3, 1], [10, 1, 2]));
        layer.Set("shift", NDArray.From<double>([3, 1], [5, 0, 3]));
        // Normalized, 1 and 3 are -1 and 1.
        double[] found = Apply(layer, [2, 1], 1, 3);
        Assert.Equal(1, found[0], 1e-4);
        Assert.Equal(15, found[1], 1e-4);
    }

    private static double[] Apply(LayerUnderTest layer, Shape shape, params double[] input) =>
        layer.Module.Forward(new ForwardContext(), Tensor.Literal(NDArray.From(shape, input)), Labels).Evaluate().AsSpan<double>().ToArray();
}
