using System.Globalization;
using Belamy.Imaging;

namespace Belamy.Cli.Tests.Processes;

public sealed class PointSampleTests
{
    [Fact]
    public void Sample_of_points_is_a_picture_or_a_list_in_the_units_of_the_data()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "grid25", "--model", "gan", "--steps", "3", "--out", "run").Code);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "sample", "run", "--count", "40", "--out", "points.png").Code);
        Assert.Equal(3, Image.Load(folder["points.png"]).Channels);

        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "sample", "run", "--count", "40", "--out", "points.csv").Code);
        string[] lines = File.ReadAllLines(folder["points.csv"]);
        Assert.Equal("x,y", lines[0]);
        float[] values = [.. lines.Skip(1).SelectMany(line => line.Split(',')).Select(value => float.Parse(value, CultureInfo.InvariantCulture))];
        using TrainedGenerator trained = Gan.Open(folder["run"]);
        float[] own = trained.Generator.Sample(40).Values.ToArray();
        double scale = ((Belamy.Data.MixtureDataset)Belamy.Data.Datasets.Open("grid25")).Scale;
        Assert.Equal(own.Select(value => (float)(value * scale)), values);
    }

    [Fact]
    public void Sample_of_points_as_an_array_of_pictures_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "ring8", "--model", "gan", "--steps", "1", "--out", "run").Code);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "sample", "run", "--out", "points.npy");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Equal("belamy: --out points.npy: ring8 are points; end the name in .png for a picture or .csv for a list", outcome.Error.Trim());
    }

    [Fact]
    public void Train_on_points_leaves_the_picture_that_sample_draws()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "ring8", "--model", "gan", "--steps", "3", "--out", "run").Code);
        Assert.Equal(["run/samples/step-000003.png"], folder.Files.Where(file => file.StartsWith("run/samples", StringComparison.Ordinal)));
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "sample", "run", "--count", "1000", "--out", "points.png").Code);
        Image left = Image.Load(folder["run/samples/step-000003.png"]);
        Assert.Equal((640, 640, 3), (left.Width, left.Height, left.Channels));
        Assert.Equal(Image.Load(folder["points.png"]).Pixels.ToArray(), left.Pixels.ToArray());
    }
}
