using Belamy.Imaging;

namespace Belamy.Cli.Tests.Processes;

public sealed class ApplyTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Apply_scores_every_picture_and_names_what_it_cannot_read()
    {
        using TemporaryFolder copy = trained.Copy();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(copy.Path, "sample", "tiny", "--count", "1", "--scale", "1", "--out", "mine/one.png").Code);
        File.Copy(copy["mine/one.png"], copy["mine/two.png"]);
        File.WriteAllText(copy["mine/bad.png"], "no picture");
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, "apply", "tiny", "mine");
        Assert.Contains("left out", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("bad.png", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failure, outcome.Code);
        string[] lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"one\.png  -?\d+\.\d\d  \d+ %", lines[0]);
        // The same picture has the same score.
        Assert.Equal(lines[0].Split("  ")[1..], lines[1].Split("  ")[1..]);
    }

    [Fact]
    public void Score_that_is_no_logit_is_no_probability()
    {
        using TemporaryFolder copy = trained.Copy();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(copy.Path, "train", "digits", "--model", "ebgan", "--batch", "2", "--set", "width=1", "latent=4", "--steps", "1", "--out", "runs/energy").Code);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(copy.Path, "sample", "tiny", "--count", "1", "--scale", "1", "--out", "one.png").Code);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, "apply", "energy", "one.png");
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Matches(@"^one\.png  -?\d+\.\d\d\n$", outcome.Output);
    }

    [Fact]
    public void Judge_says_how_probably_real_each_picture_is_and_leaves_a_sheet()
    {
        using TemporaryFolder copy = trained.Copy();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(copy.Path, "sample", "tiny", "--count", "1", "--scale", "1", "--out", "mine/one.png").Code);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, "judge", "tiny", "mine", "--out", "judged.png");
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Matches(@"one\.png  \d+ % real\n", outcome.Output);
        Assert.Contains("1 picture with what is said of each: judged.png", outcome.Output, StringComparison.Ordinal);
        var sheet = Belamy.Imaging.Image.Load(copy["judged.png"]);
        Assert.True(sheet.Width > 84 && sheet.Height > sheet.Width, "a digit three times as large, and a line under it");
    }

    [Fact]
    public void Pictures_are_enlarged_as_they_are_and_compared_with_the_true_ones()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "digits", "--model", "srgan", "--batch", "2", "--set", "width=1", "--steps", "3", "--out", "runs/large").Code);
        Directory.CreateDirectory(folder["small"]);
        Directory.CreateDirectory(folder["true"]);
        Save("small/a.png", 7, 9);
        Save("small/b.png", 230, 4);
        Save("true/a.png", 28, 36);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "apply", "large", "small", "--out", "made", "--truth", "true");
        Assert.Equal((ExitCode.Success, ""), (outcome.Code, outcome.Error));
        Image made = Image.Load(folder["made/a.png"]), wide = Image.Load(folder["made/b.png"]);
        Assert.Equal((28, 36, 920, 16), (made.Width, made.Height, wide.Width, wide.Height));
        Assert.Matches(@"a\.png +-?\d+\.\d\d dB +-?\d\.\d{4} +\d+\.\d\d dB +\d\.\d{4}\n", outcome.Output);
        Assert.Contains("true has no picture called b.png\n", outcome.Output, StringComparison.Ordinal);
        Save("true/b.png", 920, 17);
        outcome = BelamyProcess.Run(folder.Path, "apply", "large", "small", "--out", "made", "--truth", "true");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Contains("is 920×17, and b.png became 920×16", outcome.Error, StringComparison.Ordinal);

        void Save(string name, int width, int height)
        {
            var image = new Image(width, height, 1);
            for (int at = 0; at < image.Pixels.Length; at++)
                image.Pixels[at] = (byte)(at * 37);
            image.SavePng(folder[name]);
        }
    }

    [Fact]
    public void Part_of_a_picture_is_blended_into_one_of_any_size()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "shapes", "--model", "gp-gan", "--batch", "2", "--set", "width=2", "--set", "pretraining=0", "--steps", "1", "--out", "run").Code);
        Save("photo.png", 80, 80, (_, y) => (byte)(60 + y));
        Save("object.png", 80, 80, (x, y) => (byte)(140 + y + (x % 8 < 4 ? 30 : 0)));
        Save("mask.png", 80, 80, (x, y) => x is > 20 and < 60 && y is > 20 and < 60 ? byte.MaxValue : byte.MinValue);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "apply", "run", "photo.png", "--image", "object.png", "--mask", "mask.png", "--out", "made.png");
        Assert.Equal((ExitCode.Success, ""), (outcome.Code, outcome.Error));
        Image made = Image.Load(folder["made.png"]);
        Assert.Equal((80, 80), (made.Width, made.Height));
        // The stripes are the object's where the mask is, and there are none elsewhere.
        Assert.InRange(made.Row(40)[3 * 41] - made.Row(40)[3 * 38], 15, 45);
        Assert.InRange(made.Row(70)[3 * 41] - made.Row(70)[3 * 38], -8, 8);
        // What is not given is as in training, of the size of training.
        outcome = BelamyProcess.Run(folder.Path, "apply", "run", "photo.png", "--out", "small.png");
        Assert.Equal((ExitCode.Success, ""), (outcome.Code, outcome.Error));
        Assert.Contains("image: where none is given one is drawn as in training; give one with --image", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(32, Image.Load(folder["small.png"]).Width);

        void Save(string name, int width, int height, Func<int, int, byte> shade)
        {
            var image = new Image(width, height, 1);
            for (int at = 0; at < image.Pixels.Length; at++)
                image.Pixels[at] = shade(at % width, at / width);
            image.SavePng(folder[name]);
        }
    }

    [Fact]
    public void Curves_found_at_the_size_of_training_change_all_of_a_picture_of_any_size()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "drawn-glasses", "--model", "enhance-gan", "--batch", "2", "--set", "width=2", "--steps", "1", "--out", "run").Code);
        var image = new Image(120, 50, 3);
        for (int at = 0; at < image.Pixels.Length; at++)
            image.Pixels[at] = (byte)(60 + (at * 37 % 120));
        image.SavePng(folder["photo.png"]);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "apply", "run", "photo.png", "--out", "made.png");
        Assert.Equal((ExitCode.Success, ""), (outcome.Code, outcome.Error));
        Image made = Image.Load(folder["made.png"]);
        Assert.Equal((120, 50), (made.Width, made.Height));
        // After one step curves are next to straight.
        Assert.All(image.Pixels.ToArray().Zip(made.Pixels.ToArray()), pair => Assert.InRange(pair.Second - pair.First, -6, 6));
    }

    [Fact]
    public void One_picture_goes_with_all_files_by_an_option()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "drawn-glasses", "--model", "genegan", "--batch", "2", "--set", "width=2", "--steps", "1", "--out", "run").Code);
        Save("faces/one.png", 0);
        Save("faces/two.png", 90);
        Save("donor.png", 200);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "apply", "run", "faces", "--function", "put", "--image", "donor.png", "--out", "made");
        Assert.Equal((ExitCode.Success, ""), (outcome.Code, outcome.Error));
        // As if it lay beside each.
        File.Copy(folder["donor.png"], folder["faces/one-a.png"]);
        File.Copy(folder["donor.png"], folder["faces/two-a.png"]);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "apply", "run", "faces", "--function", "put", "--out", "beside").Code);
        foreach (string name in (string[])["one.png", "two.png"])
            Assert.Equal(File.ReadAllBytes(folder[$"beside/{name}"]), File.ReadAllBytes(folder[$"made/{name}"]));
        outcome = BelamyProcess.Run(folder.Path, "apply", "run", "faces", "--image", "donor.png");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Contains("--image donor.png: remove: a → b reads its a from faces", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("or choose --function put", outcome.Error, StringComparison.Ordinal);

        void Save(string name, byte grey)
        {
            var image = new Image(32, 32, 3);
            image.Pixels.Fill(grey);
            Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
            image.SavePng(folder[name]);
        }
    }

    [Theory]
    [InlineData("photos", "photos/one.png")]
    [InlineData("photos/one.png", "photos/one.png")]
    [InlineData("truth", "truth/one.png")]
    public void What_is_read_is_not_written_over(string output, string spared)
    {
        using TemporaryFolder folder = new();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "digit-edges", "--batch", "2", "--set", "width=2", "--steps", "1", "--out", "run").Code);
        Directory.CreateDirectory(folder["photos"]);
        new Image(32, 32, 1).SavePng(folder["photos/one.png"]);
        Directory.CreateDirectory(folder["truth"]);
        File.Copy(folder["photos/one.png"], folder["truth/one.png"]);
        byte[] before = File.ReadAllBytes(folder[spared]);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "apply", "run", "photos", "--truth", "truth", "--out", output);
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Contains($"--out {output}: {spared} is one of the files that are read", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder[spared]));
    }

    [Theory]
    [InlineData("judge", "judge: name a run and files")]
    [InlineData("judge tiny nothere.png", "nothere.png: there is no such file or folder")]
    [InlineData("judge tiny runs/tiny/losses.png --out sheet.txt", "--out sheet.txt: the sheet is a PNG file")]
    [InlineData("classify tiny runs/tiny/losses.png", "mlp learns to tell no classes; choose a run of sgan, catgan, cc-gan or lsro")]
    [InlineData("apply", "name a run and files")]
    [InlineData("apply tiny", "name the files")]
    [InlineData("apply tiny nothere.png", "nothere.png: there is no such file or folder")]
    [InlineData("apply tiny runs/tiny/losses.png --function scare", "--function scare: mlp has score; did you mean score?")]
    public void Apply_without_what_it_needs_says_so_in_one_line(string line, string message)
    {
        using TemporaryFolder copy = trained.Copy();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, line.Split(' '));
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
