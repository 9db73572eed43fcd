using Belamy.Data;
using Belamy.Imaging;
using Belamy.Serialization;

namespace Belamy.Tests.Data;

public sealed class PictureFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Save(string name, int width, int height, params byte[] color)
    {
        var image = new Image(width, height, color.Length);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = color[i % color.Length];
        image.SavePng(_folder[name]);
    }

    [Fact]
    public void Open_flat_folder_reads_pictures_in_the_order_of_their_names()
    {
        Save("b.png", 30, 40, 20);
        Save("a.PNG", 10, 10, 10);
        Save("c/d.png", 28, 28, 30);
        File.WriteAllText(_folder["notes.txt"], "no picture");
        var set = (PictureFolder)Datasets.Open(_folder.Path);
        Assert.Equal([1, 28, 28], set.ItemShape.ToArray());
        Assert.Equal(3, set.Count);
        Assert.Empty(set.ClassNames);
        Assert.True(set.Labels.IsEmpty);
        Assert.Equal("no picture (.txt)", Assert.Single(set.LeftOut).Reason);
        Assert.Equal(Path.GetFileName(_folder.Path), set.Name);
        for (int i = 0; i < 3; i++)
            Assert.All(set.Pixels(i).ToArray(), value => Assert.Equal(10 * (i + 1), value));
    }

    [Fact]
    public void Open_refuses_before_decoding_what_the_memory_cannot_hold()
    {
        for (int picture = 0; picture < 4; picture++)
            Save($"{picture}.png", 8, 8, 50);
        // Its header is sound, the rest is cut off; it would only be left out.
        byte[] broken = File.ReadAllBytes(_folder["0.png"]);
        File.WriteAllBytes(_folder["broken.png"], broken[..40]);
        File.WriteAllText(_folder["none.png"], "no picture");
        bool decoded = false;
        var options = new DataOptions { Size = 64, AvailableMemory = 20_000, Progress = progress => decoded |= progress.Stage == "decoding pictures" };
        string Refusal() => Assert.Throws<BelamyException>(() => PictureFolder.Open(_folder.Path, options)).Message;

        Assert.Equal($"{_folder.Path}: reading 5 grey pictures of 64 x 64 takes 41 kB of memory, and this machine has 20 kB, of which 18 kB may be taken; what fits: a size of 32", Refusal());
        options = options with { AvailableMemory = 100 };
        Assert.EndsWith("; give fewer pictures", Refusal(), StringComparison.Ordinal);
        Assert.False(decoded);
        // Grey ones are not taken for three times as much.
        options = options with { AvailableMemory = 46_000 };
        Assert.Equal(4, PictureFolder.Open(_folder.Path, options).Count);
        Assert.True(decoded);
        Save("colour.png", 8, 8, 10, 20, 30);
        Assert.Contains("reading 6 colour pictures of 64 x 64 takes 147 kB", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_one_picture_with_colour_makes_all_colour()
    {
        Save("a.png", 8, 8, 50);
        Save("b.png", 8, 8, 10, 20, 30);
        Save("c.png", 8, 8, 60, 60, 60);
        PictureFolder set = PictureFolder.Open(_folder.Path, new DataOptions { Size = 4 });
        Assert.Equal([3, 4, 4], set.ItemShape.ToArray());
        Assert.Equal(Enumerable.Repeat((byte)50, 48), set.Pixels(0).ToArray());
        Assert.Equal(Enumerable.Range(0, 48).Select(i => (byte)(10 * (i / 16 + 1))), set.Pixels(1).ToArray());
        Assert.Equal(Enumerable.Repeat((byte)60, 48), set.Pixels(2).ToArray());
    }

    [Theory]
    [InlineData(PictureFit.Crop, new byte[] { 2, 3, 2, 3 })]
    [InlineData(PictureFit.Pad, new byte[] { 9, 9, 2, 3, 9, 9, 9, 9 })]
    [InlineData(PictureFit.Stretch, new byte[] { 2, 3, 2, 3, 2, 3, 2, 3 })]
    public void Open_other_shapes_are_cropped_padded_or_stretched(PictureFit fit, byte[] expected)
    {
        new Image(4, 2, 1, [1, 2, 3, 4, 1, 2, 3, 4]).SavePng(_folder["a.png"]);
        var size = new PictureSize(2, expected.Length / 2);
        PictureFolder set = PictureFolder.Open(_folder.Path, new DataOptions { Size = size, Fit = fit, Background = 9 });
        Assert.Equal([1, size.Height, size.Width], set.ItemShape.ToArray());
        // Two columns become one: 1 and 2, 3 and 4, each with a little of the others.
        Assert.Equal(expected, set.Pixels(0).ToArray());
    }

    [Fact]
    public void Open_alpha_is_a_fourth_channel_where_it_is_kept()
    {
        Save("clear.png", 8, 8, 200, 10, 10, 0);
        Save("half.png", 8, 8, 200, 10, 10, 128);
        Save("grey.png", 8, 8, 60);
        PictureFolder set = PictureFolder.Open(_folder.Path, new DataOptions { Size = 8, KeepsAlpha = true });
        Assert.Equal([4, 8, 8], set.ItemShape.ToArray());
        byte[] Corner(int item) => [.. Enumerable.Range(0, 4).Select(channel => set.Pixels(item)[channel * 64])];
        // Where nothing is seen there is no colour to learn.
        Assert.Equal([255, 255, 255, 0], Corner(0));
        Assert.Equal([60, 60, 60, 255], Corner(1));
        Assert.Equal([200, 10, 10, 128], Corner(2));
    }

    [Fact]
    public void Open_reads_each_format_by_what_files_hold_and_upright()
    {
        foreach (string name in (ReadOnlySpan<string>)["turned6.jpg", "lossless.webp", "palette.gif", "colour.bmp", "colour16.tif"])
            File.Copy(Fixture.Path($"pictures/{name}"), _folder[name]);
        File.Copy(Fixture.Path("pictures/turned6.jpg"), _folder["called-otherwise.png"]);
        PictureFolder set = PictureFolder.Open(_folder.Path, new DataOptions { Size = 13 });
        Assert.Empty(set.LeftOut);
        Assert.Equal(6, set.Count);
        // 13 wide and 21 high once it is upright: the square in the middle needs no resizing.
        byte[] upright = File.ReadAllBytes(Fixture.Path("pictures/turned6.jpg.raw"));
        Assert.Equal(upright[(4 * 13 * 3)..(17 * 13 * 3)], Image.FromPlanes(set.Pixels(5), 3, 13, 13).Pixels.ToArray());
        Assert.Equal(set.Pixels(5).ToArray(), set.Pixels(0).ToArray());
    }

    [Fact]
    public void Open_colour_files_without_colour_are_grey()
    {
        Save("a.png", 8, 8, 60, 60, 60);
        Save("b.png", 8, 8, 0, 0, 0, 0);
        PictureFolder set = PictureFolder.Open(_folder.Path, new DataOptions { Size = 2, Background = 9 });
        Assert.Equal(1, set.Channels);
        Assert.Equal([60, 60, 60, 60], set.Pixels(0).ToArray());
        Assert.Equal([9, 9, 9, 9], set.Pixels(1).ToArray());
    }

    [Fact]
    public void Open_sub_folders_are_classes()
    {
        Save("dogs/1.png", 8, 8, 1);
        Save("cats/2.png", 8, 8, 2);
        Save("cats/deep/3.png", 8, 8, 3);
        PictureFolder set = PictureFolder.Open(_folder.Path);
        Assert.Equal(["cats", "dogs"], set.ClassNames);
        Assert.Equal([0, 0, 1], set.Labels.ToArray());
        Assert.Equal([2, 3, 1], Enumerable.Range(0, 3).Select(i => set.Pixels(i)[0]));
    }

    [Theory]
    [InlineData(10, 28)]
    [InlineData(29, 28)]
    [InlineData(31, 32)]
    [InlineData(47, 32)]
    [InlineData(50, 64)]
    [InlineData(500, 64)]
    public void Open_without_size_takes_the_one_nearest_to_the_median(int side, int expected)
    {
        Save("a.png", side, side + 100, 1);
        Save("b.png", side + 1, side, 1);
        Save("c.png", 1, 1, 1);
        Assert.Equal(expected, PictureFolder.Open(_folder.Path).Width);
    }

    [Fact]
    public void Open_unreadable_files_are_counted_and_named()
    {
        Save("a.png", 8, 8, 1);
        byte[] whole = File.ReadAllBytes(_folder["a.png"]);
        File.WriteAllBytes(_folder["b.png"], whole[..^20]);
        File.WriteAllText(_folder["c.png"], "text");
        File.WriteAllText(_folder["d.jpg"], "photo");
        File.WriteAllBytes(_folder["e.png"], []);
        PictureFolder set = PictureFolder.Open(_folder.Path);
        Assert.Equal(1, set.Count);
        Assert.Equal([_folder["b.png"], _folder["c.png"], _folder["d.jpg"], _folder["e.png"]], set.LeftOut.Select(picture => picture.Path));
        Assert.Equal("is no picture, by how it begins; convert it to JPEG, PNG, WebP, GIF, BMP or TIFF", set.LeftOut[2].Reason);
    }

    [Fact]
    public void Open_folder_without_any_picture_says_so()
    {
        Assert.Contains("holds no picture", Assert.Throws<BelamyException>(() => Datasets.Open(_folder.Path)).Message);
        File.WriteAllText(_folder["a.png"], "text");
        var error = Assert.Throws<BelamyException>(() => Datasets.Open(_folder.Path));
        Assert.Contains("holds no readable picture", error.Message);
        Assert.Contains(_folder["a.png"], error.Message);
    }

    [Fact]
    public void Open_reports_progress_and_stops_when_cancelled()
    {
        for (int i = 0; i < 5; i++)
            Save($"{i}.png", 8, 8, 1);
        long most = 0;
        PictureFolder.Open(_folder.Path, new DataOptions { Progress = progress => { lock (_folder) most = Math.Max(most, progress.Done * 100 + progress.Total); } });
        Assert.Equal(505, most);
        var cancelled = new DataOptions { CancellationToken = new CancellationToken(canceled: true) };
        Assert.Throws<OperationCanceledException>(() => PictureFolder.Open(_folder.Path, cancelled));
    }

    [Fact]
    public void Open_wrong_use_is_refused()
    {
        Assert.Contains("no such file", Assert.Throws<BelamyException>(() => PictureFolder.Open(_folder["none"])).Message);
        Save("a.png", 8, 8, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureFolder.Open(_folder.Path, new DataOptions { Size = 0 }));
        Assert.Contains("no test part", Assert.Throws<BelamyException>(() => Datasets.Open(_folder.Path, new DataOptions { Split = DataSplit.Test })).Message);
        Assert.Contains("give their folder", Assert.Throws<BelamyException>(() => Datasets.Open(_folder["a.png"])).Message);
    }

    [Fact]
    public void Open_deep_folders_are_read_to_their_ends()
    {
        Save("top/0.png", 8, 8, 1);
        Save(string.Join('/', Enumerable.Range(1, 40).Select(depth => $"d{depth}")) + "/0.png", 8, 8, 2);
        PictureFolder set = PictureFolder.Open(_folder.Path);
        Assert.Equal(2, set.Count);
        Assert.Equal(["d1", "top"], set.ClassNames);
    }

    [Fact]
    public void Open_whatever_is_left_out_is_named()
    {
        Save("a/0.png", 8, 8, 1);
        Save(".hidden/0.png", 8, 8, 1);
        File.WriteAllText(_folder["a/b.HEIC"], "x");
        File.WriteAllText(_folder["a/c"], "x");
        File.WriteAllText(_folder["a/d.png"], "");
        PictureFolder set = PictureFolder.Open(_folder.Path);
        Assert.Equal(
            [(".hidden", "hidden"), ("a/b.HEIC", ".heic is not supported; convert it to JPEG or PNG"), ("a/c", "no picture"), ("a/d.png", "empty or no regular file")],
            set.LeftOut.Select(one => (Path.GetRelativePath(_folder.Path, one.Path).Replace('\\', '/'), one.Reason)));
    }

    [Fact]
    public void Open_links_double_no_picture_and_go_in_no_circle()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right there.");
        using var other = new TemporaryFolder();
        Save("set/a/0.png", 8, 8, 1);
        Save("set/b/0.png", 8, 8, 2);
        Directory.CreateDirectory(other.Path);
        File.Copy(_folder["set/a/0.png"], other["0.png"]);
        File.CreateSymbolicLink(_folder["set/a/up"], "..");
        File.CreateSymbolicLink(_folder["set/a/above"], "../..");
        File.CreateSymbolicLink(_folder["set/a/self"], ".");
        File.CreateSymbolicLink(_folder["set/a/b-again"], "../b");
        File.CreateSymbolicLink(_folder["set/a/b.png"], "../b/0.png");
        File.CreateSymbolicLink(_folder["set/a/nowhere.png"], "gone");
        File.CreateSymbolicLink(_folder["set/a/circle.png"], "circle.png");
        File.CreateSymbolicLink(_folder["set/c"], other.Path);
        File.CreateSymbolicLink(other["back"], _folder["set"]);
        PictureFolder set = PictureFolder.Open(_folder["set"]);
        Assert.Equal(["a", "b", "c"], set.ClassNames);
        Assert.Equal([0, 1, 2], set.Labels.ToArray());
        Assert.Equal(
            ["a/above", "a/b-again", "a/b.png", "a/circle.png", "a/nowhere.png", "a/self", "a/up", "c/back"],
            set.LeftOut.Select(one => Path.GetRelativePath(_folder["set"], one.Path)));
    }

    [Fact]
    public async Task Open_pipe_or_device_is_left_out_unopened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such files there.");
        Save("0.png", 8, 8, 1);
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", _folder["pipe.png"]))
            make.WaitForExit();
        File.CreateSymbolicLink(_folder["zero.png"], "/dev/zero");
        // Were they opened, this would wait for ever.
        PictureFolder set = await Task.Run(() => PictureFolder.Open(_folder.Path), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(1, set.Count);
        Assert.Equal(["empty or no regular file", "empty or no regular file"], set.LeftOut.Select(one => one.Reason));
        foreach (string name in (ReadOnlySpan<string>)["pipe.png", "zero.png"])
            Assert.Contains("no regular file", Assert.Throws<BelamyException>(() => Image.Load(_folder[name])).Message);
        Assert.Contains("no regular file", Assert.Throws<BelamyException>(() => Datasets.Open(_folder["pipe.png"])).Message);
        Assert.Contains("no regular file", Assert.Throws<BelamyException>(() => SafetensorsFile.Open(_folder["pipe.png"])).Message);
    }

    [Fact]
    public void Open_more_files_than_the_bound_is_refused_and_listing_stops_when_cancelled()
    {
        for (int i = 0; i < 5; i++)
            Save($"{i}.png", 8, 8, 1);
        Assert.Equal(5, PictureFolder.Open(_folder.Path, new DataOptions { MostFiles = 5 }).Count);
        string message = Assert.Throws<BelamyException>(() => PictureFolder.Open(_folder.Path, new DataOptions { MostFiles = 4 })).Message;
        Assert.Contains("more than 4 files", message);
        Assert.Contains("BELAMY_MOST_FILES", message);
        Assert.Throws<OperationCanceledException>(() => PictureWalk.List(_folder.Path, new DataOptions { CancellationToken = new CancellationToken(canceled: true) }));
    }

    [Fact]
    public void List_unreadable_folder_is_named()
    {
        Save("a/0.png", 8, 8, 1);
        Save("b/0.png", 8, 8, 1);
        (string[] files, List<LeftOut> left) = PictureWalk.List(
            _folder.Path, DataOptions.Default, folder => folder.Name == "b" ? throw new UnauthorizedAccessException() : folder.EnumerateFileSystemInfos());
        Assert.Equal([_folder["a/0.png"]], files);
        Assert.Equal(new LeftOut(_folder["b"], "a folder that may not be read"), Assert.Single(left));
    }

    [Theory]
    [InlineData("", "train", "test")]
    [InlineData("", "Training", "VAL")]
    [InlineData("wrap/data/", "Train", "Test")]
    public void Open_parts_are_no_classes(string above, string train, string test)
    {
        Save($"{above}{train}/cat/0.png", 8, 8, 1);
        Save($"{above}{train}/dog/0.png", 8, 8, 2);
        Save($"{above}{test}/dog/1.png", 8, 8, 3);
        PictureFolder training = PictureFolder.Open(_folder.Path), tests = PictureFolder.Open(_folder.Path, new DataOptions { Split = DataSplit.Test });
        Assert.Equal(["cat", "dog"], training.ClassNames);
        Assert.Equal([0, 1], training.Labels.ToArray());
        Assert.Equal([train, test], training.Parts);
        Assert.True(training.HasTestPart);
        Assert.Equal(["cat", "dog"], tests.ClassNames);
        Assert.Equal([1], tests.Labels.ToArray());
        Assert.Equal(3, tests.Pixels(0)[0]);
    }

    [Fact]
    public void Open_part_for_validation_beside_one_for_tests_is_named()
    {
        foreach (string part in (ReadOnlySpan<string>)["train", "test", "val"])
            Save($"{part}/0.png", 8, 8, 1);
        PictureFolder set = PictureFolder.Open(_folder.Path);
        Assert.Equal(1, set.Count);
        Assert.Equal(new LeftOut(_folder["val"], "a part for validation beside one for tests"), Assert.Single(set.LeftOut));
    }

    [Fact]
    public void Open_training_part_alone_and_folders_within_one_another_have_classes()
    {
        Save("wrap/train/cat/0.png", 8, 8, 1);
        Save("wrap/train/dog/0.png", 8, 8, 1);
        Assert.Equal(["cat", "dog"], PictureFolder.Open(_folder.Path).ClassNames);
        Assert.Equal(["cat", "dog"], PictureFolder.Open(_folder["wrap/train"]).ClassNames);
        // Vehicles, one of which is called like a part.
        Save("vehicles/train/0.png", 8, 8, 1);
        Save("vehicles/bus/0.png", 8, 8, 1);
        Assert.Equal(["bus", "train"], PictureFolder.Open(_folder["vehicles"]).ClassNames);
    }
}
