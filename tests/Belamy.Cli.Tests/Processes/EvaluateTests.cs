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

        string[] metrics = [.. json.RootElement.GetProperty("metrics").EnumerateArray().Select(value => value.GetProperty("metric").GetString()!)];
        Assert.Contains("frechet-distance", metrics);
        Assert.Contains("precision-recall", metrics);
        foreach (JsonElement value in json.RootElement.GetProperty("metrics").EnumerateArray())
        {
            Assert.Equal(100, value.GetProperty("generated").GetInt32());
            Assert.Contains("digits classifier", value.GetProperty("features").GetString(), StringComparison.Ordinal);
        }

        string text = BelamyProcess.Run(trained.Home, "evaluate", "tiny", "--count", "100").Output;
        Assert.Contains("100, all", text, StringComparison.Ordinal);
        Assert.Contains("of 100 samples recognized with confidence 0.9 or more", text, StringComparison.Ordinal);
        Assert.Contains("█", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_a_folder_of_pictures_against_data()
    {
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(trained.Home, "sample", "tiny", "--count", "30", "--out", "pictures/").Code);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(
            trained.Home, "evaluate", "./pictures", "--against", "digits", "--features", "pixels", "--metrics", "kid,nearest-image", "--count", "200", "--json");
        Assert.Equal("", outcome.Error);
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        Assert.Equal("./pictures", json.RootElement.GetProperty("folder").GetString());
        Assert.False(json.RootElement.TryGetProperty("classes", out _));
        JsonElement[] values = [.. json.RootElement.GetProperty("metrics").EnumerateArray()];
        Assert.Equal(["kernel-distance", "nearest-image", "nearest-image"], values.Select(value => value.GetProperty("metric").GetString()));
        Assert.All(values, value => Assert.Equal((30, 200, "pixels"), (value.GetProperty("generated").GetInt32(), value.GetProperty("real").GetInt32(), value.GetProperty("features").GetString())));
    }

    [Fact]
    public void Evaluate_two_runs_side_by_side()
    {
        string[] arguments = ["evaluate", "tiny", "--against", "runs/tiny", "--features", "pixels", "--metrics", "precision-recall", "--count", "50"];
        BelamyProcess.Outcome outcome = BelamyProcess.Run(trained.Home, arguments);
        Assert.Equal("", outcome.Error);
        Assert.Contains("runs/tiny at step 30 and runs/tiny at step 30 beside digits, 10,000 items", outcome.Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(BelamyProcess.Run(trained.Home, [.. arguments, "--json"]).Output);
        // A run beside itself: the same numbers twice.
        Assert.Equal(json.RootElement.GetProperty("metrics").ToString(), json.RootElement.GetProperty("against").GetProperty("metrics").ToString());
    }
}
