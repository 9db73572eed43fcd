using Belamy.Data;
using Belamy.Lessons;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Tensors;
using Belamy.Tests.Training;

namespace Belamy.Tests.Lessons;

/// <summary>A game in slow motion is the trainer's game, and what is shown of it is so.</summary>
public sealed class SlowGameTests
{
    private static readonly MixtureDataset Ring = MixtureDataset.Ring("ring", modes: 8, radius: 2, deviation: 0.02, count: 2000);

    /// <summary>Smooth networks, so that differences are gradients.</summary>
    private static Adversarial Smooth { get; } = new Adversarial
    {
        Networks = new NetworkPair(
            "smooth",
            sizes => new Sequential(new Dense(12), new Tanh(), new Dense((int)sizes.Item.Count), new Reshape(sizes.Item.ToArray())),
            _ => new Sequential(new Flatten(), new Dense(16), new Tanh(), new Dense(1))),
        Latent = 3,
        Batch = 16,
        Averaging = 0,
    };

    public static TheoryData<string> Objectives { get; } = [.. Objective.All.Select(objective => objective.Name)];

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 2)]
    public void Moves_one_by_one_give_the_weights_of_the_trainer(int discriminatorMoves, int pretraining)
    {
        // Statistics, dropout, averages, accumulated gradients: every kind of state.
        Adversarial recipe = TinyRecipes.Dense with
        {
            DiscriminatorMoves = discriminatorMoves,
            Pretraining = pretraining,
            Penalty = new R1 { Gamma = 0.5 },
            Generator = new PlayerSettings { Accumulation = 2 },
        };
        const int Steps = 12;
        using TrainingRun trained = Gan.Train(recipe, Ring, steps: Steps, cancellationToken: TestContext.Current.CancellationToken);
        using var game = new SlowGame(recipe, Ring);
        for (int step = 0; step < Steps; step++)
        {
            for (int move = 0; move < discriminatorMoves + (step == 0 ? pretraining : 0); move++)
                game.MoveDiscriminator();
            Assert.Equal(step, game.Step);
            game.Look();
            game.MoveGenerator();
        }

        Assert.Equal((Steps, (Steps * discriminatorMoves) + pretraining, 0), (game.Step, game.DiscriminatorMoves, game.Pending));
        SameState(game, trained.Game.Game.Store);
        Assert.Equal(trained.Result.Metrics["generator-loss"], game.Latest["generator-loss"]);

        using var stepped = new SlowGame(recipe, Ring);
        // The rest of a step that was begun by hand.
        stepped.MoveDiscriminator();
        for (int step = 0; step < Steps; step++)
            stepped.PlayStep();
        SameState(stepped, trained.Game.Game.Store);
    }

    [Fact]
    public void Game_goes_on_with_other_settings_from_where_it_stands()
    {
        using var whole = new SlowGame(Smooth, Ring);
        using var first = new SlowGame(Smooth, Ring);
        for (int step = 0; step < 10; step++)
            whole.PlayStep();
        for (int step = 0; step < 4; step++)
            first.PlayStep();
        first.MoveDiscriminator();
        using SlowGame second = first.With(Smooth);
        Assert.Equal((4L, 1, 5L), (second.Step, second.Pending, second.DiscriminatorMoves));
        second.MoveGenerator();
        for (int step = 0; step < 5; step++)
            second.PlayStep();
        SameState(second, whole.Game.Game.Store);
        Assert.Equal(whole.Look().Generated.ToArray(), second.Look().Generated.ToArray());

        using SlowGame changed = first.With(Smooth with { Objective = new Hinge(), Generator = new PlayerSettings { LearningRate = 0.5, Optimizer = Smooth.Generator.Optimizer } });
        float before = changed.Look().Generated.Span[0];
        Assert.Equal(first.Look().Generated.Span[0], before);
        changed.MoveGenerator();
        Assert.True(Math.Abs(changed.Look().Generated.Span[0] - before) > 0.1, "the new rate counts");
        Assert.Equal("−E[D(G(z))]", $"{changed.Look().GeneratorFormula}");
        Assert.Throws<BelamyException>(() => first.With(Smooth with { Latent = 4 }));
    }

    [Theory]
    [MemberData(nameof(Objectives))]
    public void Arrows_are_what_the_generators_loss_changes_by(string name)
    {
        using var game = new SlowGame(Smooth with { Objective = Objective.All.Single(objective => objective.Name == name) }, Ring);
        for (int step = 0; step < 20; step++)
            game.PlayStep();
        GameView view = game.Look();
        int count = view.GeneratedScores.Length;
        foreach (int at in new[] { 0, 7, count - 1 })
        {
            for (int axis = 0; axis < 2; axis++)
            {
                // Scores are float32: an error of 1e-7 over twice this.
                const float Reach = 0.01f;
                double slope = (LossAt(Reach) - LossAt(-Reach)) / (2 * Reach);
                // The loss is a mean over points, the arrow a point's own.
                Assert.Equal(-slope * count, view.Arrows.Span[(2 * at) + axis], 2e-3);

                double LossAt(float reach)
                {
                    float[] points = view.Generated.ToArray();
                    points[(2 * at) + axis] += reach;
                    return view.GeneratorFormula!.Value(view.RealScores, [.. game.Scores(points).Select(score => (double)score)]);
                }
            }
        }

        Assert.Contains(view.Arrows.ToArray(), length => Math.Abs(length) > 0.01);
        float[] lengths = [.. Enumerable.Range(0, count).Select(at => MathF.Sqrt(MathF.Pow(view.Arrows.Span[2 * at], 2) + MathF.Pow(view.Arrows.Span[(2 * at) + 1], 2))).Order()];
        Assert.Equal(lengths[count / 2], view.MedianArrow, 1e-6);
    }

    [Fact]
    public void View_shows_the_discriminators_values_and_the_losses()
    {
        using var game = new SlowGame(Smooth with { Penalty = new R1 { Gamma = 2 } }, Ring);
        for (int step = 0; step < 10; step++)
            game.PlayStep();
        GameView view = game.Look();
        Assert.Equal(view.Columns * view.Columns, view.Field.Length);
        Assert.Equal(Reference(view.Places), view.Field.ToArray(), Near);
        Assert.Equal(Reference(view.Real).Select(score => (double)score), view.RealScores, (one, other) => Math.Abs(one - other) < 1e-5);
        Assert.Equal(Reference(view.Generated), game.Scores(view.Generated.Span), Near);
        Assert.Equal(game.Game.Generator!.Sample(view.GeneratedScores.Length).Values.ToArray(), view.Generated.ToArray());
        Assert.Equal(view.DiscriminatorFormula!.Value(view.RealScores, view.GeneratedScores) + view.Penalty, view.DiscriminatorLoss, 1e-5);
        Assert.Equal(view.GeneratorFormula!.Value(view.RealScores, view.GeneratedScores), view.GeneratorLoss, 1e-5);
        Assert.Equal("½ · 2 · E[‖∇D(x)‖²]", view.PenaltyFormula);
        Assert.True(view.Penalty > 0);
        Assert.Equal(view.RealScores.Count(score => score > 0) / (double)view.RealScores.Length, view.AccuracyReal, 1e-12);
        Assert.Equal(view.GeneratedScores.Count(score => score <= 0) / (double)view.RealScores.Length, view.AccuracyGenerated, 1e-12);
        // The first row is at the top, and all that is real lies inside.
        Assert.True(view.Places.Span[1] > view.Places.Span[^1]);
        Assert.All(view.Real.ToArray(), value => Assert.InRange(value, view.Low, view.High));

        float[] Reference(ReadOnlyMemory<float> points)
        {
            var context = new ForwardContext { IsTraining = false, CollectsUpdates = false };
            return game.Game.Parts.Critic!(context, Tensor.Literal(NDArray.From<float>([points.Length / 2, 2], points.ToArray()))).Evaluate().AsSpan<float>().ToArray();
        }
    }

    // The compiled program and the reference evaluator add in another order.
    private static bool Near(float one, float other) => Math.Abs(one - other) < 1e-5f;

    [Fact]
    public void Numbers_have_densities_that_add_up_to_one()
    {
        using var game = new SlowGame(Smooth, MixtureDataset.Normal("numbers", mean: 4, deviation: 0.5, count: 2000));
        GameView view = game.Look();
        Assert.Equal((1, view.Columns), (view.Dimensions, view.Field.Length));
        double space = (view.High - view.Low) / (view.Columns - 1);
        foreach (ReadOnlyMemory<float> density in new[] { view.RealDensity, view.GeneratedDensity })
            Assert.Equal(1, density.ToArray().Sum() * space, 0.02);
        // The height of a bell of deviation 1/2 is 0.8; 256 numbers and the kernel's width take a tenth.
        Assert.InRange(view.RealDensity.ToArray().Max(), 0.65, 0.95);
        Assert.Equal(0, view.Modes);
    }

    [Fact]
    public void Game_that_has_diverged_stands_still()
    {
        using var game = new SlowGame(Smooth with { Discriminator = new PlayerSettings { LearningRate = 1e38, Optimizer = new Sgd() } }, Ring);
        for (int step = 0; step < 20 && !game.HasDiverged; step++)
            game.PlayStep();
        Assert.True(game.HasDiverged);
        long step0 = game.Step;
        game.PlayStep();
        game.MoveGenerator();
        game.MoveDiscriminator();
        Assert.Equal(step0, game.Step);
        game.Look();
    }

    [Fact]
    public void What_cannot_be_shown_is_refused_in_a_line()
    {
        Assert.Contains("ring8", Assert.Throws<BelamyException>(() => new SlowGame(Smooth, Datasets.Digits())).Message, StringComparison.Ordinal);
        Assert.Contains("packing", Assert.Throws<BelamyException>(() => new SlowGame(Smooth with { Packing = 2 }, Ring)).Message, StringComparison.Ordinal);
        Assert.Contains("limits", Assert.Throws<BelamyException>(() => new SlowGame(Smooth with { AccuracyLimit = 0.8 }, Ring)).Message, StringComparison.Ordinal);
        Assert.Contains("lazy", Assert.Throws<BelamyException>(() => new SlowGame(Smooth with { Penalty = new R1 { Every = 4 } }, Ring)).Message, StringComparison.Ordinal);
        Assert.Equal(["gaussian1d", "grid25", "moons", "ring8", "ring8-easy", "swissroll"], SlowGame.DataNames);
    }

    private static void SameState(SlowGame game, ParameterStore store)
    {
        int compared = 0;
        foreach (Parameter parameter in game.Game.Game.Store.Parameters)
        {
            // Sums for the log, which a game in slow motion does not write.
            if (parameter.Name.StartsWith("metrics/", StringComparison.Ordinal))
                continue;
            Assert.True(parameter.AsBytes().SequenceEqual(store[parameter.Name].AsBytes()), parameter.Name);
            compared++;
        }

        Assert.True(compared > 8);
    }
}
