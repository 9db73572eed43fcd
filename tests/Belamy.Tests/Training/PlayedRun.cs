using Belamy.Runs;
using Belamy.Serialization;
using static Belamy.Tests.Training.TinyRuns;

namespace Belamy.Tests.Training;

/// <summary>A run of nine steps, played once for all tests of a class, which change copies of it.</summary>
public sealed class PlayedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PlayedRun()
    {
        RunFolder folder = RunFolder.Create(_folder["run"], RunDescription.Create(TinyRecipes.Dense, Points, steps: Steps));
        using TrainingRun run = Gan.Play(folder, Points, EveryStep, cancellationToken: TestContext.Current.CancellationToken);
        // The state to go back to is in there too.
        using SafetensorsFile file = SafetensorsFile.Open(folder.LatestCheckpoint!);
        Assert.True(file.Metadata.ContainsKey("kept-step"));
    }

    /// <summary>Copies it, whole.</summary>
    public RunFolder CopyTo(string path)
    {
        foreach (string file in Directory.EnumerateFiles(_folder["run"], "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(path, Path.GetRelativePath(_folder["run"], file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return RunFolder.Open(path, TinyRecipes.Dense);
    }

    public void Dispose() => _folder.Dispose();
}
