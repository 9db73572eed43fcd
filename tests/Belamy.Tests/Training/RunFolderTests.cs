using Belamy.Training;

namespace Belamy.Tests.Training;

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
}
