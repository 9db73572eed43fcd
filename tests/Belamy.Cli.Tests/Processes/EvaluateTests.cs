using System.Text.Json;
using System.Text.RegularExpressions;
using Belamy.Cli.Output;
using Belamy.Data;
using Belamy.Imaging;
using Belamy.Metrics;

namespace Belamy.Cli.Tests.Processes;

public sealed class EvaluateTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    private const string Several = "kid,precision-recall,nearest-image,swd";

    // What differs for samples that look nothing like digits, too.
    private const string ForDigits = "kid,swd,support-size,ms-ssim";

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

    [Fact]
    public void Evaluate_a_run_against_a_folder_gives_the_values_of_the_library()
    {
        using TemporaryFolder home = trained.Copy();
        Sample(home, "real/", count: 40, seed: 5);
        string[] arguments = ["evaluate", "tiny", "--against", "./real", "--count", "100", "--metrics"];
        BelamyProcess.Outcome outcome = BelamyProcess.Run(home.Path, [.. arguments, $"fid,{Several}", "--json"]);
        Assert.Equal("", outcome.Error);
        using JsonDocument json = JsonDocument.Parse(Assert.Single(outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("runs/tiny", json.RootElement.GetProperty("run").GetString());
        Assert.Equal(30, json.RootElement.GetProperty("step").GetInt64());
        Assert.Equal("real", json.RootElement.GetProperty("data").GetString());
        using TrainedGenerator run = Gan.Open(home["runs/tiny"]);
        MetricValue[] values = Measure(new GeneratorDataset(run.Generator, 100), Datasets.Open(home["real"]), metrics: $"fid,{Several}");
        AssertValues(values, json.RootElement);
        Assert.All(values, value => Assert.Equal((100, 40), (value.Generated, value.Real)));

        string text = BelamyProcess.Run(home.Path, [.. arguments, Several]).Output;
        Assert.StartsWith("runs/tiny at step 30 beside real, 40 items:\n", text, StringComparison.Ordinal);
        // All but the first, which takes the longest.
        foreach (MetricValue value in values[1..])
            Assert.Matches($@"(?m)^  {value.Name} +{Number(value)} ", text);
    }

    [Fact]
    public void Evaluate_a_folder_against_a_folder_gives_the_values_of_the_library()
    {
        using TemporaryFolder home = trained.Copy();
        Sample(home, "real/", count: 40, seed: 5);
        // As large as their enlargement, to be brought to the size of the others.
        Directory.CreateDirectory(home["mine"]);
        Sample(home, "made/", count: 30, seed: 6);
        foreach (string file in Directory.EnumerateFiles(home["made"]))
            Resampling.Enlarge(Image.Load(file), 2).SavePng(home[$"mine/{Path.GetFileName(file)}"]);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(home.Path, "evaluate", "./mine", "--against", "real", "--metrics", Several, "--json");
        Assert.Equal("", outcome.Error);
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        Assert.Equal("./mine", json.RootElement.GetProperty("folder").GetString());
        Assert.False(json.RootElement.TryGetProperty("step", out _));
        MetricValue[] values = Measure(Datasets.Open(home["mine"], new DataOptions { Size = 28 }), Datasets.Open(home["real"]));
        AssertValues(values, json.RootElement);
        Assert.All(values, value => Assert.Equal((30, 40), (value.Generated, value.Real)));
    }

    [Fact]
    public void Evaluate_a_folder_against_itself_finds_no_difference()
    {
        using TemporaryFolder home = trained.Copy();
        Sample(home, "real/", count: 20, seed: 5);
        using JsonDocument json = JsonDocument.Parse(
            BelamyProcess.Run(home.Path, "evaluate", "./real", "--against", "./real", "--metrics", "fid,swd,precision-recall,nearest-image", "--json").Output);
        Dictionary<string, double> values = json.RootElement.GetProperty("metrics").EnumerateArray()
            .ToDictionary(value => value.GetProperty("name").GetString()!, value => value.GetProperty("value").GetDouble());
        // The square root of a matrix in the first.
        Assert.Equal(0, values["Fréchet distance"], 1e-6);
        Assert.Equal(0, values["sliced Wasserstein, mean of W₂"]);
        Assert.Equal((1, 1), (values["precision"], values["recall"]));
        Assert.Equal(0, values["median distance to the nearest real"]);
        Assert.Equal(1, values["share nearer than real items are"]);
    }

    [Fact]
    public void Evaluate_by_a_folder_with_classes_tells_the_shares_of_these()
    {
        using TemporaryFolder home = trained.Copy();
        Sample(home, "shots/a/", count: 12, seed: 5);
        SaveBright(home["shots/b"], 12);
        SaveBright(home["mine"], 12);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(home.Path, "evaluate", "./mine", "--against", "./shots", "--metrics", "kid", "--json");
        Assert.Equal("", outcome.Error);
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(12, json.RootElement.GetProperty("count").GetInt32());
        JsonElement shares = json.RootElement.GetProperty("classes");
        Assert.Equal((0, 1), (shares.GetProperty("a").GetDouble(), shares.GetProperty("b").GetDouble()));
        Dataset shots = Datasets.Open(home["shots"]);
        using ImageClassifier classifier = ImageClassifier.Obtain(shots, cacheFolder: home["cache/belamy/classifiers"], cancellationToken: TestContext.Current.CancellationToken);
        MetricValue[] values = Measure(Datasets.Open(home["mine"]), shots, classifier, "kid");
        AssertValues(values, json.RootElement);
        Assert.StartsWith("shots classifier, right on 100.0 %", values[0].Features, StringComparison.Ordinal);

        // Five pictures have no score, whatever it would be.
        SaveBright(home["five"], 5);
        BelamyProcess.Outcome five = BelamyProcess.Run(home.Path, "evaluate", "./five", "--against", "./shots", "--metrics", "is");
        Assert.Equal((ExitCode.Failure, ""), (five.Code, five.Output));
        Assert.Equal("belamy: --metrics classifier-score: it needs at least 20 samples, 10 for each class, there are 5", five.Error.Trim().Split('\n')[^1].Trim());
        // Without names what can't be said is listed.
        Assert.Contains(
            "\nNot measured: classifier-score, it needs at least 20 samples, 10 for each class, there are 5.\n",
            BelamyProcess.Run(home.Path, "evaluate", "./five", "--against", "./shots").Output,
            StringComparison.Ordinal);
    }

    // The place would be ./.cache, of whatever folder the command runs in, where others may have left what they like.
    [Fact]
    public void Evaluate_without_a_home_keeps_nothing_in_the_folder_it_runs_in()
    {
        using TemporaryFolder home = trained.Copy();
        Sample(home, "shots/a/", count: 12, seed: 5);
        SaveBright(home["shots/b"], 12);
        string[] before = Directory.GetFileSystemEntries(home.Path);
        BelamyProcess.Outcome outcome = BelamyProcess.RunInShell(
            home.Path, "XDG_CACHE_HOME= HOME=/there/is/no/such/folder $BELAMY evaluate ./shots/b --against ./shots --metrics kid,fid --json");
        Assert.Equal((ExitCode.Success, ""), (outcome.Code, outcome.Error));
        Assert.Equal(before, Directory.GetFileSystemEntries(home.Path));
    }

    [Fact]
    public void Evaluate_two_different_runs_puts_the_values_of_each_under_its_name()
    {
        using TemporaryFolder home = trained.Copy();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(home.Path, ["train", "digits", .. TrainedRun.Tiny, "--seed", "9", "--steps", "60", "--out", "runs/other"]).Code);
        MetricValue[] tiny = MeasureRun("runs/tiny"), other = MeasureRun("runs/other");
        Assert.All(tiny.Zip(other), pair => Assert.NotEqual(pair.First.Value, pair.Second.Value));

        string[] arguments = ["--features", "pixels", "--metrics", ForDigits, "--count", "100"];
        using JsonDocument json = JsonDocument.Parse(BelamyProcess.Run(home.Path, ["evaluate", "tiny", "--against", "other", .. arguments, "--json"]).Output);
        Assert.Equal(("runs/tiny", 30), (json.RootElement.GetProperty("run").GetString(), json.RootElement.GetProperty("step").GetInt64()));
        AssertValues(tiny, json.RootElement);
        JsonElement against = json.RootElement.GetProperty("against");
        Assert.Equal(("runs/other", 60), (against.GetProperty("run").GetString(), against.GetProperty("step").GetInt64()));
        AssertValues(other, against);

        AssertTable(BelamyProcess.Run(home.Path, ["evaluate", "tiny", "--against", "other", .. arguments]), ("runs/tiny", 30, tiny), ("runs/other", 60, other));
        AssertTable(BelamyProcess.Run(home.Path, ["evaluate", "other", "--against", "tiny", .. arguments]), ("runs/other", 60, other), ("runs/tiny", 30, tiny));

        MetricValue[] MeasureRun(string name)
        {
            using TrainedGenerator run = Gan.Open(home[name]);
            return Measure(new GeneratorDataset(run.Generator, 100), Datasets.Digits(), metrics: ForDigits);
        }
    }

    [Theory]
    [InlineData("evaluate ./flat", "./flat: is no run; say what to compare it with, such as --against digits")]
    [InlineData("evaluate tiny --against points", "runs/tiny learned from digits and runs/points from ring8; judge each by itself, with the same --against")]
    [InlineData("evaluate points --against ./flat", "samples of runs/points has items of [2], flat of [1, 28, 28]; compare items of one shape")]
    public void Evaluate_what_cannot_be_compared_is_refused(string line, string message)
    {
        using TemporaryFolder home = trained.Copy();
        Sample(home, "flat/", count: 3, seed: 5);
        if (line.Contains("points", StringComparison.Ordinal))
            Assert.Equal(ExitCode.Success, BelamyProcess.Run(home.Path, "train", "ring8", "--model", "gan", "--steps", "1", "--out", "runs/points").Code);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(home.Path, line.Split(' '));
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Equal("", outcome.Output);
        Assert.Equal($"belamy: {message}", Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static void Sample(TemporaryFolder home, string output, int count, int seed) =>
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(home.Path, "sample", "tiny", "--count", $"{count}", "--seed", $"{seed}", "--out", output).Code);

    internal static void SaveBright(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        for (int at = 0; at < count; at++)
        {
            var picture = new Image(28, 28, 1);
            picture.Pixels.Fill((byte)(255 - at));
            picture.SavePng(Path.Combine(folder, $"{at}.png"));
        }
    }

    private static MetricValue[] Measure(Dataset generated, Dataset real, ImageClassifier? classifier = null, string metrics = Several)
    {
        var input = new MetricInput(generated, real) { Count = 100, Classifier = classifier };
        if (classifier is not null)
            input = new MetricInput(generated, real) { Count = 100, Classifier = classifier, Features = new ClassifierFeatures(classifier, input.Item) };
        return [.. metrics.Split(',').SelectMany(name => Metric.Find(name).Compute(input))];
    }

    private static void AssertValues(MetricValue[] expected, JsonElement result)
    {
        JsonElement[] actual = [.. result.GetProperty("metrics").EnumerateArray()];
        Assert.Equal(expected.Select(value => value.Name), actual.Select(value => value.GetProperty("name").GetString()));
        foreach ((MetricValue value, JsonElement json) in expected.Zip(actual))
        {
            Assert.Equal(value.Value, json.GetProperty("value").GetDouble());
            Assert.Equal(value.Spread, json.TryGetProperty("spread", out JsonElement spread) ? spread.GetDouble() : null);
            Assert.Equal(value.Better switch { Better.Lower => "lower", Better.Higher => "higher", _ => "nearer" }, json.GetProperty("better").GetString());
            Assert.Equal((value.Generated, value.Real), (json.GetProperty("generated").GetInt32(), json.GetProperty("real").GetInt32()));
            Assert.Equal((value.Features, value.Split), (json.GetProperty("features").GetString(), json.GetProperty("split").GetString()));
            Assert.Equal(value.Note, json.TryGetProperty("note", out JsonElement note) ? note.GetString() : null);
        }
    }

    /// <summary>Asserts that the table has both columns, each with its values, and a star at the better ones.</summary>
    private static void AssertTable(BelamyProcess.Outcome outcome, (string Name, long Step, MetricValue[] Values) first, (string Name, long Step, MetricValue[] Values) second)
    {
        Assert.Equal("", outcome.Error);
        string[] lines = outcome.Output.Split('\n');
        Assert.Equal($"{first.Name} at step {first.Step} and {second.Name} at step {second.Step} beside digits, 10,000 items:", lines[0]);
        Assert.Matches($"^  metric +{first.Name} +{second.Name} +better ", lines[2]);
        int firstColumn = lines[2].IndexOf(first.Name, StringComparison.Ordinal), secondColumn = lines[2].IndexOf(second.Name, StringComparison.Ordinal);
        int end = lines[2].IndexOf("better", StringComparison.Ordinal);
        int stars = 0;
        for (int row = 0; row < first.Values.Length; row++)
        {
            (MetricValue one, MetricValue other) = (first.Values[row], second.Values[row]);
            int better = one.Better switch
            {
                Better.Lower => other.Value.CompareTo(one.Value),
                Better.Higher => one.Value.CompareTo(other.Value),
                _ => 0,
            };
            stars += Math.Abs(better);
            Assert.Equal(one.Name, lines[row + 3][..firstColumn].Trim());
            Assert.Equal(Shown(one) + (better > 0 ? " *" : ""), lines[row + 3][firstColumn..secondColumn].Trim());
            Assert.Equal(Shown(other) + (better < 0 ? " *" : ""), lines[row + 3][secondColumn..end].Trim());
        }

        // Two of distances and one of the support's size, of which more is better.
        Assert.Equal(3, stars);

        static string Shown(MetricValue value) =>
            Quantity.Measured(value.Value) + (value.Spread is { } spread ? $" ± {Quantity.Measured(spread)}" : "");
    }

    private static string Number(MetricValue value) => Regex.Escape(Quantity.Measured(value.Value));
}
