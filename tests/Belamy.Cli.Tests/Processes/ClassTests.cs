using System.Text.Json.Nodes;
using Belamy.Imaging;
using Belamy.Latent;

namespace Belamy.Cli.Tests.Processes;

/// <summary>What <c>--class</c> asks for is what the library makes of that class, and what is made of another class differs.</summary>
public sealed class ClassTests(ConditionalRun trained) : IClassFixture<ConditionalRun>
{
    [Fact]
    public void Sample_of_a_class_is_what_the_generator_makes_of_it()
    {
        string seven = Make("sample runs/digits --count 5 --class 7 --seed 3 --out seven.idx");
        string two = Make("sample runs/digits --count 5 --class 2 --seed 3 --out two.idx");
        using TrainedGenerator run = Open("digits");
        Assert.Equal(Bytes(run.Generator.Sample(5, seed: 3, label: 7)), Pixels(seven));
        Assert.Equal(Bytes(run.Generator.Sample(5, seed: 3, label: 2)), Pixels(two));
        Assert.NotEqual(Pixels(two), Pixels(seven));
    }

    [Theory]
    [InlineData("acgan")]
    [InlineData("projection")]
    [InlineData("naive-bayes")]
    public void Sample_of_a_class_follows_the_class_in_every_model_that_takes_one(string model)
    {
        using var folder = new TemporaryFolder();
        // Networks that make grey of everything at first are told apart after a few long moves.
        string[] settings = model == "naive-bayes" ? [] : ["--set", "width=2", "learning-rate=2e-2", "averaging=0"];
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, ["train", "digits", "--model", model, "--batch", "4", .. settings, "--steps", "3", "--out", "run"]).Code);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "sample", "run", "--count", "3", "--class", "7", "--out", "seven.idx").Code);
        using TrainedGenerator run = Gan.Open(folder["run"]);
        Assert.Equal(Bytes(run.Generator.Sample(3, label: 7)), Pixels(folder["seven.idx"]));
        Assert.NotEqual(Bytes(run.Generator.Sample(3, label: 2)), Pixels(folder["seven.idx"]));
    }

    [Fact]
    public void Sample_without_a_class_goes_round_them()
    {
        byte[] all = Pixels(Make("sample runs/digits --count 13 --out all.idx"));
        byte[] two = Pixels(Make("sample runs/digits --count 13 --class 2 --out twos.idx"));
        const int Length = 28 * 28;
        for (int at = 0; at < 13; at++)
            Assert.Equal(at % 10 == 2, all.AsSpan(at * Length, Length).SequenceEqual(two.AsSpan(at * Length, Length)));
    }

    [Theory]
    [InlineData("ten", 2)]
    [InlineData("TEN", 2)]
    [InlineData("0", 0)]
    // A name that is a number comes before the number of another class.
    [InlineData("2", 0)]
    [InlineData("3", 1)]
    public void Sample_takes_a_class_by_name_before_number(string asked, int number)
    {
        byte[] made = Pixels(Make($"sample runs/shapes --count 2 --class {asked} --out {asked}.idx"));
        using TrainedGenerator run = Open("shapes");
        Assert.Equal(Bytes(run.Generator.Sample(2, label: number)), made);
        Assert.All(Enumerable.Range(0, 3).Where(other => other != number), other => Assert.NotEqual(Bytes(run.Generator.Sample(2, label: other)), made));
    }

    [Fact]
    public void Sample_of_classes_that_a_model_found_by_itself_takes_their_numbers_alone()
    {
        string run = Make("train ./shapes --model infogan --batch 4 --set width=2 learning-rate=2e-2 averaging=0 --steps 3 --out runs/found");
        byte[] made = Pixels(Make("sample runs/found --count 2 --class 2 --out found.idx"));
        using TrainedGenerator trainedRun = Gan.Open(run);
        Assert.Equal(Bytes(trainedRun.Generator.Sample(2, label: 2)), made);
        Assert.NotEqual(Bytes(trainedRun.Generator.Sample(2, label: 0)), made);
        Refuse(trained.Home, "sample runs/found --class ten", "--class ten: there is no such class; give a number from 0 to 9");
    }

    [Theory]
    [InlineData("ten", 2)]
    [InlineData("3", 1)]
    public void Sample_of_a_class_by_name_needs_no_data(string asked, int number)
    {
        using var alone = new TemporaryFolder();
        CopyWithoutData(alone, keepNames: true);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(alone.Path, "sample", "run", "--count", "2", "--class", asked, "--out", "made.idx").Code);
        using TrainedGenerator run = Gan.Open(alone["run"]);
        Assert.Equal(Bytes(run.Generator.Sample(2, label: number)), Pixels(alone["made.idx"]));
    }

    [Fact]
    public void Sample_of_a_class_of_a_run_that_kept_no_names_takes_numbers_without_data()
    {
        using var alone = new TemporaryFolder();
        CopyWithoutData(alone, keepNames: false);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(alone.Path, "sample", "run", "--count", "2", "--class", "2", "--out", "made.idx").Code);
        using TrainedGenerator run = Gan.Open(alone["run"]);
        Assert.Equal(Bytes(run.Generator.Sample(2, label: 2)), Pixels(alone["made.idx"]));
        Refuse(alone.Path, "sample run --class ten", "/gone");
        Refuse(alone.Path, "sample run --class 3", "/gone");
    }

    [Fact]
    public void Interpolate_stays_within_the_class()
    {
        Image walk = Image.Load(Make("interpolate runs/digits --from 1 --to 4 --steps 5 --class 7 --out walk.png"));
        using TrainedGenerator run = Open("digits");
        Generator generator = run.Generator;
        float[] latents = Interpolation.Walk([generator.Latents(1, first: 1), generator.Latents(1, first: 4)], 5);
        AssertSame(generator.Generate(latents, [7, 7, 7, 7, 7]).ToGrid(5), walk);
        AssertDiffer(generator.Generate(latents, [2, 2, 2, 2, 2]).ToGrid(5), walk);
        // The ends are the samples of those numbers, had they been of that class.
        Samples ends = new(generator.Item, [.. generator.Sample(1, first: 1, label: 7).Values, .. generator.Sample(1, first: 4, label: 7).Values]);
        Image pair = ends.ToGrid(2);
        for (int y = 0; y < pair.Height; y++)
        {
            Assert.Equal(pair.Row(y)[..30], walk.Row(y)[..30]);
            Assert.Equal(pair.Row(y)[30..], walk.Row(y)[^32..]);
        }
    }

    [Fact]
    public void Interpolate_in_a_film_stays_within_the_class()
    {
        byte[] seven = File.ReadAllBytes(Make("interpolate runs/digits --seeds 1,2 --steps 2 --class 7 --scale 1 --out seven.apng"));
        byte[] two = File.ReadAllBytes(Make("interpolate runs/digits --seeds 1,2 --steps 2 --class 2 --scale 1 --out two.apng"));
        using TrainedGenerator run = Open("digits");
        Generator generator = run.Generator;
        Samples film = generator.Generate(Interpolation.Loop([generator.Latents(1, 1), generator.Latents(1, 2)], 2), [7, 7, 7, 7]);
        Assert.Equal(AnimatedPng.Encode([.. Enumerable.Range(0, 4).Select(film.ToImage)], 12), seven);
        Assert.NotEqual(two, seven);
    }

    [Theory]
    [InlineData("cgan")]
    // The class is appended to the latent vector, before the first layer.
    [InlineData("acgan")]
    public void Directions_show_samples_of_the_class(string model)
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(trained["runs/digits"], folder["cgan"]);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "digits", "--model", "acgan", "--batch", "4", "--set", "width=2", "latent=6", "--steps", "3", "--out", "acgan").Code);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "directions", model, "--class", "7", "--from", "3", "--count", "2", "--steps", "3", "--scale", "1", "--out", "rows.png");
        Assert.Equal("", outcome.Error);
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("2 of 6 directions of", outcome.Output, StringComparison.Ordinal);
        Image rows = Image.Load(folder["rows.png"]);
        using TrainedGenerator run = Gan.Open(folder[model]);
        AssertSame(Rows(run, 7), rows);
        AssertDiffer(Rows(run, 2), rows);

        static Image Rows(TrainedGenerator run, int label)
        {
            Generator generator = run.Generator;
            float[] latents = [.. Directions.OfFirstLayer(run.Game).Take(2).SelectMany(direction =>
                Directions.Along(generator.Latents(1, first: 3), direction, 3, 3, generator.Prior.Distribution))];
            return LabelledGrid.Create(generator.Generate(latents, [.. Enumerable.Repeat(label, 6)]).ToGrid(3), ["1", "2"], ["-3", "", "3"]);
        }
    }

    [Fact]
    public void Project_looks_within_the_class()
    {
        string picture = Make("sample runs/digits --count 1 --class 7 --seed 8 --out seven/");
        using TrainedGenerator run = Open("digits");
        float[] item = Projector.Fit(Image.Load(Path.Combine(picture, "00000.png")), run.Generator.Item);
        foreach (int label in (ReadOnlySpan<int>)[7, 2])
        {
            Image pair = Image.Load(Make($"project seven/00000.png --run runs/digits --class {label} --steps 10 --restarts 2 --scale 1 --out pair{label}.png"));
            using var projector = new Projector(run.Game, new ProjectionOptions { Steps = 10, Restarts = 2, Label = label });
            Samples found = projector.Find(item, cancellationToken: TestContext.Current.CancellationToken).Item;
            Assert.Equal([label], found.Labels);
            AssertSame(new Samples(run.Generator.Item, [.. item, .. found.Values]).ToGrid(2), pair);
        }

        Assert.NotEqual(File.ReadAllBytes(trained["pair7.png"]), File.ReadAllBytes(trained["pair2.png"]));
    }

    [Theory]
    [InlineData("sample runs/digits --class 10", "--class 10: there is no such class; there are 0, 1, 2, 3, 4, 5, 6, 7, 8, 9")]
    [InlineData("sample runs/digits --class seven", "--class seven: there is no such class")]
    [InlineData("sample runs/shapes --class tne", "--class tne: there is no such class; did you mean ten?")]
    [InlineData("sample runs/shapes --class 4", "--class 4: there is no such class; there are 2, 3, ten")]
    [InlineData("interpolate runs/digits --class 10", "--class 10: there is no such class")]
    [InlineData("directions runs/digits --class 10", "--class 10: there is no such class")]
    [InlineData("directions runs/digits --towards 7", "--towards 7: cgan takes classes; ask for one with --class")]
    [InlineData("project shapes/ten/0.png --run runs/digits --class 10", "--class 10: there is no such class")]
    public void Class_that_there_is_not_is_refused(string line, string message)
    {
        string[] before = Pictures();
        Refuse(trained.Home, line, message);
        Assert.Equal(before, Pictures());

        string[] Pictures() => [.. Directory.EnumerateFiles(trained.Home, "*.png")];
    }

    /// <summary>Runs a line whose last word is what it makes.</summary>
    /// <returns>Where that is.</returns>
    private string Make(string line)
    {
        string[] words = line.Split(' ');
        BelamyProcess.Outcome outcome = BelamyProcess.Run(trained.Home, words);
        Assert.Equal("", outcome.Error);
        Assert.Equal(ExitCode.Success, outcome.Code);
        return trained[words[^1]];
    }

    private TrainedGenerator Open(string name) => Gan.Open(trained[$"runs/{name}"]);

    private void CopyWithoutData(TemporaryFolder target, bool keepNames)
    {
        TemporaryFolder.Copy(trained["runs/shapes"], target["run"]);
        string description = target["run/run.json"];
        JsonNode root = JsonNode.Parse(File.ReadAllText(description))!;
        root["data"]!["source"] = target["gone"];
        if (!keepNames)
            root["data"]!.AsObject().Remove("class-names");
        File.WriteAllText(description, root.ToJsonString());
    }

    private static void Refuse(string home, string line, string message)
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(home, line.Split(' '));
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Equal("", outcome.Output);
        string error = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("belamy: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    /// <summary>The pixels of an IDX file of pictures, behind its magic number and three sizes.</summary>
    private static byte[] Pixels(string path) => File.ReadAllBytes(path)[16..];

    private static byte[] Bytes(Samples samples)
    {
        var bytes = new byte[samples.Values.Length];
        PixelConversion.ToBytes(samples.Values, bytes);
        return bytes;
    }

    private static void AssertSame(Image expected, Image actual)
    {
        Assert.Equal((expected.Width, expected.Height, expected.Channels), (actual.Width, actual.Height, actual.Channels));
        Assert.Equal(expected.Pixels.ToArray(), actual.Pixels.ToArray());
    }

    private static void AssertDiffer(Image other, Image actual)
    {
        Assert.Equal((other.Width, other.Height, other.Channels), (actual.Width, actual.Height, actual.Channels));
        Assert.NotEqual(other.Pixels.ToArray(), actual.Pixels.ToArray());
    }
}
