using Belamy.Games;
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
}
