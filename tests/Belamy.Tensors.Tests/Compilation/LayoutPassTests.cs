using Belamy.Tensors.Compilation;

namespace Belamy.Tensors.Tests.Compilation;

/// <summary>Between convolutions everything lies channels last, and nothing is turned round on the way.</summary>
public sealed class LayoutPassTests
{
    [Fact]
    public void Compile_average_pooling_between_convolutions_keeps_channels_last()
    {
        Tensor maps = Features();
        Tensor pooled = maps.Reshape(2, 8, 4, 2, 4, 2).Sum([3, 5], keepAxes: true).Reshape(2, 8, 4, 4) * 0.25;
        AssertChannelsLast(pooled);
    }

    [Fact]
    public void Compile_upsampling_between_convolutions_keeps_channels_last()
    {
        Tensor maps = Features();
        Tensor repeated = maps.Reshape(2, 8, 8, 1, 8, 1).BroadcastTo([2, 8, 8, 2, 8, 2]).Reshape(2, 8, 16, 16);
        AssertChannelsLast(repeated);
    }

    /// <summary>Eight maps of 8×8 that a convolution writes.</summary>
    private static Tensor Features() => Tensor.Convolve(Tensor.Input("x", [2, 3, 8, 8]), Tensor.Input("first", [8, 3, 3, 3]), Same(8));

    private static ConvolutionGeometry Same(int size) => ConvolutionGeometry.Create([size, size], [3], [1], [1]);

    private static void AssertChannelsLast(Tensor maps)
    {
        Tensor output = Tensor.Convolve(maps, Tensor.Input("second", [4, 8, 3, 3]), Same(maps.Shape[2]));
        using Program program = Program.Compile("between", [output.Sum()]);
        Assert.SkipWhen(program.Plan is null, "Programs run by the reference evaluator here.");
        Plan plan = program.Plan!;
        Tensor[] between =
        [
            .. plan.Kernels.SelectMany(wave => wave).SelectMany(kernel => kernel.Plan.Writes)
                .Where(tensor => tensor.Rank >= 4 && tensor.Shape[0] == 2 && tensor.Shape[1] == 8),
        ];
        Assert.True(between.Length >= 2, $"{between.Length} tensors between the convolutions");
        Assert.All(between, tensor => Assert.True(plan.Views[tensor].HasStrides(StridedView.ChannelsLast(tensor).Strides, tensor.Shape), plan.ToString()));
    }
}
