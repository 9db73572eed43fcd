using Belamy.Games;
using Belamy.Tensors;
using Belamy.Tests.Training;

namespace Belamy.Tests;

public sealed class GeneratorTests
{
    [Fact]
    public void Sample_of_many_begins_with_the_sample_of_few()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [2]);
        float[] many = game.RequireGenerator().Sample(150, seed: 4).Values.ToArray();
        Assert.Equal(many[..50], game.RequireGenerator().Sample(25, seed: 4).Values.ToArray());
        Assert.Equal(many[200..300], game.RequireGenerator().Sample(50, seed: 4, first: 100).Values.ToArray());
        Assert.NotEqual(many[..50], game.RequireGenerator().Sample(25, seed: 5).Values.ToArray());
    }

    [Fact]
    public void Sample_uses_averaged_weights_where_they_are_kept()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [2]);
        float[] before = game.RequireGenerator().Sample(10).Values.ToArray();
        game.Game.Store["generator/3/weight"].AsSpan<float>().Clear();
        Assert.Equal(before, game.RequireGenerator().Sample(10).Values.ToArray());
        game.Game.Store["average/generator/3/weight"].AsSpan<float>().Clear();
        Assert.NotEqual(before, game.RequireGenerator().Sample(10).Values.ToArray());
    }

    [Theory]
    [InlineData(LatentDistribution.Normal, 0, 1)]
    [InlineData(LatentDistribution.Uniform, 0, 0.5773502691896258)]
    public void Draw_has_the_moments_of_its_distribution(LatentDistribution distribution, double mean, double deviation)
    {
        var context = new ForwardContext(Tensor.Literal(NDArray.From<int>([4], [1, 0, 0, 0])));
        double[] values = new LatentPrior(50, distribution).Draw(context, 200).Evaluate().ToDoubles();
        double measured = values.Average();
        // Five standard errors of 10,000 draws.
        Assert.Equal(mean, measured, 0.05);
        Assert.Equal(deviation, Math.Sqrt(values.Average(value => (value - measured) * (value - measured))), 0.05);
    }
}
