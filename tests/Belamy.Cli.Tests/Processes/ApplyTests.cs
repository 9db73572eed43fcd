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

    [Theory]
    [InlineData("judge", "judge: name a run and files")]
    [InlineData("judge tiny nothere.png", "nothere.png: there is no such file or folder")]
    [InlineData("judge tiny runs/tiny/losses.png --out sheet.txt", "--out sheet.txt: the sheet is a PNG file")]
    [InlineData("classify tiny runs/tiny/losses.png", "mlp learns to tell no classes; choose a run of sgan or catgan")]
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
