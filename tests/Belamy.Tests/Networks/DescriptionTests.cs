using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Networks;

public sealed class DescriptionTests
{
    [Fact]
    public void Groups_that_do_not_divide_maps_or_channels_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Convolution(6, kernel: 3, groups: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransposedConvolution(6, kernel: 4, groups: 0));
        using var store = new ParameterStore();
        var scope = new ParameterScope(store, 1);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new Convolution(6, kernel: 3, groups: 3).Build(scope, [4, 5, 5]));
        Assert.Contains("its channels must be a multiple of 3", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dilation_is_at_least_1() => Assert.Throws<ArgumentOutOfRangeException>(() => new Convolution(6, kernel: 3, dilation: 0));

    [Fact]
    public void Description_counts_one_thing_in_the_singular()
    {
        Module[] ones = [new Dense(1), new Convolution(1, kernel: 3), new TransposedConvolution(1, kernel: 4, stride: 2), new Maxout(1, 1), new Sequential(new Dense(1)), new GroupNorm(1)];
        Assert.All(ones, module => Assert.DoesNotMatch(@"\b1 \w+s\b", module.Description));
        Assert.Equal("dense, 2 outputs", new Dense(2).Description);
        Assert.Equal("convolution 3/1, 16 maps", new Convolution(16, kernel: 3).Description);
        Assert.Equal("convolution 3/1, 16 maps in 4 groups", new Convolution(16, kernel: 3, groups: 4).Description);
        Assert.Equal("convolution 3/1, 16 maps, dilation 2", new Convolution(16, kernel: 3, dilation: 2).Description);
    }
}
