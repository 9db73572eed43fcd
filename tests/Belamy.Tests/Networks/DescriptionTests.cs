using Belamy.Networks;

namespace Belamy.Tests.Networks;

public sealed class DescriptionTests
{
    [Fact]
    public void Description_counts_one_thing_in_the_singular()
    {
        Module[] ones = [new Dense(1), new Convolution(1, kernel: 3), new TransposedConvolution(1, kernel: 4, stride: 2), new Maxout(1, 1), new Sequential(new Dense(1)), new GroupNorm(1)];
        Assert.All(ones, module => Assert.DoesNotMatch(@"\b1 \w+s\b", module.Description));
        Assert.Equal("dense, 2 outputs", new Dense(2).Description);
        Assert.Equal("convolution 3/1, 16 maps", new Convolution(16, kernel: 3).Description);
    }
}
