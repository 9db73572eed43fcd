using Belamy.Games;
using Belamy.Optimization;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Tests.Training;
using Belamy.Training;

namespace Belamy.Tests.Games;

public sealed class AccuracyLimitedTests
{
    [Theory]
    [InlineData(null, 2, 1, "gdd")]
    [InlineData(0.8, 2, 1, "gdd")]
    [InlineData(0.81, 2, 1, "g")]
    [InlineData(0.5, 2, 2, "gdf")]
    public void Next_lets_a_discriminator_that_is_right_too_often_wait(double? accuracy, int moves, int interval, string expected)
    {
        Player[] players = [.. (interval > 1 ? "dfg" : "dg").Select(name => new Player(name.ToString(), [], new Adam(), 1, _ => Tensor.Constant(0)))];
        Dictionary<string, double> latest = accuracy is { } value ? new() { [AccuracyLimited.Accuracy] = value } : [];
        var policy = new AccuracyLimited(0.8, new Alternating(moves) { Interval = interval });
        string moved = "";
        while (policy.Next(new Standing(players, 4, null, moved.Length, latest)) is { } player)
            moved += player.Name;
        Assert.Equal(expected, moved);
    }

    [Fact]
    public void Discriminator_waits_until_the_generator_has_caught_up()
    {
        var data = new GaussianData(500, mean: 1, deviation: 0.3);
        Adversarial recipe = new Adversarial().With("accuracy-limit=0.7") with { Networks = Belamy.Networks.DensePair.Create(), Latent = 2, Width = 4, Batch = 16 };
        using var game = new AssembledGame(recipe.With("discriminator.learning-rate", "0.01"), data);
        var accuracies = new List<double>();
        var counts = new List<int>();
        var counting = new Counting(game.Game.Policy, game.Game.Players[0]);
        game.Game.Policy = counting;
        for (int step = 1; step <= 200; step++)
        {
            var trainer = new Trainer(game.Game, data, new TrainingOptions { Steps = step, MetricsEvery = 1, Log = (_, means) => accuracies.Add(means[AccuracyLimited.Accuracy]) }, new TrainingState(step - 1));
            counting.Moves = 0;
            trainer.Run(TestContext.Current.CancellationToken);
            counts.Add(counting.Moves);
        }

        Assert.Equal(200, accuracies.Count);
        Assert.Contains(0, counts);
        Assert.Contains(1, counts);
        Assert.All(accuracies.Zip(counts), pair => Assert.Equal(pair.First > 0.7 ? 0 : 1, pair.Second));
    }

    private sealed record Counting(MovePolicy Inner, Player Counted) : MovePolicy
    {
        public int Moves { get; set; }

        public override Player? Next(Standing standing)
        {
            Player? next = Inner.Next(standing);
            Moves += ReferenceEquals(next, Counted) ? 1 : 0;
            return next;
        }
    }
}
