using Belamy.Data;
using Belamy.Imaging;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Tests.Training;

namespace Belamy.Tests.Runs;

public sealed class RunFolderTests
{
    [Fact]
    public void AppendMetrics_to_a_full_device_names_the_remedy()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no device that is always full.");
        using var folder = new TemporaryFolder();
        RunFolder run = RunFolder.Create(folder["run"], RunDescription.Create(TinyRecipes.Dense, new GaussianData(50, 0, 0.5, 2), steps: 8));
        File.CreateSymbolicLink(run.Log.Path, "/dev/full");
        var error = Assert.Throws<BelamyException>(() => run.Log.AppendMetrics(10, new Dictionary<string, double> { ["generator-loss"] = 1 }, TimeSpan.Zero));
        Assert.Equal($"{run.Log.Path}: the disk is full; free some space or choose a folder on another disk", error.Message);
    }

    [Fact]
    public void Open_gives_back_the_names_of_the_classes()
    {
        using var folder = new TemporaryFolder();
        var data = new ArrayDataset("points", new Shape(2), new float[6], [0, 1, 0], ["e\u0301te\u0301", "red cat"]);
        RunFolder.Create(folder["run"], RunDescription.Create(TinyRecipes.Dense, data, steps: 8));
        Assert.Equal(data.ClassNames, RunFolder.Open(folder["run"], TinyRecipes.Dense).Description.ClassNames);
    }

    [Fact]
    public void Open_passes_over_settings_that_earlier_versions_wrote_for_systems_without_them()
    {
        using var folder = new TemporaryFolder();
        var data = new ArrayDataset("pictures", new Shape(1, 4, 4), new float[64]);
        RunFolder run = RunFolder.Create(folder["run"], RunDescription.Create(Models.Vae with { Latent = 3 }, data, steps: 8));
        string file = Path.Combine(run.Path, "run.json"), text = File.ReadAllText(file);
        File.WriteAllText(file, text.Replace("\"settings\": {", "\"settings\": { \"objective\": \"hinge\", \"packing\": \"1\", \"discriminator.learning-rate\": \"0.001\", \"penalty\": \"none\",", StringComparison.Ordinal));
        Assert.Equal(3, Assert.IsType<Vae>(RunFolder.Open(run.Path).Description.Recipe).Latent);
        File.WriteAllText(file, text.Replace("\"settings\": {", "\"settings\": { \"paking\": \"1\",", StringComparison.Ordinal));
        Assert.Contains("paking: no such setting", Assert.Throws<BelamyException>(() => RunFolder.Open(run.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, PictureFit.Crop, false)]
    [InlineData("64", PictureFit.Crop, true)]
    [InlineData("64x96", PictureFit.Pad, false)]
    public void Open_gives_back_how_pictures_were_brought_to_a_shape(string? size, PictureFit fit, bool alpha)
    {
        using var folder = new TemporaryFolder();
        RunDescription begun = RunDescription.Create(TinyRecipes.Dense, new GaussianData(50, 0, 0.5, 2), steps: 8) with
        {
            DataSize = size is null ? null : PictureSize.Parse(size),
            DataFit = fit,
            DataAlpha = alpha,
            DataReduced = alpha,
            DataLabels = alpha,
        };
        RunFolder.Create(folder["run"], begun);
        DataOptions options = RunFolder.Open(folder["run"], TinyRecipes.Dense).Description.ToDataOptions();
        Assert.Equal((begun.DataSize, fit, alpha), (options.Size, options.Fit, options.KeepsAlpha));
        // Runs of before do not say it, and their pictures were decoded whole.
        Assert.Equal((alpha, alpha), (options.ReducesPictures, options.FindsLabels));
        Assert.Equal(alpha, File.ReadAllText(folder["run/run.json"]).Contains("\"reduced\": true", StringComparison.Ordinal));
    }
}
