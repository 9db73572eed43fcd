using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Networks;

public sealed class CompletionNetworkTests
{
    [Fact]
    public void Dilated_convolutions_of_the_paper_see_61_places_of_64()
    {
        var context = new ForwardContext(Tensor.Literal(NDArray.From<int>([4], [1, 0, 1, 0])));
        using var chain = new LayerUnderTest(
            new Sequential(CompletionNetwork.DilationsFor(256, 256).Select(dilation => new Convolution(1, kernel: 3, bias: false, initializer: Initializers.Constant(1), dilation: dilation))), [1, 1, 64, 64]);
        Tensor picture = Tensor.Literal(NDArray.From(new Shape(1, 1, 64, 64), new double[64 * 64]));
        Tensor middle = chain.Module.Forward(context, picture).Slice(2, 31, 1).Slice(3, 31, 1);
        double[] seen = middle.Sum().Gradient([picture])[0].Evaluate().ToDoubles();
        // From 31 - 30 to 31 + 30, every second pixel: all dilations are even.
        int[] expected = [.. Enumerable.Range(0, 64).Where(at => at is >= 1 and <= 61 && at % 2 == 1)];
        Assert.Equal(expected, Enumerable.Range(0, 64).Where(row => seen[(row * 64) + 31] > 0));
        Assert.Equal(expected, Enumerable.Range(0, 64).Where(column => seen[(31 * 64) + column] > 0));
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(12, 12, 2)]
    [InlineData(32, 32, 2, 4)]
    [InlineData(28, 28, 2, 4)]
    [InlineData(8, 36, 2, 4, 8)]
    [InlineData(256, 256, 2, 4, 8, 16)]
    public void Dilations_that_reach_beyond_the_small_picture_are_left_out(int height, int columns, params int[] dilations) =>
        Assert.Equal(dilations, CompletionNetwork.DilationsFor(height, columns));

    [Fact]
    public void Pictures_that_cannot_be_halved_twice_are_refused()
    {
        BelamyException refusal = Assert.Throws<BelamyException>(() => CompletionNetwork.Create(1, 2, 28, 30));
        Assert.StartsWith("A completion network halves pictures twice, and 30×28 pixels cannot be;", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 4, 1)]
    [InlineData(14, 14, 2)]
    [InlineData(28, 28, 3)]
    [InlineData(8, 256, 6)]
    public void Context_discriminators_halve_pictures_until_4_pixels_are_left(int height, int columns, int halvings)
    {
        using var seen = new LayerUnderTest(ContextDiscriminator.Create([3, height, columns], 2), [1, 3, height, columns]);
        Assert.Equal(halvings, seen.Module.Children.OfType<Convolution>().Count());
        Assert.Equal(new Shape(32), seen.Module.OutputShape);
        // The widest has eight times the maps of the first.
        Assert.Equal(2 * Math.Min(8, 1 << (halvings - 1)), seen.Module.Children.OfType<Convolution>().Last().OutputShape[0]);
    }
}
