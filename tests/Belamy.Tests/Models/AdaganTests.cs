using Belamy.Games;
using Belamy.Optimization;
using Belamy.Tensors;
using Belamy.Tests.Training;

namespace Belamy.Tests;

public sealed class AdaganTests
{
    [Fact]
    public void Pairs_play_one_after_the_other_behind_a_quarter_for_the_classifier()
    {
        string[] played = [.. Enumerable.Range(0, 36).Select(step => Played(3, step, 36))];
        Assert.Equal(
            [
                .. Enumerable.Repeat("d1 g1", 12), .. Enumerable.Repeat("mixture", 3), .. Enumerable.Repeat("d2 g2", 9),
                .. Enumerable.Repeat("mixture", 3), .. Enumerable.Repeat("d3 g3", 9),
            ],
            played);
    }

    [Theory]
    [InlineData(0, "d1 g1")]
    [InlineData(7, "d1 g1")]
    [InlineData(8, "mixture")]
    [InlineData(10, "d2 g2")]
    [InlineData(17, "mixture")]
    [InlineData(24, "d3 g3")]
    [InlineData(1_000_000, "d3 g3")]
    public void Rounds_of_a_run_that_time_limits_go_by_the_usual_steps_and_stay_with_the_last_pair(long step, string expected) =>
        Assert.Equal(expected, Played(3, step, steps: null));

    [Fact]
    public void One_round_never_asks_the_classifier() => Assert.All(Enumerable.Range(0, 8), step => Assert.Equal("d1 g1", Played(1, step, 8)));

    [Fact]
    public void Rounds_count_a_pair_and_the_classifier_before_it()
    {
        Stages stages = (Models.Adagan with { Rounds = 3 }).StagesOf();
        Assert.Equal([.. Enumerable.Repeat(1, 12), .. Enumerable.Repeat(2, 12), .. Enumerable.Repeat(3, 12)],
            Enumerable.Range(0, 36).Select(step => Adagan.RoundOf(stages.At(step, 36))));
    }

    [Fact]
    public void Discriminator_of_each_pair_moves_as_often_as_the_recipe_says()
    {
        Stages stages = (Models.Adagan with { Rounds = 2, DiscriminatorMoves = 2 }).StagesOf();
        Assert.Equal(["d1 d1 g1", "mixture", "d2 d2 g2"], new[] { 0, 8, 10 }.Select(step => Played(stages, Players(2), step, 16)));
    }

    // Algorithm 2 with p = 1/4: of the sorted ratios 0, ½, 2, 4 the first three have λ = (½ + ½ · 2.5/4) / (3/4) = 13/12, which ½ · 4
    // exceeds and ½ · 2 does not; w = (λ - d/2) / (4 · ½).
    [Fact]
    public void Weights_are_those_of_the_algorithm_by_hand() =>
        AssertWeights(0.5, [2, 0, 4, 0.5f], [1 / 24.0, 13 / 24.0, 0, 10 / 24.0]);

    // All of them have λ = (⅓ + ⅔ · 1) / 1 = 1: a mixture that fits leaves the data as they are.
    [Fact]
    public void Weights_of_a_mixture_that_fits_are_equal() => AssertWeights(1 / 3.0, [1, 1, 1, 1], [0.25, 0.25, 0.25, 0.25]);

    // With β = ⅓ the items that are missed, d = 0, have λ = ⅓ / ½ = ⅔, less than ⅔ · 2.
    [Fact]
    public void Weights_go_to_what_the_mixture_misses() => AssertWeights(1 / 3.0, [2, 0, 2, 0], [0, 0.5, 0, 0.5]);

    // Where β = 1 there is no mixture yet, and what it would be worth counts for nothing.
    [Fact]
    public void Weights_of_the_first_round_are_equal() => AssertWeights(1, [9, 0, 3, 0.1f], [0.25, 0.25, 0.25, 0.25]);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Items_come_in_equal_shares_from_the_generators_of_the_rounds_so_far(int round)
    {
        using var game = new AssembledGame(Models.Adagan with { Networks = ConstantGenerators.Pair, Latent = 1 }, [1]);
        ConstantGenerators.Number(game, 5);
        game.Game.Store["schedule/round"].AsSpan<float>()[0] = round;
        ConstantGenerators.AssertShares(game, [.. Enumerable.Range(0, 5).Select(at => at < round ? 1.0 / round : 0)]);
    }

    private static string Played(int rounds, long step, long? steps) =>
        Played((Models.Adagan with { Rounds = rounds, Steps = 24 }).StagesOf(), Players(rounds), step, steps);

    private static string Played(Stages stages, Player[] players, long step, long? steps)
    {
        var names = new List<string>();
        while (stages.Next(new Standing(players, step, steps, names.Count, new Dictionary<string, double>())) is { } player)
            names.Add(player.Name.Replace("discriminator-", "d", StringComparison.Ordinal).Replace("generator-", "g", StringComparison.Ordinal));
        return string.Join(' ', names);
    }

    /// <summary>The players' names alone: the stages only pick them.</summary>
    private static Player[] Players(int rounds) =>
        [.. Enumerable.Range(1, rounds).SelectMany(at => (string[])[$"discriminator-{at}", $"generator-{at}"]).Prepend("mixture")
            .Select(name => new Player(name, [], new Sgd(), 1, _ => Tensor.Zeros(Shape.Scalar)))];

    private static void AssertWeights(double beta, float[] ratios, double[] expected)
    {
        double[] weights = Adagan.WeightsOf(Tensor.Literal(NDArray.From([ratios.Length], ratios)), Tensor.Constant(beta)).Evaluate().ToDoubles();
        // Some roundings of float32.
        Assert.All(expected.Zip(weights), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
