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
}
