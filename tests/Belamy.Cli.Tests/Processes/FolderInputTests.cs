using Belamy.Imaging;

namespace Belamy.Cli.Tests.Processes;

/// <summary>What is said of folders of pictures, and proposed for them.</summary>
public sealed class FolderInputTests : IDisposable
{
    private static readonly string[] Small = ["--model", "mlp", "--batch", "4", "--set", "width=2"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Save(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            new Image(28, 28, 1).SavePng(_folder[name]);
        }
    }

    [Fact]
    public void Train_proposes_commands_that_can_be_pasted()
    {
        Save("my photos/0.png");
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, ["train", "my photos", .. Small, "--steps", "2"]);
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("belamy sample 'runs/my photos-mlp' --count", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("belamy evaluate 'runs/my photos-mlp' ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("belamy train --resume 'runs/my photos-mlp' --steps 4", outcome.Output, StringComparison.Ordinal);
    }
}
