using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Tensors;
using Belamy.Tests.Data.Contents;

namespace Belamy.Tests;

/// <summary>Samples are written as files of what they are, which are read again.</summary>
public sealed class SampleFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Samples Of(string sort, int count, DataOptions? options = null)
    {
        Dataset data = Datasets.Open(OwnFiles.Write(_folder, sort), options);
        var items = new float[count * data.ItemLength];
        data.ReadBatch([.. Enumerable.Range(0, count)], items);
        return new Samples(new Shape(data.ItemShape), items) { Kind = data.Main.Field.Kind };
    }

    [Theory]
    [InlineData("sounds", ".wav")]
    [InlineData("songs", ".mid")]
    [InlineData("volumes", ".npy")]
    [InlineData("strips", ".gif")]
    public void Save_toAFolder_writesAFileEach(string sort, string ending)
    {
        Samples samples = Of(sort, 2);
        samples.Save(_folder["made/"]);
        string[] files = [.. Directory.GetFiles(_folder["made"]).Order(StringComparer.Ordinal)];
        Assert.Equal([$"00000{ending}", $"00001{ending}"], files.Select(Path.GetFileName));
        // GIF has 256 colours.
        Assert.Equal(samples.ValuesOf(1).ToArray(), samples.Kind!.Read(files[1]), (wanted, read) => Math.Abs(wanted - read) < (sort == "strips" ? 0.3 : 1e-4));
    }

    [Theory]
    [InlineData("table", "rows.csv", 4)]
    [InlineData("text", "texts.txt", 3)]
    public void Save_toAFolder_gathersRowsAndTexts(string sort, string name, int lines)
    {
        Of(sort, 3).Save(_folder["made"]);
        Assert.Equal(lines, File.ReadAllLines(Assert.Single(Directory.GetFiles(_folder["made"], name))).Length);
    }

    [Fact]
    public void Save_toOneFile_whereItHoldsMany()
    {
        Of("songs", 6).Save(_folder["song.mid"]);
        Assert.Equal(6, Datasets.Open(_folder["song.mid"]).Count);
        Of("table", 5).Save(_folder["rows.tsv"]);
        Assert.Equal(5, Datasets.Open(_folder["rows.tsv"]).Count);
        Of("volumes", 3).Save(_folder["volumes.npy"]);
        Assert.Equal(3, Datasets.Open(_folder["volumes.npy"]).Count);
    }

    [Theory]
    [InlineData("sounds", "two.wav", "two.wav: a file holds one of sounds, not 2; end the name in / for a folder of them")]
    [InlineData("sounds", "two.mid", "two.mid: sounds are not written so; end the name in .npy for an array, or / for a folder of .wav files, or .png for a picture of all")]
    [InlineData("table", "two.wav", "two.wav: table rows are not written so; end the name in .csv, .tsv, .npy for an array, or / for a folder of .csv files, or .png for a picture of all")]
    [InlineData("text", "two.png", "two.png: there is no picture of tokens; end the name in .txt, .npy for an array, or / for a folder of .txt files")]
    [InlineData("arrays", "two.png", "two.png: there is no picture of arrays; end the name in .npy for an array, or / for a folder of .npy files")]
    public void Save_refuses_inOneLine(string sort, string name, string message)
    {
        Samples samples = Of(sort, 2);
        string said = Assert.Throws<BelamyException>(() => samples.Save(_folder[name])).Message;
        Assert.Equal(message, said.Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        Assert.False(File.Exists(_folder[name]));
    }

    [Fact]
    public void Save_ofVolumes_bringsThemIntoTheirRange()
    {
        float[] made = [-0.5f, 2, float.NaN, 0.25f, 0, 1, 0.5f, 0.75f];
        var samples = new Samples(new Shape(1, 2, 2, 2), [.. made, .. made]) { Kind = new Volumes(2) };
        samples.Save(_folder["made/"]);
        samples.Save(_folder["all.npy"]);
        float[] wanted = [0, 1, 0, 0.25f, 0, 1, 0.5f, 0.75f];
        Assert.Equal(wanted, new Volumes(2).Read(_folder["made/00000.npy"]));
        var read = new float[8];
        Datasets.Open(_folder["all.npy"], new DataOptions { Content = "arrays" }).Read(1, read);
        Assert.Equal(wanted, read);
    }

    [Fact]
    public void Draw_ofRolls_isNoPictureOfPixels()
    {
        Samples bars = Of("songs", 2);
        Assert.False(bars.AreImages);
        Assert.Equal(bars.Kind!.Draw(bars.Values)!.Pixels.ToArray(), bars.Draw(scale: 1)!.Pixels.ToArray());
    }
}
