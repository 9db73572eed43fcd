using Belamy.Games;
using Belamy.Runs;
using Belamy.Tests.Games;
using Belamy.Training;
using static Belamy.Tests.Training.TinyRuns;

namespace Belamy.Tests.Training;

public sealed class ResumeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    public void Play_interrupted_after_any_move_ends_in_the_bytes_of_an_undisturbed_run(int moves) =>
        AssertUndisturbed(TinyRecipes.Dense with { DiscriminatorMoves = 2, Pretraining = 3, LearningRateDecay = 0.5 }, moves);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public void Play_interrupted_keeps_replayed_items_and_whose_turn_it_is(int moves) =>
        AssertUndisturbed(TinyRecipes.Dense with { DiscriminatorMoves = 2, Replay = 6, AccuracyLimit = 0.5 }, moves);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(14)]
    public void Play_interrupted_keeps_which_side_waits(int moves) =>
        AssertUndisturbed(TinyRecipes.Dense with { DiscriminatorMoves = 2, LossGate = 0.05 }, moves);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(10)]
    public void Play_interrupted_goes_on_in_its_stage(int moves) => AssertUndisturbed(StagesTests.Staged, moves);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(13)]
    public void Play_interrupted_keeps_the_mean_of_past_weights(int moves) =>
        AssertUndisturbed(TinyRecipes.Dense.With("historical-averaging=0.5"), moves);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(23)]
    public void Play_interrupted_between_the_batches_of_a_move_keeps_their_gradients(int batches) =>
        AssertUndisturbed(TinyRecipes.Dense.With("discriminator.accumulation=3").With("generator.accumulation=2"), batches);

    [Theory]
    [InlineData(0.5, 0, 18L, "learning rates follow the total of steps, from step 9 on 18 in place of 9; the run will not end as one begun with 18 would")]
    [InlineData(0.5, 0.1, 18L, "learning rates and instance noise follow the total of steps, from step 9 on 18 in place of 9; the run will not end as one begun with 18 would")]
    [InlineData(0, 0.1, null, "instance noise follow the total of steps, from step 9 on none in place of 9; a session that time alone limits has no end that they could follow")]
    [InlineData(0.5, 0, 9L, null)]
    [InlineData(0, 0, 18L, null)]
    public void Play_to_another_number_of_steps_says_what_follows_it(double decay, double noise, long? steps, string? said)
    {
        using var folder = new TemporaryFolder();
        Adversarial recipe = TinyRecipes.Dense with { LearningRateDecay = decay, InstanceNoise = noise };
        CancellationToken token = TestContext.Current.CancellationToken;
        RunFolder run = RunFolder.Create(folder["run"], RunDescription.Create(recipe, Points, steps: Steps));
        var warnings = new List<string>();
        Gan.Play(run, Points, EveryStep, warnings.Add, token).Dispose();
        Assert.Empty(warnings);
        run = RunFolder.Open(folder["run"], recipe);
        if (steps is not null)
            run.Extend(steps);
        Gan.Play(run, Points, EveryStep with { Steps = steps, Time = steps is null ? TimeSpan.Zero : null }, warnings.Add, token).Dispose();
        Assert.Equal(said is null ? [] : [$"{folder["run"]}: its {said}"], warnings);
    }

    [Fact]
    public void Stages_follow_the_total_of_steps_too()
    {
        using var game = new AssembledGame(StagesTests.Staged, Points);
        Assert.Equal("run: its stages follow the total of steps, from step 1 on 20 in place of 10; the run will not end as one begun with 20 would", TotalOfSteps.Describe("run", game, 1, 10, 20));
        Assert.Null(TotalOfSteps.Describe("run", game, 0, 10, 20));
        Assert.Null(TotalOfSteps.Describe("run", game, 1, 10, 10));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(17)]
    public void Play_interrupted_within_a_line_of_the_log_leaves_the_lines_of_an_undisturbed_run(int moves)
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = EveryStep with { MetricsEvery = 4 };
        string whole = Play(folder["whole"], TinyRecipes.Dense, options);
        PlayMoves(folder["interrupted"], TinyRecipes.Dense, moves, options);
        using TrainingRun resumed = Gan.Play(RunFolder.Open(folder["interrupted"], TinyRecipes.Dense), Points, options, cancellationToken: TestContext.Current.CancellationToken);
        RunFolder undisturbed = RunFolder.Open(folder["whole"], TinyRecipes.Dense);
        Assert.Equal(Lines(undisturbed), Lines(resumed.Folder!));
        Assert.Equal(2, Lines(undisturbed).Count());
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(resumed.Folder!.LatestCheckpoint!));
    }

    [Fact]
    public void Play_again_cuts_log_and_samples_back_to_the_checkpoint()
    {
        using var folder = new TemporaryFolder();
        string path = folder["run"];
        Play(path, TinyRecipes.Dense);
        RunFolder run = RunFolder.Open(path, TinyRecipes.Dense);
        File.Delete(run.LatestCheckpoint!);
        Directory.CreateDirectory(run.SamplesPath);
        File.WriteAllText(Path.Combine(run.SamplesPath, "step-000008.png"), "");
        File.WriteAllText(Path.Combine(run.SamplesPath, "step-000009.png"), "");
        File.AppendAllText(run.Log.Path, "{\"step\":10,\"generator-lo");

        run.CutBack(run.LoadGame().State.Step);

        Assert.Equal(["step-000008.png"], Directory.GetFiles(run.SamplesPath).Select(Path.GetFileName));
        Assert.Equal(8, run.Log.ReadMetrics()[^1]["step"]);
    }

    [Fact]
    public void SaveCheckpoint_keeps_the_last_three()
    {
        using var folder = new TemporaryFolder();
        Play(folder["run"], TinyRecipes.Dense);
        Assert.Equal([9, 8, 7], RunFolder.Open(folder["run"], TinyRecipes.Dense).Checkpoints.Select(file => file.Step));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LoadGame_newest_checkpoint_damaged_falls_back_to_the_one_before(bool truncated)
    {
        using var folder = new TemporaryFolder();
        string newest = Play(folder["run"], TinyRecipes.Dense);
        byte[] bytes = File.ReadAllBytes(newest);
        bytes[^5] ^= 0x10;
        File.WriteAllBytes(newest, truncated ? bytes[..^9] : bytes);
        var warnings = new List<string>();
        RunFolder run = RunFolder.Open(folder["run"], TinyRecipes.Dense);
        (AssembledGame game, TrainingState state) = run.LoadGame(warnings.Add);
        game.Dispose();
        Assert.Equal(8, state.Step);
        Assert.Contains(newest, Assert.Single(warnings));
    }

    [Fact]
    public void Load_checkpoint_of_another_model_names_both()
    {
        using var folder = new TemporaryFolder();
        string newest = Play(folder["run"], TinyRecipes.Dense);
        using var game = new AssembledGame(TinyRecipes.Dense, [2]);
        var error = Assert.Throws<BelamyException>(() => Checkpoint.Load(newest, game.Game.Store, "dcgan"));
        Assert.Equal($"{newest}: is a checkpoint of the model 'custom', not of 'dcgan'", error.Message);
    }

    [Fact]
    public void Play_over_other_data_is_refused()
    {
        using var folder = new TemporaryFolder();
        Play(folder["run"], TinyRecipes.Dense);
        RunFolder run = RunFolder.Open(folder["run"], TinyRecipes.Dense);
        Assert.Throws<BelamyException>(() => Gan.Play(run, new GaussianData(51, 0, 0.5, 2), EveryStep, cancellationToken: TestContext.Current.CancellationToken));
    }

    /// <summary>The log without the time.</summary>
    private static IEnumerable<string> Lines(RunFolder folder) =>
        File.ReadLines(folder.Log.Path).Select(line => line[..line.IndexOf(",\"seconds\"", StringComparison.Ordinal)]);

    private static void AssertUndisturbed(Recipe recipe, int moves)
    {
        using var folder = new TemporaryFolder();
        string whole = Play(folder["whole"], recipe);
        string interrupted = folder["interrupted"];
        PlayMoves(interrupted, recipe, moves);
        using TrainingRun resumed = Gan.Play(RunFolder.Open(interrupted, recipe), Points, EveryStep, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(resumed.Folder!.LatestCheckpoint!));
        Assert.Equal(Enumerable.Range(1, (int)Steps), resumed.Folder.Log.ReadMetrics().Select(line => (int)line["step"]));
    }

    private static string Play(string path, Recipe recipe, TrainingOptions? options = null)
    {
        RunFolder folder = RunFolder.Create(path, RunDescription.Create(recipe, Points, steps: Steps));
        using TrainingRun run = Gan.Play(folder, Points, options ?? EveryStep, cancellationToken: TestContext.Current.CancellationToken);
        return folder.LatestCheckpoint!;
    }

    /// <summary>Plays a number of moves and cancels in the midst of a step, as an interruption does.</summary>
    private static void PlayMoves(string path, Recipe recipe, int moves, TrainingOptions? options = null)
    {
        using var cancellation = new CancellationTokenSource();
        RunFolder folder = RunFolder.Create(path, RunDescription.Create(recipe, Points, steps: Steps));
        using var game = new AssembledGame(recipe, [2]);
        game.Game.Policy = new CancelAfter(game.Game.Policy, moves, cancellation);
        new Trainer(game.Game, Points, (options ?? EveryStep) with { LearningRateDecay = recipe.LearningRateDecay }) { Generator = game.Generator, Folder = folder }.Run(cancellation.Token);
    }
}
