using Belamy.Data;
using Belamy.Imaging;

namespace Belamy.Tests.Data;

public sealed class PictureCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _decoded;

    public void Dispose() => _folder.Dispose();

    private DataOptions Options => new()
    {
        CacheFolder = _folder["cache"],
        CacheFrom = 3,
        Size = 8,
        Progress = progress => _ = progress.Stage == "decoding pictures" ? Interlocked.Increment(ref _decoded) : 0,
    };

    private string[] Cached => Directory.Exists(_folder["cache"]) ? [.. Directory.GetFiles(_folder["cache"]).Select(file => Path.GetExtension(file)).Order(StringComparer.Ordinal)] : [];

    private void Save(string name, params byte[] color)
    {
        var image = new Image(9, 12, color.Length);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(color[i % color.Length] + (i / 50));
        image.SavePng(_folder[$"set/{name}"]);
    }

    private void SaveSome()
    {
        Save("cat/0.png", 10);
        Save("cat/1.png", 20, 30, 40);
        Save("dog/2.png", 50);
        File.WriteAllText(_folder["set/dog/3.png"], "damaged");
    }

    private PictureFolder Open(DataOptions? options = null) => PictureFolder.Open(_folder["set"], options ?? Options);

    private static void AssertSame(ImageDataset expected, ImageDataset actual)
    {
        Assert.Equal(expected.ItemShape.ToArray(), actual.ItemShape.ToArray());
        Assert.Equal(expected.Labels.ToArray(), actual.Labels.ToArray());
        Assert.Equal(expected.ClassNames, actual.ClassNames);
        Assert.Equal(expected.Fingerprint, actual.Fingerprint);
        for (int i = 0; i < expected.Count; i++)
            Assert.Equal(expected.Pixels(i).ToArray(), actual.Pixels(i).ToArray());
    }

    [Fact]
    public void Open_a_second_time_decodes_nothing_and_gives_the_same()
    {
        SaveSome();
        PictureFolder held = Open(Options with { CacheFrom = 100 });
        Assert.Empty(Cached);
        PictureFolder first = Open();
        AssertSame(held, first);
        Assert.Equal([".json", ".pixels"], Cached);
        _decoded = 0;
        PictureFolder second = Open();
        Assert.Equal(0, _decoded);
        AssertSame(held, second);
        Assert.Equal(held.LeftOut, second.LeftOut);
        var values = new float[second.ItemLength];
        second.Read(2, values);
        Assert.Equal((held.Pixels(2)[5] - 127.5f) * (1 / 127.5f), values[5]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Open_grey_pictures_and_alpha_are_cached_as_they_are(int alpha)
    {
        for (int i = 0; i < 4; i++)
            Save($"{i}.png", (byte)(10 * i), (byte)(60 * i));
        DataOptions options = Options with { KeepsAlpha = alpha == 1, Size = new PictureSize(6, 5) };
        PictureFolder held = Open(options with { CacheFrom = 100 });
        Assert.Equal([alpha == 1 ? 4 : 1, 5, 6], held.ItemShape.ToArray());
        AssertSame(held, Open(options));
        AssertSame(held, Open(options));
    }

    [Theory]
    [InlineData("content")]
    [InlineData("added")]
    [InlineData("removed")]
    [InlineData("renamed")]
    public void Open_changed_data_are_decoded_anew_and_leave_one_cache(string change)
    {
        SaveSome();
        Open(Options with { Size = null });
        if (change == "content")
            File.SetLastWriteTimeUtc(_folder["set/cat/0.png"], new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc));
        else if (change == "added")
            Save("dog/4.png", 7);
        else if (change == "removed")
            File.Delete(_folder["set/dog/3.png"]);
        else
            File.Move(_folder["set/cat/0.png"], _folder["set/dog/0.png"]);
        _decoded = 0;
        AssertSame(Open(Options with { CacheFrom = 100, Size = null }), Open(Options with { Size = null }));
        Assert.InRange(_decoded, 6, 10);
        Assert.Equal([".json", ".pixels"], Cached);
    }

    [Theory]
    [InlineData(".json", 0)]
    [InlineData(".json", 30)]
    [InlineData(".pixels", 10)]
    [InlineData(".pixels", -1)]
    public void Open_damaged_cache_is_made_anew(string ending, int length)
    {
        SaveSome();
        PictureFolder held = Open(Options with { CacheFrom = 100 });
        Open();
        string file = Directory.GetFiles(_folder["cache"], $"*{ending}").Single();
        byte[] content = File.ReadAllBytes(file);
        // Another file: the one that was opened stays as it is.
        File.Delete(file);
        if (length >= 0)
            File.WriteAllBytes(file, content[..length]);
        _decoded = 0;
        AssertSame(held, Open());
        Assert.Equal(4, _decoded);
        _decoded = 0;
        Open();
        Assert.Equal(0, _decoded);
    }

    [Fact]
    public void Open_stopped_leaves_no_cache()
    {
        SaveSome();
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Open(Options with { CancellationToken = stop.Token, Progress = progress => Stop(progress.Stage) }));
        Assert.Empty(Cached);

        void Stop(string stage)
        {
            if (stage == "decoding pictures")
                stop.Cancel();
        }
    }

    [Fact]
    public void Open_where_no_cache_can_be_written_holds_the_pictures()
    {
        SaveSome();
        // A file where the folder should be.
        File.WriteAllText(_folder["cache"], "");
        var stages = new List<string>();
        PictureFolder set = Open(Options with { Progress = progress => { lock (stages) stages.Add(progress.Stage); } });
        Assert.Equal(3, set.Count);
        Assert.Contains(stages, stage => stage.StartsWith("holding the pictures in memory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_several_at_once_gives_each_the_same()
    {
        SaveSome();
        PictureFolder[] sets = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Open())));
        foreach (PictureFolder set in sets)
            AssertSame(sets[0], set);
        Assert.Equal([".json", ".pixels"], Cached);
    }

    [Fact]
    public void Open_more_pictures_than_memory_holds_reads_them_from_the_cache()
    {
        SaveSome();
        Assert.Equal(3, Open(Options with { AvailableMemory = 10 }).Count);
        Assert.Throws<BelamyException>(() => Open(Options with { AvailableMemory = 10, CacheFrom = 100 }));
    }
}
