using Belamy.Data;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Tensors;
using Belamy.Tests.Training;

namespace Belamy.Tests;

/// <summary>What systems with generators of their own make of latent vectors, which no move of theirs shows.</summary>
public sealed class GeneratorFunctionTests
{
    private const int Count = 5;

    [Theory]
    [InlineData("vae", 2)]
    [InlineData("vae-gan", 8)]
    public void Logits_of_pixels_become_pictures(string model, int side)
    {
        using var game = new AssembledGame(Models.Find(model).Recipe.WithAny("latent", 2).WithAny("width", 2), [1, side, side]);
        double[] logits = Decoded(game);
        Assert.Equal(logits.Select(logit => (2 / (1 + Math.Exp(-logit))) - 1), Samples(game), (left, right) => Math.Abs(left - right) < 1e-5);
    }

    [Fact]
    public void Adversarial_autoencoder_decodes_draws_of_the_prior()
    {
        using var game = new AssembledGame(Models.AdversarialAutoencoder with { Latent = 2, Width = 2 }, [1, 2, 2]);
        Assert.Equal(Decoded(game), Samples(game), (left, right) => Math.Abs(left - right) < 1e-5);
    }

    [Fact]
    public void Bits_of_boundary_seeking_are_1_where_their_logits_are_high()
    {
        using var game = new AssembledGame(Models.BoundarySeeking with { Latent = 2, Width = 2 }, [3]);
        float[] bias = [100, -100, 100];
        bias.CopyTo(game.Networks["generator"].Parameters[^1].AsSpan<float>());
        Assert.Equal(Enumerable.Repeat((double[])[1, -1, 1], Count).SelectMany(item => item), Samples(game));
    }

    [Fact]
    public void Naive_bayes_draws_the_pixels_of_the_class_that_is_asked_for()
    {
        var data = new ArrayDataset("two", [2], [1, -1, -1, 1], [0, 1], ["a", "b"]);
        using var game = new AssembledGame(Models.NaiveBayes, data);
        // So many items that what was never seen is as good as impossible.
        game.Game.Store["state/class-counts"].AsSpan<float>().Fill(1e9f);
        float[] ones = [1e9f, 0, 0, 1e9f];
        ones.CopyTo(game.Game.Store["state/ones"].AsSpan<float>());
        Assert.Equal([-1, 1, -1, 1, -1, 1], game.RequireGenerator().Sample(3, label: 1).Values.ToArray());
        Assert.Equal([1, -1, 1, -1, 1, -1], game.RequireGenerator().Sample(3, label: 0).Values.ToArray());
    }

    [Fact]
    public void Boltzmann_machine_shows_the_probabilities_that_its_chains_come_to()
    {
        using var game = new AssembledGame(Models.Rbm with { Latent = 2, Batch = 4 }, [2]);
        var machine = (RestrictedBoltzmann)game.Networks["machine"];
        // Hidden units are always on, and each pixel's logit is its bias and two weights.
        machine.HiddenBias.AsSpan<float>().Fill(100);
        machine.Weight.AsSpan<float>().Fill(0.5f);
        float[] bias = [-1, 1];
        bias.CopyTo(machine.VisibleBias.AsSpan<float>());
        double high = (2 / (1 + Math.Exp(-2))) - 1;
        Assert.Equal(Enumerable.Repeat((double[])[0, high], Count).SelectMany(item => item), Samples(game), (left, right) => Math.Abs(left - right) < 1e-5);
    }

    private static double[] Samples(AssembledGame game) => [.. game.RequireGenerator().Sample(Count).Values.ToArray().Select(value => (double)value)];

    private static double[] Decoded(AssembledGame game)
    {
        Tensor latent = Tensor.Literal(NDArray.From<float>([Count, 2], game.RequireGenerator().Latents(Count)));
        return [.. game.Networks["decoder"].Forward(new ForwardContext { IsTraining = false }, latent).Evaluate().AsSpan<float>().ToArray().Select(value => (double)value)];
    }
}
