namespace Belamy.Cli.Tests.Processes;

/// <summary>Small runs over what is no picture: <c>runs/numbers</c> of single numbers, <c>runs/points</c> of points of the plane.</summary>
public sealed class PointRuns : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PointRuns()
    {
        Outcomes = new Dictionary<string, BelamyProcess.Outcome> { ["numbers"] = Train("gaussian1d", "runs/numbers"), ["points"] = Train("ring8", "runs/points") };
    }

    /// <summary>The folder that holds <c>runs</c>.</summary>
    internal string Home => _folder.Path;

    /// <summary>What was said of each training, by the run's name.</summary>
    internal IReadOnlyDictionary<string, BelamyProcess.Outcome> Outcomes { get; }

    public void Dispose() => _folder.Dispose();

    /// <summary>A copy of the runs in a folder of its own, to be continued.</summary>
    internal TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        TemporaryFolder.Copy(Home, copy.Path);
        return copy;
    }

    private BelamyProcess.Outcome Train(string data, string run)
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(Home, "train", data, "--model", "gan", "--steps", "3", "--out", run);
        Assert.Equal(ExitCode.Success, outcome.Code);
        return outcome;
    }
}
