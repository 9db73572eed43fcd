using Belamy.Games;
using Belamy.Imaging;
using Belamy.Latent;
using Belamy.Networks;
using Belamy.Tests.Training;

namespace Belamy.Tests.Latent;

public sealed class ProjectorTests
{
    private static readonly ProjectionOptions Few = new() { Steps = 300, Restarts = 4, Candidates = 64, PriorWeight = 0, Seed = 9 };

    [Theory]
    [InlineData(LatentDistribution.Normal)]
    [InlineData(LatentDistribution.Uniform)]
    public void Find_comes_back_to_a_sample_of_the_generator(LatentDistribution distribution)
    {
        using var game = new AssembledGame(TinyRecipes.Dense with { LatentDistribution = distribution }, [1, 4, 4]);
        // Near a corner of the cube, where an untrained network's units are not all at rest.
        float[] sample = game.RequireGenerator().Generate([0.9f, -0.8f, 0.85f]).Values.ToArray();
        using var projector = new Projector(game, Few);
        List<double> errors = [];
        Projection found = projector.Find(sample, (_, error) => errors.Add(error), TestContext.Current.CancellationToken);
        Assert.Equal(Few.Steps, errors.Count);
        // The sample is no candidate; the search makes the error a small part of that of the nearest one.
        Assert.InRange(found.Beginning, 1e-6, 1);
        Assert.InRange(found.Error, 0, 0.01 * found.Beginning);
        Assert.Equal(game.RequireGenerator().Generate(found.Latent).Values, found.Item.Values);
        if (distribution == LatentDistribution.Uniform)
            Assert.All(found.Latent, value => Assert.InRange(value, -1, 1));
    }

    /// <summary>A style that no latent vector leads to: the mapping's outputs fill a curved part of their space.</summary>
    [Fact]
    public void Find_of_a_generator_with_styles_searches_these()
    {
        using var game = new AssembledGame(Models.StyleGan with { Width = 4, Latent = 4 }, [1, 8, 8]);
        StyleSpace space = game.RequireGenerator().Styles!;
        using var ofStyles = new Generator((context, styles, _) => space.Make(context, styles), new LatentPrior(space.Size), [1, 8, 8], average: game.Parts.Average);
        float[] picture = ofStyles.Generate([2, -3, 2.5f, -2]).Values.ToArray();
        Projection found = In(null), inLatents = In(LatentSpace.Z);
        Assert.InRange(found.Error, 0, 0.1 * inLatents.Error);
        Assert.Equal(ofStyles.Generate(found.Latent).Values, found.Item.Values);
        Assert.Equal(game.RequireGenerator().Generate(inLatents.Latent).Values, inLatents.Item.Values);
        // Both begin at the same samples.
        Assert.Equal(found.Beginning, inLatents.Beginning, 1e-6);
        Assert.Equal(found.Latent, In(LatentSpace.W).Latent);

        Projection In(LatentSpace? where)
        {
            using var projector = new Projector(game, Few with { Space = where });
            return Find(projector, picture);
        }
    }

    [Fact]
    public void Search_of_styles_where_there_are_none_says_so()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [1, 4, 4]);
        Assert.Contains("search z", Assert.Throws<BelamyException>(() => new Projector(game, Few with { Space = LatentSpace.W })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_is_repeatable_and_leaves_nothing_for_the_next()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [1, 4, 4]);
        float[] samples = game.RequireGenerator().Sample(2, seed: 78).Values.ToArray();
        using var projector = new Projector(game, Few with { Steps = 20 });
        float[] first = Find(projector, samples.AsSpan(0, 16)).Latent;
        float[] second = Find(projector, samples.AsSpan(16)).Latent;
        Assert.Equal(first, Find(projector, samples.AsSpan(0, 16)).Latent);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Find_uses_averaged_weights_and_moves_none()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [1, 4, 4]);
        float[] sample = game.RequireGenerator().Sample(1, seed: 77).Values.ToArray();
        game.Game.Store["generator/3/weight"].AsSpan<float>().Clear();
        byte[] before = [.. game.Game.Store.Parameters.SelectMany(parameter => parameter.AsBytes().ToArray())];
        using var projector = new Projector(game, Few);
        Assert.InRange(Find(projector, sample).Error, 0, 1e-4);
        Assert.Equal(before, game.Game.Store.Parameters.SelectMany(parameter => parameter.AsBytes().ToArray()));
    }

    [Fact]
    public void Weight_of_the_prior_keeps_the_vector_short()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [1, 4, 4]);
        float[] item = game.RequireGenerator().Generate([2.7f, -2.4f, 2.55f]).Values.ToArray();
        using var free = new Projector(game, Few);
        using var held = new Projector(game, Few with { PriorWeight = 0.5 });
        Projection far = Find(free, item), near = Find(held, item);
        Assert.True(near.Latent.Sum(value => value * value) < 0.8 * far.Latent.Sum(value => value * value));
        Assert.True(near.Error > far.Error);
    }

    [Fact]
    public void Fit_brings_pictures_to_the_shape_of_the_items()
    {
        var colour = new Image(4, 2, 3);
        // Red, green on the left of the square in the middle, white on its right; what lies outside is black.
        (byte, byte, byte)[] pixels = [(255, 0, 0), (255, 255, 255), (0, 255, 0), (255, 255, 255)];
        for (int at = 0; at < 4; at++)
            (colour.Row(at / 2)[3 * (1 + at % 2)], colour.Row(at / 2)[3 * (1 + at % 2) + 1], colour.Row(at / 2)[3 * (1 + at % 2) + 2]) = pixels[at];
        float[] grey = Projector.Fit(colour, [1, 2, 2]);
        Assert.Equal([(76 / 127.5f) - 1, 1, (150 / 127.5f) - 1, 1], grey, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([1, 1, -1, 1, -1, 1, 1, 1, -1, 1, -1, 1], Projector.Fit(colour, [3, 2, 2]));
        Assert.Equal([-1f, -1, -1], Projector.Fit(new Image(1, 1, 1), [3, 1, 1]));
        Assert.Equal([1f], Projector.Fit(new Image(3, 3, 2), [1, 1, 1]));
        Assert.Throws<ArgumentException>(() => Projector.Fit(colour, [2]));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [1, 4, 4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Projector(game, Few with { Candidates = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Projector(game, Few with { Label = 0 }));
        using var projector = new Projector(game, Few);
        Assert.Throws<ArgumentException>(() => projector.Find([1f], cancellationToken: TestContext.Current.CancellationToken));
    }

    private static Projection Find(Projector projector, ReadOnlySpan<float> item) => projector.Find(item, cancellationToken: TestContext.Current.CancellationToken);
}
