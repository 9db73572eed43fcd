using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Tensors;
using Belamy.Tests.Training;
using Belamy.Training;

namespace Belamy.Tests.Games;

public sealed class AccumulationTests
{
    private const int Steps = 7;

    // Float32 sums in another order: some roundings of 6e-8 per step. Adam divides by small numbers, which magnifies them.
    [Theory]
    [InlineData(2, "optimizer=sgd", 1e-6)]
    [InlineData(3, "optimizer=sgd", 1e-6)]
    [InlineData(3, "optimizer=adam", 2e-5)]
    public void Move_by_several_batches_does_what_one_large_batch_does(int batches, string optimizer, double tolerance)
    {
        Recipe recipe = Certain.With(optimizer).With("learning-rate=0.05");
        Dictionary<string, float[]> several = Play(recipe.With("batch=4").With($"accumulation={batches}"));
        Dictionary<string, float[]> large = Play(recipe.With($"batch={4 * batches}"));
        Dictionary<string, float[]> small = Play(recipe.With("batch=4"));
        foreach ((string name, float[] values) in large.Where(pair => !pair.Key.Contains("metrics/", StringComparison.Ordinal) && pair.Key != "random"))
            Assert.All(values.Zip(several[name]), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        Assert.True(large["generator/0/weight"].Zip(small["generator/0/weight"], (one, other) => Math.Abs(one - other)).Max() > 100 * tolerance);
    }

    [Fact]
    public void Move_changes_weights_with_its_last_batch_alone_and_statistics_with_each()
    {
        using var game = new AssembledGame(TinyRecipes.Dense.With("generator.accumulation=3"), [2]);
        Player generator = game.Game.Players[1];
        Move move = game.Game.MoveOf(generator);
        Parameter mean = game.Networks["generator"].Statistics[0];
        float[] weights = Weights(), average = Average();
        for (int batch = 1; batch <= 6; batch++)
        {
            float[] means = mean.AsSpan<float>().ToArray();
            move.Program.Run();
            Assert.Equal(batch % 3 != 0, move.IsGathering);
            Assert.Equal(move.IsGathering, game.Game.IsGathering);
            Assert.NotEqual(means, mean.AsSpan<float>().ToArray());
            Assert.Equal(move.IsGathering, weights.SequenceEqual(Weights()));
            Assert.Equal(move.IsGathering, average.SequenceEqual(Average()));
            (weights, average) = (Weights(), Average());
        }

        float[] Weights() => [.. generator.Parameters.SelectMany(parameter => parameter.AsSpan<float>().ToArray())];
        float[] Average() => game.Game.Store["average/generator/0/weight"].AsSpan<float>().ToArray();
    }

    /// <summary>
    /// A game without random numbers, whose generator changes items of the data, with all that happens once a move: shortened
    /// gradients, the mean of past weights, clipped weights, an average.
    /// </summary>
    private static OwnGame Certain => new((recipe, setup) =>
        {
            Module generator = setup.Build("generator", new Sequential(new Dense(4), new Tanh(), new Dense(2)), setup.Item, setup.Item);
            Module discriminator = setup.Build("discriminator", new Sequential(new Dense(5), new LeakyReLU(), new Dense(1)), setup.Item, [1]);
            var objective = new NonSaturating();
            var average = setup.Average(recipe.Averaging, generator);
            return new GameParts(
                [
                    setup.Player("discriminator", recipe.Discriminator, [discriminator], turn => objective.DiscriminatorLoss(
                        turn.Apply(discriminator, turn.Data), turn.Apply(discriminator, turn.ApplyFrozen(generator, turn.Data)))).With(new WeightClipping { Bound = 0.9 }.Constrain),
                    setup.Player("generator", recipe.Generator, [generator], turn => objective.GeneratorLoss(
                        turn.ApplyFrozen(discriminator, turn.Data), turn.ApplyFrozen(discriminator, turn.Apply(generator, turn.Data))), average),
                ],
                recipe.Order,
                null)
            {
                Average = average,
            };
        })
    {
        Latent = 1,
        Width = 1,
        DiscriminatorMoves = 2,
        Discriminator = new PlayerSettings { GradientLimit = 0.4, HistoricalAveraging = 0.1 },
        Generator = new PlayerSettings { HistoricalAveraging = 0.1 },
    };

    private static Dictionary<string, float[]> Play(Recipe recipe)
    {
        using var game = new AssembledGame(recipe, [2]);
        new Trainer(game.Game, TinyRuns.Points, new TrainingOptions { Steps = Steps }).Run(TestContext.Current.CancellationToken);
        return game.Game.Store.Parameters.Where(parameter => parameter.ElementType == ElementType.Float32)
            .ToDictionary(parameter => parameter.Name, parameter => parameter.AsSpan<float>().ToArray());
    }
}
