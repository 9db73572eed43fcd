using Belamy.Imaging;

namespace Belamy.Cli.Tests.Processes;

public sealed class LatentTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Theory]
    [InlineData("interpolate tiny --from 2 --to 5 --steps 6", 6, 1)]
    [InlineData("interpolate tiny --seeds 1,2,3 --steps 4 --linear", 4, 2)]
    [InlineData("interpolate tiny --corners 0,1,2 --steps 3", 3, 3)]
    [InlineData("interpolate tiny --analogy 0,1,2", 2, 2)]
    [InlineData("interpolate tiny --neighbours 3 --steps 4", 7, 7)]
    public void Interpolate_writes_rows_of_pictures(string line, int columns, int rows)
    {
        using TemporaryFolder copy = trained.Copy();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, [.. line.Split(' '), "--out", "picture.png"]);
        Assert.Equal("", outcome.Error);
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("at step 30: picture.png", outcome.Output, StringComparison.Ordinal);
        Image picture = Image.Load(copy["picture.png"]);
        Assert.Equal(((columns * 30) + 2, (rows * 30) + 2), (picture.Width, picture.Height));
    }

    [Fact]
    public void Interpolate_begins_and_ends_with_the_samples_of_those_numbers()
    {
        using TemporaryFolder copy = trained.Copy();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(copy.Path, "sample", "tiny", "--count", "4", "--columns", "4", "--scale", "1", "--out", "samples.png").Code);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(copy.Path, "interpolate", "tiny", "--from", "1", "--to", "3", "--steps", "2", "--out", "walk.png").Code);
        Image samples = Image.Load(copy["samples.png"]), walk = Image.Load(copy["walk.png"]);
        for (int y = 0; y < samples.Height; y++)
        {
            Assert.Equal(samples.Row(y).Slice(30, 30), walk.Row(y)[..30]);
            Assert.Equal(samples.Row(y).Slice(90, 32), walk.Row(y).Slice(30, 32));
        }
    }

    [Fact]
    public void Interpolate_film_is_animated_by_its_name()
    {
        using TemporaryFolder copy = trained.Copy();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, "interpolate", "tiny", "--steps", "5", "--scale", "2", "--out", "film.apng");
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("a film of 10 pictures", outcome.Output, StringComparison.Ordinal);
        byte[] film = File.ReadAllBytes(copy["film.apng"]);
        Assert.NotEqual(-1, film.AsSpan().IndexOf("acTL\0\0\0\u000a"u8));
        Image first = Image.Load(copy["film.apng"]);
        Assert.Equal((56, 56), (first.Width, first.Height));
    }

    [Fact]
    public void Sample_truncated_differs_and_is_repeatable()
    {
        using TemporaryFolder copy = trained.Copy();
        foreach (string options in (ReadOnlySpan<string>)["--out plain.png", "--truncation 0.5 --out cut.png", "--truncation 0.5 --out again.png"])
            Assert.Equal(ExitCode.Success, BelamyProcess.Run(copy.Path, ["sample", "tiny", .. options.Split(' ')]).Code);
        Assert.Equal(File.ReadAllBytes(copy["cut.png"]), File.ReadAllBytes(copy["again.png"]));
        Assert.NotEqual(File.ReadAllBytes(copy["cut.png"]), File.ReadAllBytes(copy["plain.png"]));
    }

    [Fact]
    public void Directions_of_the_first_layer_are_rows_with_labels()
    {
        using TemporaryFolder copy = trained.Copy();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, "directions", "tiny", "--scale", "1", "--steps", "5");
        Assert.Equal("", outcome.Error);
        Assert.Equal(ExitCode.Success, outcome.Code);
        // Four latent values have four directions, which hold all the variance there is.
        Assert.Contains("4 of 4 directions of runs/tiny at step 30, with 100 %", outcome.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(copy["directions.png"]), "nothing is made in the working folder unasked");
        Image picture = Image.Load(copy["runs/tiny/directions.png"]);
        Assert.Equal(3, picture.Channels);
        Assert.InRange(picture.Width, (5 * 30) + 2, (5 * 30) + 100);
        Assert.InRange(picture.Height, (4 * 30) + 2, (4 * 30) + 100);
    }

    [Fact]
    public void Directions_towards_a_class_need_samples_of_it()
    {
        using TemporaryFolder copy = trained.Copy();
        // The smallest network there is makes noise, which the classifier takes for few of the digits.
        BelamyProcess.Outcome[] outcomes = [.. Enumerable.Range(0, 10).Select(digit => BelamyProcess.Run(copy.Path, "directions", "tiny", "--towards", $"{digit}", "--out", $"{digit}.png"))];
        Assert.Contains(outcomes, outcome => outcome.Code == ExitCode.Success);
        Assert.All(outcomes, outcome => Assert.True(
            outcome.Code == ExitCode.Success
                ? outcome.Output.Contains("Of 1,000 other samples", StringComparison.Ordinal)
                : outcome.Error.StartsWith("belamy: runs/tiny: none of 5,000 samples is taken for", StringComparison.Ordinal)
                    || outcome.Error.StartsWith("belamy: runs/tiny: all 5,000 samples are taken for", StringComparison.Ordinal),
            outcome.Error));
    }

    [Fact]
    public void Project_finds_the_latent_vector_of_a_sample_and_shows_both()
    {
        using TemporaryFolder copy = trained.Copy();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(copy.Path, "sample", "tiny", "--count", "1", "--seed", "8", "--out", "pictures/").Code);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, "project", "pictures/00000.png", "--run", "tiny", "--out", "pair.png", "--scale", "1", "--restarts", "4");
        Assert.Equal("", outcome.Error);
        Assert.Equal(ExitCode.Success, outcome.Code);
        // Such a network's samples are nearly alike; what remains is the rounding to bytes.
        Assert.Contains("Mean squared error 0.000", outcome.Output, StringComparison.Ordinal);
        Image pair = Image.Load(copy["pair.png"]), original = Image.Load(copy["pictures/00000.png"]);
        Assert.Equal((62, 32), (pair.Width, pair.Height));
        for (int y = 0; y < 28; y++)
            Assert.Equal(original.Row(y), pair.Row(y + 2).Slice(2, 28));
    }

    [Fact]
    public void Styles_are_searched_only_where_there_are_some()
    {
        using TemporaryFolder copy = trained.Copy();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(copy.Path, "sample", "tiny", "--count", "1", "--out", "pictures/").Code);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, "project", "pictures/00000.png", "--run", "tiny", "--space", "w");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Contains("search z", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("give one of z, w", BelamyProcess.Run(copy.Path, "project", "pictures/00000.png", "--run", "tiny", "--space", "v").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Project_refuses_what_is_no_picture()
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(trained.Home, "project", "runs/tiny/run.json");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.StartsWith("belamy: runs/tiny/run.json", Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
