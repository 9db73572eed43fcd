using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Tests.Training;

/// <summary>A run that is no longer finite goes back, with gentler steps, wherever it is interrupted.</summary>
public sealed class RecoveryTests
{
    private const long Steps = 120;

    // w ← w (1 - 2 · rate): ×-5 at 3, ×-2 at 1.5, ×-½ at 0.75. The loss, w², leaves float32 at step 29, and with half the
    // rate at step 65: one return to the beginning, one to step 50, and then all is well.
    private static readonly OwnGame Quadratic = new((_, setup) => Falling(setup, 3)) { Batch = 4 };

    private static readonly TrainingOptions Options = new() { Steps = Steps, CheckpointSpacing = TimeSpan.Zero };

    private static GaussianData Data => new(50, 0, 0.5, 2);

    [Fact]
    public void Play_that_diverges_goes_back_and_ends_with_gentler_steps()
    {
        using var folder = new TemporaryFolder();
        using TrainingRun run = Play(folder["run"], Options);
        Assert.Equal(TrainingOutcome.Completed, run.Result.Outcome);
        Assert.InRange(run.Result.Metrics["player-loss"], 0, 1);
        // In between the loss is seen to have no bound.
        Assert.Equal(
            [("rollback", 0L), ("divergence", 30L), ("rollback", 50L)], run.Folder!.Log.ReadFindings().Select(finding => (finding.Symptom, finding.Step)));
        Assert.Contains("went back to step 50 and goes on with 1/4 of the learning rates (return 2 of 3)", run.Folder.Log.ReadFindings()[^1].Sentence, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 12).Select(line => line * 10), run.Folder.Log.ReadMetrics().Select(line => (int)line["step"]));
    }

    [Fact]
    public void Play_that_diverges_without_a_folder_ends_the_same()
    {
        using TrainingRun run = Gan.Train(Quadratic, Data, Steps, cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(run.Result.Metrics["player-loss"], 0, 1);
    }

    [Theory]
    [InlineData(1, 17)]
    [InlineData(1, 40)]
    [InlineData(1, 85)]
    [InlineData(7, 60)]
    [InlineData(50, 33)]
    [InlineData(50, 90)]
    [InlineData(1000, 130)]
    public void Play_interrupted_ends_in_the_bytes_and_lines_of_an_undisturbed_run(int checkpointEvery, int moves)
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Options with { CheckpointEvery = checkpointEvery };
        using TrainingRun whole = Play(folder["whole"], Options);
        using var cancellation = new CancellationTokenSource();
        RunFolder interrupted = Create(folder["interrupted"]);
        using (var game = new AssembledGame(Quadratic, Data))
        {
            int left = moves;
            TrainingOptions counted = options with { ProgressSpacing = TimeSpan.Zero, Progress = _ => CountDown(ref left, cancellation) };
            new Trainer(game.Game, Data, counted) { Folder = interrupted }.Run(cancellation.Token);
        }

        using TrainingRun resumed = Gan.Play(RunFolder.Open(interrupted.Path, Quadratic), Data, options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllBytes(whole.Folder!.LatestCheckpoint!), File.ReadAllBytes(resumed.Folder!.LatestCheckpoint!));
        Assert.Equal(whole.Folder.Log.ReadFindings(), resumed.Folder.Log.ReadFindings());
    }

    [Fact]
    public void Play_killed_before_it_went_back_ends_in_the_bytes_of_an_undisturbed_run()
    {
        using var folder = new TemporaryFolder();
        using TrainingRun whole = Play(folder["whole"], Options);
        // The last checkpoint of a process killed at step 57 is of step 57, and holds the state of step 50.
        RunFolder killed = Create(folder["killed"]);
        using (var game = new AssembledGame(Quadratic, Data))
        {
            TrainingOptions until = Options with { Steps = null, CheckpointEvery = 1, ProgressSpacing = TimeSpan.Zero };
            until = until with { Progress = now => Kill(now, killed) };
            Assert.Throws<OperationCanceledException>(() =>
                new Trainer(game.Game, Data, until) { Folder = killed }.Run(TestContext.Current.CancellationToken));
        }

        Assert.Equal(57, killed.Checkpoints[0].Step);
        using TrainingRun resumed = Gan.Play(RunFolder.Open(killed.Path, Quadratic), Data, Options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllBytes(whole.Folder!.LatestCheckpoint!), File.ReadAllBytes(resumed.Folder!.LatestCheckpoint!));
    }

    [Fact]
    public void Play_that_diverges_at_any_rate_gives_up_after_three_returns()
    {
        OwnGame hopeless = Quadratic with { Play = (_, setup) => Falling(setup, 1e9) };
        using var temporary = new TemporaryFolder();
        RunFolder folder = RunFolder.Create(temporary["run"], RunDescription.Create(hopeless, Data, steps: Steps));
        using var game = new AssembledGame(hopeless, Data);
        var error = Assert.Throws<BelamyException>(() => new Trainer(game.Game, Data, Options) { Folder = folder }.Run(TestContext.Current.CancellationToken));
        Assert.Matches(@"^player: its loss is infinite at step \d+, after 3 returns to an earlier step, each with half the learning rates; the last good checkpoint is .*step-000000.*; try a lower player.learning-rate$", error.Message);
        // The log says how it ended, to whoever reads it later.
        IReadOnlyList<Finding> findings = folder.Log.ReadFindings();
        Assert.Equal(("diverged", Severity.Failure), (findings[^1].Symptom, findings[^1].Severity));
        Assert.StartsWith("The run ended: the player diverged again after 3 returns", findings[^1].Sentence, StringComparison.Ordinal);
        Assert.Equal("Start again with a lower player.learning-rate.", findings[^1].Advice);
        Assert.Equal(["half", "1/4", "1/8"], findings.Where(finding => finding.Symptom == "rollback").Select(finding => finding.Sentence.Split(" of the learning rates")[0].Split(' ')[^1]));
    }

    /// <summary>A loss can be finite while the weights behind it are not; they are found before they take the place of good ones.</summary>
    [Fact]
    public void Weights_that_are_not_finite_are_never_kept()
    {
        // w ← w - rate: past the greatest float at the second step, whose loss, the w of before, is finite.
        OwnGame linear = Quadratic with { Play = (_, setup) => Falling(setup, 3e38, weight => weight.Sum()) };
        using var temporary = new TemporaryFolder();
        RunFolder folder = RunFolder.Create(temporary["run"], RunDescription.Create(linear, Data, steps: Steps));
        using var game = new AssembledGame(linear, Data);
        List<long> saved = [];
        List<string> warnings = [];
        TrainingOptions each = Options with { CheckpointEvery = 1, Progress = Look };
        Assert.Throws<BelamyException>(() => new Trainer(game.Game, Data, each) { Folder = folder }.Run(TestContext.Current.CancellationToken));
        // A return, and half the rate, after each.
        Assert.Equal([1, 1, 2, 1, 2, 3, 4, 1], saved.Take(8));
        Assert.Empty(warnings);

        void Look(TrainingProgress now)
        {
            if (now is not { Checkpoint: not null, Step: > 0 })
                return;
            saved.Add(now.Step);
            RunFolder.Open(folder.Path, linear).LoadGame(warnings.Add).Game.Dispose();
        }
    }

    /// <summary>The last step is no exception: what it broke is played again before anything is saved.</summary>
    [Fact]
    public void Weights_that_the_last_step_broke_are_played_again()
    {
        OwnGame linear = Quadratic with { Play = (_, setup) => Falling(setup, 3e38, weight => weight.Sum()) };
        using var temporary = new TemporaryFolder();
        RunFolder folder = RunFolder.Create(temporary["run"], RunDescription.Create(linear, Data, steps: 2));
        Gan.Play(folder, Data, Options with { Steps = 2 }, cancellationToken: TestContext.Current.CancellationToken).Dispose();
        List<string> warnings = [];
        (AssembledGame game, TrainingState state) = RunFolder.Open(folder.Path, linear).LoadGame(warnings.Add);
        game.Dispose();
        Assert.Equal(2, state.Step);
        Assert.Empty(warnings);
        Assert.Equal("rollback", Assert.Single(folder.Log.ReadFindings()).Symptom);
    }

    private static void Kill(TrainingProgress now, RunFolder folder)
    {
        if (now.Step == 57 && folder.Log.ReadFindings().Count(finding => finding.Symptom == "rollback") == 1)
            throw new OperationCanceledException();
    }

    private static void CountDown(ref int left, CancellationTokenSource cancellation)
    {
        if (--left == 0)
            cancellation.Cancel();
    }

    private static GameParts Falling(GameSetup setup, double rate, Func<Tensor, Tensor>? loss = null)
    {
        Module weight = setup.Build("weight", new Dense(1, bias: false, initializer: Initializers.Ones), [1]);
        Player player = setup.Player(
            "player",
            new PlayerSettings { Optimizer = new Sgd(), LearningRate = rate },
            [weight],
            turn => (loss ?? (value => value.Square().Sum()))(turn.Apply(weight, Tensor.Constant(1, [1, 1]))));
        return new GameParts([player], new Alternating(), null);
    }

    private static RunFolder Create(string path) => RunFolder.Create(path, RunDescription.Create(Quadratic, Data, steps: Steps));

    private static TrainingRun Play(string path, TrainingOptions options) =>
        Gan.Play(Create(path), Data, options, cancellationToken: TestContext.Current.CancellationToken);
}
