using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Tests.Training;

public sealed class BoostingRoundsTests
{
    /// <summary>A classifier and pairs for three rounds; the policy only picks them.</summary>
    private static readonly Player[] Players =
        [.. new[] { "classifier", "d1", "g1", "d2", "g2", "d3", "g3" }.Select(name => new Player(name, [], new Sgd(), 1, _ => Tensor.Zeros(Shape.Scalar)))];

    [Fact]
    public void Next_plays_the_pairs_one_after_the_other_behind_a_quarter_for_the_classifier()
    {
        var policy = new BoostingRounds(3, DefaultSteps: 1000);
        string[] played = [.. Enumerable.Range(0, 36).Select(step => Played(policy, step, 36))];
        Assert.Equal(
            [
                .. Enumerable.Repeat("d1 g1", 12), .. Enumerable.Repeat("classifier", 3), .. Enumerable.Repeat("d2 g2", 9),
                .. Enumerable.Repeat("classifier", 3), .. Enumerable.Repeat("d3 g3", 9),
            ],
            played);
    }

    [Theory]
    [InlineData(0, "d1 g1")]
    [InlineData(7, "d1 g1")]
    [InlineData(8, "classifier")]
    [InlineData(10, "d2 g2")]
    [InlineData(17, "classifier")]
    [InlineData(24, "d3 g3")]
    [InlineData(1_000_000, "d3 g3")]
    public void Next_of_a_run_that_time_limits_goes_by_the_usual_steps_and_stays_in_the_last_round(long step, string expected) =>
        Assert.Equal(expected, Played(new BoostingRounds(3, DefaultSteps: 24), step, steps: null));

    [Fact]
    public void Next_of_one_round_never_asks_the_classifier() =>
        Assert.All(Enumerable.Range(0, 8), step => Assert.Equal("d1 g1", Played(new BoostingRounds(1, DefaultSteps: 8), step, 8)));

    [Theory]
    [InlineData(3, 7, 1, 1, 1, 2, 2, 3, 3)]
    [InlineData(2, 4, 1, 1, 2, 2)]
    public void RoundAt_gives_each_pair_its_share_of_the_steps(int rounds, int steps, params int[] expected) =>
        Assert.Equal(expected, Enumerable.Range(0, steps).Select(step => new BoostingRounds(rounds, DefaultSteps: 1000).RoundAt(step, steps)));

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

    private static string Played(BoostingRounds policy, long step, long? steps)
    {
        var names = new List<string>();
        while (policy.Next(new Standing(Players, step, steps, names.Count, new Dictionary<string, double>())) is { } player)
            names.Add(player.Name);
        return string.Join(' ', names);
    }

    private static void AssertWeights(double beta, float[] ratios, double[] expected)
    {
        double[] weights = Models.BoostingWeights(Tensor.Literal(NDArray.From([ratios.Length], ratios)), Tensor.Constant(beta)).Evaluate().ToDoubles();
        // Some roundings of float32.
        Assert.All(expected.Zip(weights), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
