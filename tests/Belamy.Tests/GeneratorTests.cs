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

    // Karras et al. 2018, section 4: w̄ + ψ (w - w̄). Pixel norm would undo most of a bound of z.
    [Fact]
    public void Truncation_of_styles_draws_them_to_their_mean_and_stays_with_its_samples()
    {
        using var game = new AssembledGame(Models.StyleGan2 with { Width = 2, Latent = 4 }, [1, 8, 8]);
        Generator generator = game.RequireGenerator();
        float[] whole = generator.Sample(6).Values.ToArray(), half = generator.Sample(6, truncation: 0.5).Values.ToArray(), none = generator.Sample(6, truncation: 1e-9).Values.ToArray();
        Assert.Equal(whole, generator.Sample(6, truncation: 1).Values.ToArray());
        Assert.True(Spread(half) < 0.9 * Spread(whole), $"{Spread(half)} and {Spread(whole)}");
        Assert.Equal(0, Spread(none), 1e-6);
        Assert.Equal(half, generator.Generate(generator.Latents(6), truncation: 0.5).Values.ToArray());
        Assert.Equal(whole, generator.Sample(6).Values.ToArray());

        static double Spread(float[] values) => Enumerable.Range(0, 64).Average(pixel => Enumerable.Range(0, 6).Max(at => values[(at * 64) + pixel]) - (double)Enumerable.Range(0, 6).Min(at => values[(at * 64) + pixel]));
    }

    [Theory]
    [InlineData("stylegan")]
    [InlineData("stylegan2")]
    public void Setting_of_style_truncation_is_that_of_all_samples(string model)
    {
        Recipe recipe = Models.Find(model).Recipe.WithAny("width", 2).WithAny("latent", 4);
        Recipe truncated = recipe is StyleGan first ? first with { StyleTruncation = 0.5 } : (StyleGan2)recipe with { StyleTruncation = 0.5 };
        using AssembledGame whole = new(recipe, [1, 8, 8]), half = new(truncated, [1, 8, 8]);
        Assert.Equal(whole.RequireGenerator().Sample(6, truncation: 0.5).Values.ToArray(), half.RequireGenerator().Sample(6).Values.ToArray());
        Assert.NotEqual(whole.RequireGenerator().Sample(6).Values.ToArray(), half.RequireGenerator().Sample(6).Values.ToArray());
    }
}
