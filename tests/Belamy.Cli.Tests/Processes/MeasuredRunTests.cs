namespace Belamy.Cli.Tests.Processes;

public sealed class MeasuredRunTests
{
    [Fact]
    public void Train_with_metrics_keeps_the_best_weights_for_other_commands()
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome trained = BelamyProcess.Run(
            folder.Path, "train", "ring8", "--model", "gan", "--metrics", "swd", "--measure-every", "2", "--steps", "3", "--out", "run");
        Assert.Equal(ExitCode.Success, trained.Code);
        Assert.Matches(@"step 2: sliced Wasserstein, mean of W₂ [\d.]+; 2,000 samples beside 2,000 of the data \(all\), seen by values; the best so far", trained.Output);
        Assert.Matches("Best at step [23]: sliced Wasserstein, mean of W₂", trained.Output);
        BelamyProcess.Outcome evaluated = BelamyProcess.Run(folder.Path, "evaluate", "run", "--best", "--metrics", "swd", "--count", "100");
        Assert.Equal(ExitCode.Success, evaluated.Code);
        Assert.Matches("^run at step [23] beside ring8", evaluated.Output);
        BelamyProcess.Outcome resumed = BelamyProcess.Run(folder.Path, "train", "--resume", "run", "--steps", "4");
        Assert.Contains("step 4: sliced Wasserstein, mean of W₂", resumed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fdi", "--metrics fdi: there is no such metric; did you mean fid?")]
    [InlineData("two-sample", "--metrics two-sample: should come near to a reference")]
    [InlineData("ms-ssim,swd", "--metrics structural-similarity: should come near to a reference")]
    [InlineData("stacked-modes", "--metrics stacked-modes: it needs")]
    public void Train_with_a_metric_that_does_not_do_stops_before_it_begins(string metrics, string message)
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "train", "ring8", "--model", "gan", "--metrics", metrics, "--steps", "3", "--out", "run");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.StartsWith($"belamy: {message}", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }
}
