using System.Formats.Tar;
using System.IO.Compression;
using Belamy.Data;
using Belamy.Imaging;

namespace Belamy.Tests.Data;

public sealed class PictureArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private DataOptions Options => new() { Size = 8, CacheFolder = _folder["cache"] };

    private void SaveSome()
    {
        for (int i = 0; i < 4; i++)
        {
            var image = new Image(9 + i, 12, 3);
            for (int at = 0; at < image.Pixels.Length; at++)
                image.Pixels[at] = (byte)(at * (i + 1));
            image.SavePng(_folder[$"set/{(i < 2 ? "cat" : "dog")}/{i}.png"]);
        }

        File.Copy(Fixture.Path("pictures/turned6.jpg"), _folder["set/dog/photo.jpg"]);
        File.WriteAllText(_folder["set/dog/notes.txt"], "none");
        File.WriteAllText(_folder["set/dog/damaged.png"], "damaged");
    }

    private string Pack(string name)
    {
        string path = _folder[name];
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            ZipFile.CreateFromDirectory(_folder["set"], path);
        }
        else if (name.EndsWith(".tar", StringComparison.Ordinal))
        {
            TarFile.CreateFromDirectory(_folder["set"], path, includeBaseDirectory: false);
        }
        else
        {
            using FileStream file = File.Create(path);
            using var gzip = new GZipStream(file, CompressionLevel.Fastest);
            TarFile.CreateFromDirectory(_folder["set"], gzip, includeBaseDirectory: false);
        }

        return path;
    }

    [Theory]
    [InlineData("some.zip")]
    [InlineData("some.tar")]
    [InlineData("some.tar.gz")]
    [InlineData("some.tgz")]
    public void Open_archive_is_as_its_folder(string name)
    {
        SaveSome();
        PictureFolder expected = PictureFolder.Open(_folder["set"], Options);
        string path = Pack(name);
        var set = (PictureFolder)Datasets.Open(path, Options);
        Assert.Equal("some", set.Name);
        Assert.Equal(expected.Fingerprint, set.Fingerprint);
        Assert.Equal(["cat", "dog"], set.ClassNames);
        Assert.Equal(
            expected.LeftOut.Select(one => (Path.GetRelativePath(_folder["set"], one.Path), one.Reason)),
            set.LeftOut.Select(one => (Path.GetRelativePath(path, one.Path), one.Reason)));
        // The size is chosen by the pictures of the archive too, and a large one is cached.
        Assert.Equal(28, ((PictureFolder)Datasets.Open(path, Options with { Size = null })).Width);
        Assert.Equal(expected.Fingerprint, PictureFolder.Open(path, Options with { CacheFrom = 2 }).Fingerprint);
        int decoded = 0;
        Assert.Equal(expected.Fingerprint, PictureFolder.Open(path, Options with { CacheFrom = 2, Progress = _ => decoded++ }).Fingerprint);
        Assert.Equal(0, decoded);
        // What was unpacked is gone.
        Assert.Empty(Directory.GetFiles(_folder["cache"], "*.tar"));
    }

    [Fact]
    public void Open_members_that_lead_out_are_hidden_or_there_twice_are_left_out()
    {
        string path = _folder["odd.zip"];
        byte[] picture = PngEncoder.Encode(new Image(8, 8, 1));
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (string name in (ReadOnlySpan<string>)["a.png", "../b.png", "__MACOSX/a.png", ".c.png", "./a.png", "d.heic", "empty.png"])
            {
                using Stream stream = zip.CreateEntry(name).Open();
                if (name != "empty.png")
                    stream.Write(picture);
            }
        }

        PictureFolder set = PictureFolder.Open(path, Options);
        Assert.Equal(1, set.Count);
        Assert.Equal(
            [
                ("../b.png", "its path leads out of the archive"), (".c.png", "hidden"), ("__MACOSX/a.png", "hidden"), ("a.png", "there twice"),
                ("d.heic", ".heic is not supported; convert it to JPEG or PNG"), ("empty.png", "empty or no regular file"),
            ],
            set.LeftOut.Select(one => (one.Path[(path.Length + 1)..], one.Reason)));
        Assert.Contains("more than 3 files", Assert.Throws<BelamyException>(() => PictureFolder.Open(path, Options with { MostFiles = 3 })).Message);
    }

    [Fact]
    public void Open_member_that_is_far_larger_than_its_file_is_left_out()
    {
        string path = _folder["bomb.zip"];
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using (Stream stream = zip.CreateEntry("bomb.png").Open())
                stream.Write(new byte[70 << 20]);
            using Stream small = zip.CreateEntry("small.png").Open();
            small.Write(PngEncoder.Encode(new Image(8, 8, 1)));
        }

        PictureFolder set = PictureFolder.Open(path, Options);
        Assert.Equal(1, set.Count);
        Assert.Contains("unpacks to more than 64 MiB", Assert.Single(set.LeftOut).Reason);
    }

    [Theory]
    [InlineData("some.zip")]
    [InlineData("some.tar")]
    [InlineData("some.tar.gz")]
    public void Open_damaged_archive_is_one_line_or_leaves_members_out(string name)
    {
        SaveSome();
        string path = Pack(name);
        byte[] whole = File.ReadAllBytes(path);
        for (int at = 1; at < whole.Length; at += Math.Max(1, whole.Length / 40))
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= 0x55;
            foreach (byte[] damaged in (byte[][])[whole[..at], flipped])
            {
                File.WriteAllBytes(path, damaged);
                try
                {
                    Datasets.Open(path, Options);
                }
                catch (BelamyException e)
                {
                    Assert.DoesNotContain('\n', e.Message);
                }
            }
        }
    }
}
