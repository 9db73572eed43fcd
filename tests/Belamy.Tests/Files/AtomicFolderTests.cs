using Belamy.Files;

namespace Belamy.Tests.Files;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_new_folder_holds_what_was_written_and_leaves_nothing_beside_it()
    {
        AtomicFolder.Write(_folder["a/b/"], beside => File.WriteAllText(Path.Combine(beside, "file"), "content"));
        Assert.Equal("content", File.ReadAllText(_folder["a/b/file"]));
        Assert.Equal([_folder["a/b"]], Directory.GetFileSystemEntries(_folder["a"]));
    }

    [Fact]
    public void Write_neither_takes_over_nor_deletes_what_belongs_to_others()
    {
        Directory.CreateDirectory(_folder["set.part"]);
        File.WriteAllText(_folder["set.part/precious"], "");
        AtomicFolder.Write(_folder["set"], beside => File.WriteAllText(Path.Combine(beside, "new"), ""));
        Assert.Equal([_folder["set/new"]], Directory.GetFileSystemEntries(_folder["set"]));
        Assert.Throws<FormatException>(() => AtomicFolder.Write(_folder["second"], _ => throw new FormatException()));
        Assert.True(File.Exists(_folder["set.part/precious"]));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Fact]
    public void Write_into_an_empty_folder_fills_it()
    {
        Directory.CreateDirectory(_folder["set"]);
        AtomicFolder.Write(_folder["set"], beside => File.WriteAllText(Path.Combine(beside, "new"), ""));
        Assert.True(File.Exists(_folder["set/new"]));
    }

    [Fact]
    public void Write_over_somebody_quicker_is_refused_and_leaves_theirs()
    {
        var error = Assert.Throws<BelamyException>(() => AtomicFolder.Write(_folder["set"], beside =>
        {
            File.WriteAllText(Path.Combine(beside, "mine"), "");
            AtomicFolder.Write(_folder["set"], other => File.WriteAllText(Path.Combine(other, "theirs"), ""));
        }));
        Assert.Contains("is there already", error.Message);
        Assert.Equal([_folder["set/theirs"]], Directory.GetFileSystemEntries(_folder["set"]));
        Assert.Equal([_folder["set"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Write_sweeps_the_folder_that_a_dead_process_left()
    {
        string left = _folder[$"set.{int.MaxValue}-0123456789abcdef.part"];
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "old"), "");
        Directory.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddDays(-1));
        AtomicFolder.Write(_folder["set"], beside => File.WriteAllText(Path.Combine(beside, "new"), ""));
        Assert.Equal([_folder["set"]], Directory.GetFileSystemEntries(_folder.Path));
    }
}
