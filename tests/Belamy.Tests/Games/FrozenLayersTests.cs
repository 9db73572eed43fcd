using Belamy.Games;
using Belamy.Networks;
using Belamy.Penalties;
using Belamy.Tensors;
using Belamy.Tests.Training;
using Belamy.Training;
using static Belamy.Tests.Training.TinyRuns;

namespace Belamy.Tests.Games;

public sealed class FrozenLayersTests
{
    /// <summary>Two layers with batch norm behind the first, and a head; spectral norm keeps a statistic of its own.</summary>
    private static readonly Adversarial Recipe = TinyRecipes.Dense with
    {
        Networks = new NetworkPair(
            "tiny",
            TinyRecipes.Dense.Networks.Generator,
            _ => new Sequential(new Flatten(), new Dense(5, weight: new SpectralNorm()), new BatchNorm(), new LeakyReLU(), new Dense(4), new LeakyReLU(), new Dense(1))),
        // Clips every weight of the critic after each move.
        Penalty = new WeightClipping { Bound = 0.05 },
    };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Frozen_layers_keep_weights_and_statistics_to_the_bit_and_all_others_move(int frozen)
    {
        using var before = new AssembledGame(Recipe, Points);
        using var game = new AssembledGame(Recipe.With($"discriminator.frozen-layers={frozen}"), Points);
        new Trainer(game.Game, Points, EveryStep).Run(TestContext.Current.CancellationToken);
        string[] layers = ["discriminator/1/", "discriminator/4/"];
        string[] kept = [.. layers.Take(frozen), .. frozen > 0 ? ["discriminator/2/"] : Array.Empty<string>()];
        int checkedCount = 0;
        foreach (Parameter parameter in before.Networks.Values.SelectMany(network => network.Parameters.Concat(network.Statistics)))
        {
            bool isSame = parameter.AsBytes().SequenceEqual(game.Game.Store[parameter.Name].AsBytes());
            Assert.True(isSame == kept.Any(prefix => parameter.Name.StartsWith(prefix, StringComparison.Ordinal)), $"{parameter.Name} is{(isSame ? "" : " not")} as it began");
            checkedCount++;
        }

        Assert.True(checkedCount >= 14);
        Assert.Equal(frozen > 0, game.Game.Store.Find("optimizer/discriminator/first-moment/discriminator/1/weight") is null);
    }

    [Fact]
    public void A_move_ahead_leaves_them_too()
    {
        using var before = new AssembledGame(Recipe, Points);
        using var game = new AssembledGame((Recipe with { Unrolling = 2 }).With("discriminator.frozen-layers=1"), Points);
        new Trainer(game.Game, Points, EveryStep).Run(TestContext.Current.CancellationToken);
        Assert.Equal(before.Game.Store["discriminator/1/weight"].AsBytes().ToArray(), game.Game.Store["discriminator/1/weight"].AsBytes().ToArray());
    }

    [Fact]
    public void One_layer_at_least_must_learn() => Assert.Equal(
        "frozen-layers=3: discriminator has 3 layers with weights, of which one at least must learn; freeze at most 2",
        Assert.Throws<BelamyException>(() => new AssembledGame(Recipe.With("discriminator.frozen-layers=3"), Points)).Message);
}
