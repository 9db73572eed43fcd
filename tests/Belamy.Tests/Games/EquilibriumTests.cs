using Belamy.Games;
using Belamy.Optimization;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Tests.Training;
using Belamy.Training;

namespace Belamy.Tests.Games;

public sealed class EquilibriumTests
{
    [Theory]
    [InlineData(0.6, 0.7, "bac")]
    [InlineData(0.1, 0.7, "bc")]
    [InlineData(0.6, 1.2, "ba")]
    [InlineData(0.1, 1.2, "bac")]
    public void Next_lets_the_winning_side_wait(double real, double generated, string expected) =>
        Assert.Equal(expected, Play(new Equilibrium(), "abc", 5, real, generated));

    [Theory]
    [InlineData(2, 1, "dbg", 0.6, 0.7, "bddg")]
    [InlineData(2, 1, "dbg", 0.1, 0.7, "bg")]
    [InlineData(2, 1, "dbg", 0.6, 1.2, "bdd")]
    [InlineData(2, 1, "dbg", 0.1, 1.2, "bddg")]
    [InlineData(3, 2, "dfbg", 0.6, 0.7, "bdfdg")]
    [InlineData(3, 2, "dfbg", 0.1, 0.7, "bg")]
    public void Next_keeps_the_order_of_the_discriminators_moves(
        int moves, int interval, string players, double real, double generated, string expected) =>
        Assert.Equal(expected, Play(new Equilibrium { Order = new Alternating(moves) { Interval = interval } }, players, 4, real, generated));

    [Fact]
    public void Next_pretrains_in_the_first_step() =>
        Assert.Equal("bdddg", Play(new Equilibrium { Order = new Alternating(1, Pretraining: 2) }, "dbg", 0, 0.6, 0.7));

    [Fact]
    public void Each_side_waits_while_it_wins_by_more_than_the_margin()
    {
        const double Margin = 0.1;
        var data = new GaussianData(500, mean: 1, deviation: 0.3);
        Adversarial recipe = new Adversarial().With($"loss-gate={Margin}").With("learning-rate=0.03") with { Networks = Belamy.Networks.DensePair.Create(), Latent = 2, Width = 4, Batch = 16 };
        using var game = new AssembledGame(recipe, data);
        var counting = new Counting(game.Game.Policy);
        game.Game.Policy = counting;
        var costs = new List<(double Real, double Generated)>();
        var moved = new List<string>();
        for (int step = 1; step <= 200; step++)
        {
            var options = new TrainingOptions { Steps = step, MetricsEvery = 1, Log = (_, means) => costs.Add((means["cost-real"], means["cost-generated"])) };
            counting.Moved.Clear();
            new Trainer(game.Game, data, options, new TrainingState(step - 1)).Run(TestContext.Current.CancellationToken);
            moved.Add(string.Join(' ', counting.Moved));
        }

        Assert.All(costs.Zip(moved), pair =>
        {
            bool isSure = Math.Min(pair.First.Real, pair.First.Generated) < 0.68 - Margin;
            bool isFooled = Math.Max(pair.First.Real, pair.First.Generated) > 0.68 + Margin;
            Assert.Equal(isSure == isFooled ? "gate discriminator generator" : isSure ? "gate generator" : "gate discriminator", pair.Second);
        });
        Assert.Equal(["gate discriminator", "gate discriminator generator", "gate generator"], moved.Distinct().Order(StringComparer.Ordinal));
    }

    private static string Play(MovePolicy policy, string names, long step, double real, double generated)
    {
        Player[] players = [.. names.Select(name => new Player(name.ToString(), [], new Adam(), 1, _ => Tensor.Constant(0)))];
        var latest = new Dictionary<string, double> { ["cost-real"] = real, ["cost-generated"] = generated };
        string moved = "";
        while (policy.Next(new Standing(players, step, null, moved.Length, latest)) is { } player)
            moved += player.Name;
        return moved;
    }

    private sealed record Counting(MovePolicy Inner) : MovePolicy
    {
        public List<string> Moved { get; } = [];

        public override Player? Next(Standing standing)
        {
            Player? next = Inner.Next(standing);
            if (next is not null)
                Moved.Add(next.Name);
            return next;
        }
    }
}
