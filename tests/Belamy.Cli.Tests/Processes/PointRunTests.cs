using System.Globalization;

namespace Belamy.Cli.Tests.Processes;

public sealed class PointRunTests(PointRuns runs) : IClassFixture<PointRuns>
{
    [Theory]
    [InlineData("numbers", "numbers.csv")]
    [InlineData("points", "points.png")]
    public void Train_proposes_what_works_for_the_data(string run, string made)
    {
        string output = runs.Outcomes[run].Output;
        string[] proposed = [.. output[output.IndexOf("Go on with:", StringComparison.Ordinal)..].Split('\n')
            .Where(line => line.StartsWith("  belamy ", StringComparison.Ordinal)).Select(line => line.Trim()["belamy ".Length..].Split("  ")[0])];
        Assert.Equal(["sample", "evaluate", "train"], proposed.Select(line => line.Split(' ')[0]));
        using TemporaryFolder copy = runs.Copy();
        foreach (string line in proposed)
        {
            // Fewer samples are compared than usual, which takes less time.
            string[] fewer = line.StartsWith("evaluate", StringComparison.Ordinal) ? ["--count", "100"] : [];
            BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, [.. line.Split(' '), .. fewer]);
            Assert.Equal("", outcome.Error);
            Assert.Equal(ExitCode.Success, outcome.Code);
        }

        Assert.True(File.Exists(copy[made]));
    }

    [Fact]
    public void Sample_of_single_numbers_is_a_list_whatever_it_is_called_or_not()
    {
        using TemporaryFolder copy = runs.Copy();
        foreach (string output in (ReadOnlySpan<string>)["", " --out mine.csv"])
            Assert.Equal(ExitCode.Success, BelamyProcess.Run(copy.Path, $"sample numbers --count 40{output}".Split(' ')).Code);
        string[] lines = File.ReadAllLines(copy["mine.csv"]);
        Assert.Equal("x", lines[0]);
        using TrainedGenerator trained = Gan.Open(copy["runs/numbers"]);
        Assert.Equal(trained.Generator.Sample(40).Values.ToArray(), lines.Skip(1).Select(line => float.Parse(line, CultureInfo.InvariantCulture)));
        Assert.Equal(lines, File.ReadAllLines(copy["runs/numbers/samples.csv"]));
    }

    [Theory]
    [InlineData("numbers.png")]
    [InlineData("numbers.npy")]
    [InlineData("numbers/")]
    public void Sample_of_single_numbers_as_pictures_is_refused(string output)
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(runs.Home, "sample", "numbers", "--out", output);
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Equal($"belamy: --out {output}: gaussian1d are single numbers; end the name in .csv for a list", outcome.Error.Trim());
        Assert.False(Path.Exists(Path.Combine(runs.Home, output)));
    }

    [Theory]
    [InlineData("interpolate points", "belamy interpolate")]
    [InlineData("interpolate numbers --frames --out film.png", "belamy interpolate")]
    [InlineData("interpolate points --corners 0,1,2", "belamy interpolate --corners")]
    [InlineData("interpolate points --analogy 0,1,2", "belamy interpolate --analogy")]
    [InlineData("interpolate numbers --neighbours 3", "belamy interpolate --neighbours")]
    [InlineData("directions points", "belamy directions")]
    [InlineData("directions numbers --towards 1", "belamy directions")]
    [InlineData("project dot.png --run points", "belamy project")]
    public void What_needs_pictures_says_so_and_what_draws_or_lists_points(string line, string command)
    {
        using TemporaryFolder copy = runs.Copy();
        new Imaging.Image(4, 4, 1).SavePng(copy["dot.png"]);
        string run = line.Contains("points", StringComparison.Ordinal) ? "runs/points" : "runs/numbers";
        string instead = run == "runs/points"
            ? "points of the plane; `belamy sample runs/points --out points.png` draws them, and points.csv lists them"
            : "single numbers; `belamy sample runs/numbers --out numbers.csv` lists them";
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, line.Split(' '));
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Equal("", outcome.Output);
        Assert.Equal($"belamy: {run}: {command} needs a run that makes pictures, and this one makes {instead}", outcome.Error.Trim());
    }
}
