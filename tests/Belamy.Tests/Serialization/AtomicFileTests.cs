using Belamy.Serialization;

namespace Belamy.Tests.Serialization;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_new_file_in_new_folder_leaves_nothing_beside_it()
    {
        string path = _folder["a/b/file.txt"];
        AtomicFile.WriteAllText(path, "grüße");
        Assert.Equal("grüße"u8.ToArray(), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Write_callback_that_throws_keeps_the_old_content()
    {
        string path = _folder["file"];
        AtomicFile.WriteAllText(path, "old");
        Assert.Throws<FormatException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new FormatException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_reader_during_write_sees_the_old_content()
    {
        string path = _folder["file"];
        AtomicFile.WriteAllText(path, "old");
        AtomicFile.Write(path, stream =>
        {
            stream.Write("new content"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });
        Assert.Equal("new content", File.ReadAllText(path));
    }

    [Fact]
    public void Write_leftover_of_a_crash_is_taken_over()
    {
        string path = _folder["file"];
        File.WriteAllText(path + ".tmp", "half-written and much longer than what follows");
        AtomicFile.WriteAllText(path, "whole");
        Assert.Equal("whole", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_while_another_holds_the_file_beside_succeeds()
    {
        string path = _folder["file"];
        AtomicFile.Write(path, outer =>
        {
            outer.Write("outer"u8);
            AtomicFile.WriteAllText(path, "inner");
            Assert.Equal("inner", File.ReadAllText(path));
        });
        Assert.Equal("outer", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_to_a_folder_says_so()
    {
        var error = Assert.Throws<BelamyException>(() => AtomicFile.WriteAllText(_folder.Path, "x"));
        Assert.Contains(_folder.Path, error.Message);
        Assert.Contains("is a folder", error.Message);
    }

    [Fact]
    public void Write_below_a_file_names_the_path()
    {
        File.WriteAllText(_folder["file"], "");
        string path = _folder["file/below"];
        var error = Assert.Throws<BelamyException>(() => AtomicFile.WriteAllText(path, "x"));
        Assert.Contains(path, error.Message);
    }

    [Fact]
    public void Write_disk_full_says_so()
    {
        int code = OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28;
        string path = _folder["file"];
        var error = Assert.Throws<BelamyException>(() => AtomicFile.Write(path, _ => throw new IOException("no space", code)));
        Assert.Equal($"{path}: the disk is full; free some space or choose a folder on another disk", error.Message);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_disk_read_only_says_so()
    {
        int code = OperatingSystem.IsWindows() ? unchecked((int)0x80070013) : 30;
        var error = Assert.Throws<BelamyException>(() => AtomicFile.Write(_folder["file"], _ => throw new IOException("read-only", code)));
        Assert.Contains("the disk is read-only", error.Message);
    }
}
