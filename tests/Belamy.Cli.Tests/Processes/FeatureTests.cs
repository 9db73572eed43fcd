using System.Text.Json;

namespace Belamy.Cli.Tests.Processes;

public sealed class FeatureTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Evaluate_by_the_network_of_a_run_states_it_and_repeats_to_the_bit()
    {
        JsonElement seen = Evaluate("runs/tiny");
        Assert.Equal(seen.ToString(), Evaluate("tiny").ToString());
        Assert.NotEqual(Value(Evaluate("pixels")), Value(seen));
        Assert.True(double.IsFinite(Value(seen)));
        // Width 1 makes the last hidden layer of mlp's discriminator 4 units.
        Assert.Equal("discriminator of runs/tiny, step 30, 4 features", Features(seen));
    }

    [Fact]
    public void Evaluate_by_a_folder_of_classes_trains_a_classifier_once()
    {
        using TemporaryFolder home = trained.Copy();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(home.Path, "sample", "tiny", "--count", "12", "--out", "shots/a/").Code);
        EvaluateTests.SaveBright(home["shots/b"], 12);
        JsonElement seen = Evaluate("./shots", home.Path);
        string kept = Assert.Single(Directory.GetFiles(home["cache/belamy/classifiers"]));
        DateTime written = File.GetLastWriteTimeUtc(kept);
        Assert.Equal(seen.ToString(), Evaluate("shots", home.Path).ToString());
        Assert.Equal(written, File.GetLastWriteTimeUtc(kept));
        Assert.Equal("shots classifier, right on 100.0 %, 128 features", Features(seen));
        Assert.Equal("shots", seen.GetProperty("classifier").GetString());
        Assert.Equal(["a", "b"], seen.GetProperty("classes").EnumerateObject().Select(one => one.Name));
        Assert.True(double.IsFinite(Value(seen)));
        Assert.NotEqual(Value(Evaluate("pixels", home.Path)), Value(seen));
    }

    [Fact]
    public void Evaluate_by_what_cannot_see_the_items_names_the_remedy()
    {
        using TemporaryFolder home = trained.Copy();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(home.Path, "sample", "tiny", "--count", "3", "--out", "flat/").Code);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(home.Path, "train", "ring8", "--model", "gan", "--steps", "1", "--out", "runs/points").Code);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(home.Path, "train", "digits", "--model", "cgan", "--batch", "2", "--set", "width=5", "--steps", "1", "--out", "runs/classes").Code);
        Refuse("flat", "--features flat: holds no labelled pictures to train a classifier on; give a folder with a sub-folder for each class");
        Refuse("ring8", "--features ring8: holds no labelled pictures");
        Refuse("runs/points", "--features runs/points: its discriminator looks at items of [2], not of [1, 28, 28]");
        Refuse("classes", "--features runs/classes: cgan has no network that looks at an item by itself");
        Refuse("pixel", "--features pixel: give one of pixels, bars4, digit-colours, digit-edges, digit-negatives, digit-turns, digits");
        Refuse("no-such", "a folder of labelled pictures, or a run");

        void Refuse(string features, string message)
        {
            BelamyProcess.Outcome outcome = BelamyProcess.Run(home.Path, "evaluate", "tiny", "--features", features, "--metrics", "fid", "--count", "20");
            Assert.Equal(ExitCode.Failure, outcome.Code);
            Assert.Equal("", outcome.Output);
            Assert.Contains(message, Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Train_measured_by_the_network_of_a_run_writes_its_folder_down_whole()
    {
        using TemporaryFolder home = trained.Copy();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(
            home.Path, ["train", "digits", .. TrainedRun.Tiny, "--steps", "2", "--metrics", "kid", "--features", "tiny", "--out", "runs/judged"]);
        Assert.Equal("", outcome.Error);
        Assert.Matches(@"step 2: kernel distance \S+; 2,000 samples beside 2,000 of the data \(all\), seen by discriminator of /\S+/runs/tiny, step 30, 4 features", outcome.Output);
        // Resumed from elsewhere, it goes on with the same features.
        BelamyProcess.Outcome resumed = BelamyProcess.Run(home["runs"], "train", "--resume", "judged", "--steps", "3");
        Assert.Equal("", resumed.Error);
        Assert.Contains("runs/tiny, step 30, 4 features", resumed.Output, StringComparison.Ordinal);
        BelamyProcess.Outcome refused = BelamyProcess.Run(
            home.Path, "train", "ring8", "--model", "gan", "--steps", "2", "--metrics", "swd", "--features", "tiny", "--out", "runs/refused");
        Assert.Equal(ExitCode.Failure, refused.Code);
        Assert.Matches(@"^belamy: --features /\S+/runs/tiny: its discriminator looks at items of \[1, 28, 28\], not of \[2\]", refused.Error);
        Assert.False(Directory.Exists(home["runs/refused"]));
    }

    private JsonElement Evaluate(string features, string? home = null)
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(home ?? trained.Home, "evaluate", "tiny", "--features", features, "--metrics", "kid", "--count", "60", "--json");
        Assert.Equal("", outcome.Error);
        Assert.Equal(ExitCode.Success, outcome.Code);
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        return json.RootElement.Clone();
    }

    private static double Value(JsonElement result) => result.GetProperty("metrics")[0].GetProperty("value").GetDouble();

    private static string Features(JsonElement result) => result.GetProperty("metrics")[0].GetProperty("features").GetString()!;
}
