using Belamy.Data;
using Belamy.Runs;
using Belamy.Tests.Data.Contents;
using Belamy.Tests.Training;

namespace Belamy.Tests.Runs;

/// <summary>What a run was begun with is opened again as it was, whatever the data are.</summary>
public sealed class OwnDataRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Sorts() => [.. OwnFiles.All];

    [Theory]
    [MemberData(nameof(Sorts))]
    public void Description_opensTheSameData(string sort)
    {
        string path = OwnFiles.Write(_folder, sort);
        Dataset data = Datasets.Open(path, sort is "frames" ? new DataOptions { Content = "films" } : null);
        RunFolder.Create(_folder["run"], RunDescription.Create(TinyRecipes.Dense, data, path, steps: 8));
        RunDescription read = RunFolder.Open(_folder["run"], TinyRecipes.Dense).Description;
        Assert.Equal(data.Columns.Select(column => column.Field), read.Fields);
        Dataset again = Datasets.Open(path, read.ToDataOptions());
        Assert.Equal(data.Columns.Select(column => column.Field), again.Columns.Select(column => column.Field));
        Assert.Equal(data.Fingerprint, again.Fingerprint);
    }

    [Fact]
    public void Description_keepsWhatWasAskedFor()
    {
        string path = OwnFiles.Write(_folder, "songs");
        var options = new DataOptions { Bar = 8, AllVoices = true };
        Dataset data = Datasets.Open(path, options);
        RunFolder.Create(_folder["run"], RunDescription.Create(TinyRecipes.Dense, data, path, steps: 8) with { DataAllVoices = true });
        DataOptions again = RunFolder.Open(_folder["run"], TinyRecipes.Dense).Description.ToDataOptions();
        Assert.True(again.AllVoices);
        Assert.Equal(data.Fingerprint, Datasets.Open(path, again).Fingerprint);
    }

    [Fact]
    public void Description_ofPlainPictures_readsNothingBesideThem()
    {
        string path = OwnFiles.Write(_folder, "described");
        string metadata = Path.Combine(path, "metadata.csv");
        byte[] said = File.ReadAllBytes(metadata);
        File.Delete(metadata);
        Dataset data = Datasets.Open(path);
        RunFolder.Create(_folder["run"], RunDescription.Create(TinyRecipes.Dense, data, path, steps: 8));
        Assert.DoesNotContain("\"kind\"", File.ReadAllText(_folder["run/run.json"]), StringComparison.Ordinal);
        File.WriteAllBytes(metadata, said);
        Assert.Equal(data.Fingerprint, Datasets.Open(path, RunFolder.Open(_folder["run"], TinyRecipes.Dense).Description.ToDataOptions()).Fingerprint);
    }
}
