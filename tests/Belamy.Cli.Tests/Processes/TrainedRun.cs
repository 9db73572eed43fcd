namespace Belamy.Cli.Tests.Processes;

/// <summary>A run of the smallest network there is, trained once for all tests that read one.</summary>
public sealed class TrainedRun : IDisposable
{
    internal const int Steps = 30;

    /// <summary>The arguments that make training take milliseconds.</summary>
    internal static readonly string[] Tiny = ["--model", "mlp", "--batch", "2", "--set", "width=1", "latent=4"];

    private readonly TemporaryFolder _folder = new();

    public TrainedRun()
    {
        Outcome = BelamyProcess.Run(_folder.Path, ["train", "digits", .. Tiny, "--steps", $"{Steps}", "--out", "runs/tiny", "--checkpoint-every", "10"]);
        Assert.Equal("", Outcome.Error);
        Assert.Equal(ExitCode.Success, Outcome.Code);
    }

    /// <summary>The folder that holds <c>runs/tiny</c>.</summary>
    internal string Home => _folder.Path;

    internal string Run => _folder["runs/tiny"];

    internal BelamyProcess.Outcome Outcome { get; }

    public void Dispose() => _folder.Dispose();

    /// <summary>A copy of the run in a folder of its own, to be damaged or continued.</summary>
    internal TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        TemporaryFolder.Copy(Home, copy.Path);
        return copy;
    }
}
