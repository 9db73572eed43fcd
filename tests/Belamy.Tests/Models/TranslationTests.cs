using Belamy.Data;
using Belamy.Games;

namespace Belamy.Tests;

/// <summary>What systems that translate do once they are trained.</summary>
public sealed class TranslationTests
{
    [Fact]
    public void Pix2pix_has_its_noise_in_use_too()
    {
        using var game = new AssembledGame(Models.Pix2Pix with { Width = 2 }, Datasets.Open("digit-edges"));
        using var runner = new Runner(Assert.Single(game.Functions), items: 1);
        var edges = new float[1024];
        Datasets.Open("digit-edges").Column("input").Read(0, edges);
        float[] once = Translate(1);
        Assert.Equal(once, Translate(1));
        // Isola et al. 2017, section 2.1: dropout is the noise, at training time and at test time.
        Assert.NotEqual(once, Translate(2));

        float[] Translate(long seed) => runner.Run([edges], seed, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Cyclegan_translates_there_and_back_without_noise()
    {
        using var game = new AssembledGame(Models.CycleGan with { Width = 2 }, Datasets.Open("digit-negatives"));
        Assert.Equal(["translate: a → b", "translate-back: b → a"], game.Functions.Select(function => function.ToString()));
        using Runner there = new(game.Functions[0], items: 1), back = new(game.Functions[1], items: 1);
        var digit = new float[1024];
        Datasets.Open("digit-negatives").Column("a").Read(0, digit);
        float[] made = there.Run([digit], seed: 1, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(made, there.Run([digit], seed: 2, cancellationToken: TestContext.Current.CancellationToken));
        Assert.NotEqual(made, back.Run([digit], seed: 1, cancellationToken: TestContext.Current.CancellationToken));
    }
}
