using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Data.Readers;

namespace Belamy.Tests.Data.Readers;

public sealed class ItemFolderTests : IDisposable
{
    private static readonly Sounds Short = new(4, 8000);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Add(string name, params short[] samples)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllBytes(_folder[name], SoundFiles.Wav(SoundFiles.Pcm, 1, 8000, 16, SoundFiles.Shorts(samples)));
    }

    private static string[] Classes(Reading reading)
    {
        Column column = reading["class"];
        var values = new float[column.Rows.Count];
        column.Read([.. Enumerable.Range(0, values.Length)], values);
        return [.. values.Select(value => column.Field.Kind.Tell([value]))];
    }

    [Fact]
    public void Open_takes_classes_from_the_heads_of_names()
    {
        foreach (string name in new[] { "7_jackson_0", "7_theo_0", "3_jackson_1", "3_theo_0" })
            Add($"{name}.wav", 1, 2, 3);
        Reading reading = ItemFolder.Open(_folder.Path, "sound", Short);
        Assert.Equal(["3", "3", "7", "7"], Classes(reading));
        Assert.Same(reading["sound"].Rows, reading["class"].Rows);
        Assert.Equal(4, reading["sound"].Rows.Count);
        Assert.Empty(reading.LeftOut);
    }

    [Theory]
    [InlineData("rec_1", "rec_2", "rec_3")]
    [InlineData("a_1", "b_1", "b_2")]
    [InlineData("a_1", "a_2", "b")]
    public void Open_without_classes_in_the_names_has_none(params string[] names)
    {
        foreach (string name in names)
            Add($"{name}.wav", 1);
        Assert.False(ItemFolder.Open(_folder.Path, "sound", Short).Has("class"));
    }

    [Fact]
    public void Open_takes_classes_from_subfolders_and_parts_by_their_names()
    {
        Add("train/kick/a.wav", 1);
        Add("train/snare/b.wav", 2);
        Add("test/kick/c.wav", 3);
        Assert.Equal(["kick", "snare"], Classes(ItemFolder.Open(_folder.Path, "sound", Short)));
        Reading tests = ItemFolder.Open(_folder.Path, "sound", Short, new DataOptions { Split = DataSplit.Test });
        var item = new float[4];
        tests["sound"].Read(0, item);
        Assert.Equal([3 / 32768f, 0, 0, 0], item);
    }

    [Fact]
    public void Open_leaves_out_counts_and_names_what_cannot_be_read()
    {
        Add("a.wav", 1);
        File.WriteAllBytes(_folder["b.wav"], [1, 2, 3]);
        File.WriteAllText(_folder["c.flac"], "x");
        File.WriteAllText(_folder["d.txt"], "x");
        Reading reading = ItemFolder.Open(_folder.Path, "sound", Short);
        Assert.Equal(1, reading["sound"].Rows.Count);
        Assert.Equal(["b.wav", "c.flac", "d.txt"], reading.LeftOut.Select(one => Path.GetFileName(one.Path)));
        Assert.StartsWith("is no WAV file that can be read", reading.LeftOut[0].Reason, StringComparison.Ordinal);
        Assert.StartsWith(".flac is not supported; convert it to WAV", reading.LeftOut[1].Reason, StringComparison.Ordinal);
        Assert.Equal("no sound (.txt)", reading.LeftOut[2].Reason);
    }

    [Fact]
    public void Open_of_nothing_readable_says_what_is_there()
    {
        File.WriteAllBytes(_folder["b.wav"], [1, 2, 3]);
        string message = Assert.Throws<BelamyException>(() => ItemFolder.Open(_folder.Path, "sound", Short)).Message;
        Assert.StartsWith($"{_folder.Path}: no readable sound in it (.wav, .mp3, .ogg); 1 file left out, such as b.wav: is no WAV file", message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<BelamyException>(() => ItemFolder.Open(_folder["gone"], "sound", Short)).Message, StringComparison.Ordinal);
        Assert.Contains("have no files of their own", Assert.Throws<BelamyException>(() => ItemFolder.Open(_folder.Path, "point", new Points(2))).Message, StringComparison.Ordinal);
        Assert.Contains("has no test part", Assert.Throws<BelamyException>(() => ItemFolder.Open(_folder.Path, "sound", Short, new DataOptions { Split = DataSplit.Test })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_refuses_before_reading_what_memory_cannot_hold()
    {
        Add("a.wav", 1);
        Add("b.wav", 1);
        var options = new DataOptions { AvailableMemory = 2 * 16 * 10 / 9 - 1 };
        Assert.Contains("2 sounds take 32 B of memory, and this machine has 34 B", Assert.Throws<BelamyException>(() => ItemFolder.Open(_folder.Path, "sound", Short, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_tells_progress_and_stops_when_it_is_told_to()
    {
        Add("a.wav", 1);
        Add("b.wav", 1);
        var told = new List<DataProgress>();
        ItemFolder.Open(_folder.Path, "sound", Short, new DataOptions { Progress = one => { lock (told) told.Add(one); } });
        Assert.Equal(new DataProgress("reading sounds", 2, 2), told.MaxBy(one => one.Done));
        Assert.Throws<OperationCanceledException>(() => ItemFolder.Open(_folder.Path, "sound", Short, new DataOptions { CancellationToken = new CancellationToken(canceled: true) }));
    }

    [Fact]
    public void Fingerprint_is_that_of_the_values()
    {
        Add("a.wav", 16384, 0, 0, 0);
        Add("b.wav", 0, -16384);
        Reading reading = ItemFolder.Open(_folder.Path, "sound", Short);
        Assert.Equal(new ArrayColumn(new Field("sound", Short), new Rows("x", 2), [0.5f, 0, 0, 0, 0, -0.5f, 0, 0]).Fingerprint, reading["sound"].Fingerprint);
    }
}
