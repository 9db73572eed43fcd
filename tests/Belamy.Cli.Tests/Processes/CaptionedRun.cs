namespace Belamy.Cli.Tests.Processes;

/// <summary>A small run of a model that takes captions, trained once for all tests that read one.</summary>
public sealed class CaptionedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CaptionedRun()
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(
            _folder.Path, "train", "shapes", "--model", "gan-cls", "--batch", "4", "--set", "width=2", "latent=3", "learning-rate=0.05", "--steps", "10", "--out", "runs/shapes");
        Assert.Equal(("", ExitCode.Success), (outcome.Error, outcome.Code));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A copy of the run in a folder of its own, as <c>runs/shapes</c>.</summary>
    internal TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        TemporaryFolder.Copy(_folder.Path, copy.Path);
        return copy;
    }
}
