using System.Text.Json;

namespace Belamy.Cli.Tests.Processes;

public sealed class EvaluateTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Evaluate_prints_the_share_recognized_and_every_class()
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(trained.Home, "evaluate", "tiny", "--count", "100", "--json");
        Assert.Equal("", outcome.Error);
        Assert.Equal(ExitCode.Success, outcome.Code);
        using JsonDocument json = JsonDocument.Parse(Assert.Single(outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(100, json.RootElement.GetProperty("count").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("recognized").GetDouble(), 0, 1);
        JsonElement classes = json.RootElement.GetProperty("classes");
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], classes.EnumerateObject().Select(one => one.Name));
        // Shares are written with six decimals.
        Assert.Equal(1, classes.EnumerateObject().Sum(one => one.Value.GetDouble()), tolerance: 1e-5);
        // A linear classifier of these digits reaches about 0.9; one that learned nothing, 0.1.
        Assert.InRange(json.RootElement.GetProperty("classifier_accuracy").GetDouble(), 0.9, 1);

        string text = BelamyProcess.Run(trained.Home, "evaluate", "tiny", "--count", "100").Output;
        Assert.Contains("of 100 samples recognized with confidence 0.9 or more", text, StringComparison.Ordinal);
        Assert.Contains("█", text, StringComparison.Ordinal);
    }
}
