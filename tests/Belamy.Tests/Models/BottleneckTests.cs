using Belamy.Games;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests;

/// <summary>The networks of R3GAN at the sizes that recorded games are too small for.</summary>
public sealed class BottleneckTests
{
    [Fact]
    public void Four_smallest_stages_are_of_one_width_and_larger_ones_of_half_as_many_maps()
    {
        using var game = new AssembledGame(Models.R3gan with { Width = 16 }, [3, 128, 128]);
        Module generator = game.Networks["generator"], discriminator = game.Networks["discriminator"];
        int[] maps = [.. generator.Children.Where(module => module is Residual).Select(module => module.OutputShape[0])];
        Assert.Equal([64, 64, 64, 64, 32, 16], maps);
        Assert.Equal(maps.Reverse(), discriminator.Children.Where(module => module is Residual).Select(module => module.OutputShape[0]));
        Assert.Equal(generator.Children.Where(module => module is Residual).Select(module => module.OutputShape[1]), [4, 8, 16, 32, 64, 128]);
    }

    [Fact]
    public void Blocks_have_twice_the_maps_in_groups_of_16_and_are_nothing_at_first()
    {
        using var game = new AssembledGame(Models.R3gan with { Width = 16 }, [1, 28, 28]);
        foreach (Module network in game.Networks.Values)
        {
            Module[] blocks = [.. network.Children.Where(module => module is Residual)];
            Assert.Equal(3, blocks.Length);
            Assert.All(blocks, block =>
            {
                Parameter[] kernels = [.. block.Parameters.Where(parameter => parameter.Name.EndsWith("kernel", StringComparison.Ordinal))];
                Assert.Equal([[128, 64, 1, 1], [128, 16, 3, 3], [64, 128, 1, 1]], kernels.Select(kernel => kernel.Shape));
                Assert.All(kernels[2].AsSpan<float>().ToArray(), value => Assert.Equal(0, value));
                // √(2 / 1.04) · 3^(-1/4) / √fan-in; 18,432 values know their deviation to 1 %, and 8,192 to 2 %.
                double gain = Math.Sqrt(2 / 1.04) * Math.Pow(3, -0.25);
                Assert.Equal(gain / 12, Deviation(kernels[1]), 0.03 * gain / 12);
                Assert.Equal(gain / 8, Deviation(kernels[0]), 0.03 * gain / 8);
            });
        }

        static double Deviation(Parameter kernel) => Math.Sqrt(kernel.AsSpan<float>().ToArray().Average(value => (double)value * value));
    }

    [Fact]
    public void Pictures_that_are_no_squares_are_refused() =>
        Assert.Contains("square", Assert.Throws<BelamyException>(() => new AssembledGame(Models.R3gan, [3, 32, 64])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1, 25, 0.14644661)]
    [InlineData(1, 100, 1)]
    [InlineData(0.5, 25, 0.5)]
    [InlineData(0.5, 80, 1)]
    public void Burn_in_goes_by_half_a_cosine_over_its_share_of_the_run(double share, long step, double expected)
    {
        using var game = new AssembledGame(Models.R3gan with { BurnIn = share }, [2]);
        game.Game.Schedule(step, 100);
        Assert.Equal(expected, game.Game.Store["schedule/course"].AsSpan<float>()[0], 1e-6);
        // By time alone it goes by the steps of the recipe.
        game.Game.Schedule(step * Models.R3gan.Steps / 100, null);
        Assert.Equal(expected, game.Game.Store["schedule/course"].AsSpan<float>()[0], 1e-6);
    }
}
