using Belamy.Data;
using Belamy.Reports;
using Belamy.Runs;

namespace Belamy.Tests.Reports;

/// <summary>Two runs of the smallest networks there are, under names that would be markup if they were not escaped.</summary>
public sealed class ReportFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ReportFixture()
    {
        First = Train("a<b> & \"c\"", Models.Mlp with { Width = 1, Latent = 4, Batch = 2 });
        Second = Train("other", Models.Lsgan with { Width = 1, Latent = 4, Batch = 2 });
        // Five pictures of the way, as a longer training would have saved.
        foreach (int step in new[] { 1, 2, 3, 5 })
            File.Copy(First.SavedPictures[^1].Path, Path.Combine(First.SamplesPath, $"step-{step:D6}.png"), overwrite: true);
    }

    internal RunFolder First { get; }

    internal RunFolder Second { get; }

    public void Dispose() => _folder.Dispose();

    internal string Write(params RunFolder[] runs)
    {
        string path = _folder["page.html"];
        RunReport.Write(path, runs, new ReportOptions { CancellationToken = TestContext.Current.CancellationToken });
        return File.ReadAllText(path);
    }

    internal string PathOf(string name) => _folder[name];

    private RunFolder Train(string name, Recipe recipe)
    {
        Gan.Train(recipe, Datasets.Digits(), steps: 12, folder: _folder[name]).Dispose();
        return RunFolder.Open(_folder[name]);
    }
}
