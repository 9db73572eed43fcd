using Belamy.Games;
using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Tests.Training;

public sealed class TrainerTests
{
    [Fact]
    public void Run_tiny_game_reports_every_metric_and_ends_at_its_steps()
    {
        var seen = new List<TrainingProgress>();
        using TrainingRun run = Gan.Train(TinyRecipes.Dense, new GaussianData(50, 0, 0.5, 2), steps: 5, progress: seen.Add, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(TrainingOutcome.Completed, run.Result.Outcome);
        Assert.Equal(new TrainingState(5, 0, 20), run.Result.State);
        Assert.Equal(
            ["accuracy-generated", "accuracy-real", "discriminator-loss", "generator-loss"],
            run.Result.Metrics.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(TrainingStage.Finished, seen[^1].Stage);
        Assert.Equal(25, seen[^1].Samples!.Count);
    }

    /// <summary>What a report says follows from what else is known: speed, what is left, and measures at their step and no other.</summary>
    [Theory]
    [InlineData(9L, null, false)]
    [InlineData(9L, 3600, false)]
    [InlineData(1_000_000_000L, 3600, true)]
    [InlineData(null, 3600, true)]
    public void Reports_hold_speed_what_is_left_and_what_was_measured(long? steps, int? seconds, bool endsByTime)
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var data = new GaussianData(50, 0, 0.5, 2);
        TrainingOptions options = TinyRuns.EveryStep with { Steps = steps, ProgressSpacing = TimeSpan.Zero };
        RunFolder begun = RunFolder.Create(folder["run"], RunDescription.Create(TinyRecipes.Dense, data, steps: steps));
        Gan.Play(begun, data, options with { Steps = 4 }, cancellationToken: TestContext.Current.CancellationToken).Dispose();
        var told = new List<TrainingProgress>();
        options = options with { Time = seconds is { } limit ? TimeSpan.FromSeconds(limit) : null, Measurement = new EveryThird(), Progress = Hear };
        using TrainingRun run = Gan.Play(RunFolder.Open(begun.Path, TinyRecipes.Dense), data, options, cancellationToken: cancellation.Token);

        TrainingProgress[] reports = [.. told.Where(now => now.Stage == TrainingStage.Training && now.Step > 4)];
        Assert.Equal([5, 6, 7, 8, 9], reports.Select(now => now.Step).Distinct());
        Assert.All(reports, now => Assert.Equal(steps, now.Steps));
        // The clock is read more than once for a report, and something may come between; for one of them at least nothing does.
        Assert.InRange(reports.Min(now => now.ItemsPerSecond * now.Elapsed.TotalSeconds / ((now.Step - 4) * TinyRecipes.Dense.Batch)), 1 - 1e-6, 1.5);
        Assert.InRange(reports.Where(now => now.Step < 9).Min(now => Left(now) / now.Remaining!.Value.TotalSeconds), endsByTime ? 0.99 : 1 - 1e-6, 1.5);
        Assert.Equal([6, 9], reports.Where(now => now.Measures.Count > 0).Select(now => now.Step));
        Assert.Equal([null, 6L, 6L, 6L, 6L], reports.DistinctBy(now => now.Step).Select(now => now.Best?.Step));
        Assert.Equal(TrainingStage.Finished, told[^1].Stage);
        Assert.Equal(run.Result.Metrics, told[^1].Metrics);

        double Left(TrainingProgress now) => endsByTime ? seconds!.Value : now.Elapsed.TotalSeconds / (now.Step - 4) * (9 - now.Step);

        void Hear(TrainingProgress now)
        {
            told.Add(now);
            if (now.Step == 9 && now.Measures.Count > 0)
                cancellation.Cancel();
        }
    }

    /// <summary>w ← w - rate, at a rate that falls to nothing over the last half of the steps: by 1, 1, 1, 1, 1, ¾, ½ and ¼ of it.</summary>
    [Fact]
    public void Moves_are_played_at_rates_that_fall_and_their_measures_told_by_name()
    {
        var game = new OwnGame((_, setup) => Falling(setup, weight => weight * 2)) { Batch = 4, LearningRateDecay = 0.5 };
        var told = new List<TrainingProgress>();
        TrainingOptions options = TinyRuns.EveryStep with { Steps = 8, LearningRateDecay = 0.5, ProgressSpacing = TimeSpan.Zero, Progress = told.Add };
        using var folder = new TemporaryFolder();
        RunFolder run = RunFolder.Create(folder["run"], RunDescription.Create(game, Data, steps: 8));
        Gan.Play(run, Data, options, cancellationToken: TestContext.Current.CancellationToken).Dispose();
        // Of each step, before its move.
        double[] weights = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.425, 0.375];
        IReadOnlyList<IReadOnlyDictionary<string, double>> lines = run.Log.ReadMetrics();
        Assert.Equal(weights, lines.Select(line => Math.Round(line["player-loss"], 5)));
        Assert.Equal(weights.Select(weight => 2 * weight), lines.Select(line => Math.Round(line["twice"], 5)));
        Assert.Equal(["player-loss", "twice"], told[^1].Metrics.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Samples_and_losses_are_drawn_into_the_folder()
    {
        using var folder = new TemporaryFolder();
        var told = new List<TrainingProgress>();
        RunFolder run = RunFolder.Create(folder["run"], RunDescription.Create(TinyRecipes.Dense, Data, steps: 7));
        Gan.Play(run, Data, new TrainingOptions { Steps = 7, SamplesEvery = 3, MetricsEvery = 1, Progress = told.Add }, cancellationToken: TestContext.Current.CancellationToken).Dispose();
        Assert.Equal([3, 6, 7], Directory.GetFiles(run.SamplesPath, "*.png").Order(StringComparer.Ordinal).Select(file => int.Parse(Path.GetFileNameWithoutExtension(file)[^6..], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True(File.Exists(run.LossesPath));
        // Two players and the generator are compiled first, and told so to the end.
        TrainingProgress[] compiling = [.. told.TakeWhile(now => now.Stage == TrainingStage.Compiling)];
        Assert.All(compiling, now => Assert.Equal(3, now.Steps));
        Assert.Equal(3, compiling[^1].Compiled);
    }

    [Fact]
    public void Measure_that_is_not_finite_is_named()
    {
        var game = new OwnGame((_, setup) => Falling(setup, weight => weight / 0)) { Batch = 4 };
        var error = Assert.Throws<BelamyException>(() => Gan.Train(game, Data, steps: 8, cancellationToken: TestContext.Current.CancellationToken));
        Assert.StartsWith("player: its twice is infinite at step 1,", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(3600, 1)]
    public void Samples_and_checkpoints_come_as_far_apart_as_asked(int seconds, int times)
    {
        using var folder = new TemporaryFolder();
        var told = new List<TrainingProgress>();
        var spacing = TimeSpan.FromSeconds(seconds);
        RunFolder run = RunFolder.Create(folder["run"], RunDescription.Create(TinyRecipes.Dense, Data, steps: 9));
        TrainingOptions options = TinyRuns.EveryStep with { PreviewSpacing = spacing, CheckpointSpacing = spacing, ProgressSpacing = TimeSpan.Zero, Progress = told.Add };
        Gan.Play(run, Data, options, cancellationToken: TestContext.Current.CancellationToken).Dispose();
        TrainingProgress[] reports = [.. told.Where(now => now.Step > 0)];
        // The last of both come with the end, however near.
        Assert.Equal(times, reports.Where(now => now.Samples is not null).Select(now => now.Step).Distinct().Count());
        Assert.Equal(times, reports.Where(now => now.Checkpoint is not null).Select(now => now.Step).Distinct().Count());
    }

    [Fact]
    public void What_a_callback_throws_goes_on_to_the_caller_once_the_run_is_saved()
    {
        using var folder = new TemporaryFolder();
        var data = new GaussianData(50, 0, 0.5, 2);
        var mistake = new InvalidOperationException("a mistake of the caller");
        void Show(TrainingProgress progress)
        {
            if (progress.Step == 400)
                throw mistake;
        }

        // Samples are due at step 200 and 400, and reported.
        Assert.Same(mistake, Assert.Throws<InvalidOperationException>(() =>
            Gan.Train(TinyRecipes.Dense, data, steps: 1000, folder: folder["run"], progress: Show, cancellationToken: TestContext.Current.CancellationToken)));
        RunFolder run = RunFolder.Open(folder["run"], TinyRecipes.Dense);
        (AssembledGame game, TrainingState state) = run.LoadGame();
        game.Dispose();
        Assert.Equal(400, state.Step);
    }

    [Fact]
    public void What_a_callback_throws_before_the_first_move_leaves_no_checkpoint_of_nothing()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<InvalidOperationException>(() => Gan.Train(
            TinyRecipes.Dense,
            new GaussianData(50, 0, 0.5, 2),
            steps: 10,
            folder: folder["run"],
            progress: _ => throw new InvalidOperationException(),
            cancellationToken: TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(folder["run"]));
    }

    private static GaussianData Data => new(50, 0, 0.5, 2);

    private static GameParts Falling(GameSetup setup, Func<Tensor, Tensor> measured)
    {
        Module weight = setup.Build("weight", new Dense(1, bias: false, initializer: Initializers.Ones), [1]);
        Player player = setup.Player("player", new PlayerSettings { Optimizer = new Sgd(), LearningRate = 0.1 }, [weight], turn =>
        {
            Tensor value = turn.Apply(weight, Tensor.Constant(1, [1, 1])).Sum();
            turn.Measure("twice", measured(value));
            return value;
        });
        return new GameParts([player], new Alternating(), null);
    }

    private sealed class EveryThird : Measurement
    {
        public EveryThird() => Every = 3;

        public override IReadOnlyList<Measure> Take(Generator generator, CancellationToken cancellationToken) =>
            [new Measure("thought-up", "value", 1, IsHigherBetter: true) { Features = "none", Generated = 1, Real = 0, Split = "" }];
    }
}
