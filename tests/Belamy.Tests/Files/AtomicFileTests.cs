using Belamy.Files;

namespace Belamy.Tests.Files;

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
    public void Write_beside_what_belongs_to_others_leaves_it_alone()
    {
        string path = _folder["file"];
        File.WriteAllText(_folder["other"], "precious");
        File.CreateSymbolicLink(path + ".tmp", _folder["other"]);
        File.CreateSymbolicLink($"{path}.{Environment.ProcessId}.tmp", _folder["other"]);
        AtomicFile.WriteAllText(path, "whole");
        Assert.Equal("whole", File.ReadAllText(path));
        Assert.Null(new FileInfo(path).LinkTarget);
        Assert.Equal("precious", File.ReadAllText(_folder["other"]));
        Assert.Equal(4, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Write_sweeps_what_dead_processes_left_and_nothing_else()
    {
        const string random = "0123456789abcdef";
        const int dead = int.MaxValue;
        DateTime longAgo = DateTime.UtcNow.AddDays(-1);
        string path = _folder["file"];
        string[] leftovers = [Plant($"file.{dead}-{random}.tmp", longAgo), Plant($"file.{Environment.ProcessId}-{random}.tmp", longAgo)];
        string[] others =
        [
            Plant($"file.{dead}-fedcba9876543210.tmp", DateTime.UtcNow),
            Plant($"file.{dead}-tooshort.tmp", longAgo),
            Plant($"file.{dead}-{random}.part", longAgo),
            Plant($"another.{dead}-{random}.tmp", longAgo),
            Plant("file.tmp", longAgo),
        ];
        AtomicFile.WriteAllText(path, "whole");
        Assert.DoesNotContain(leftovers, File.Exists);
        Assert.All(others, other => Assert.True(File.Exists(other), other));

        string Plant(string name, DateTime written)
        {
            File.WriteAllText(_folder[name], "half");
            File.SetLastWriteTimeUtc(_folder[name], written);
            return _folder[name];
        }
    }

    [Fact]
    public async Task Write_by_many_at_once_never_fails_and_is_never_torn()
    {
        const int writers = 8;
        string path = _folder["file"];
        AtomicFile.WriteAllText(path, new string('.', 10_000));
        using var done = new CancellationTokenSource();
        CancellationToken token = TestContext.Current.CancellationToken;
        Task reading = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    string seen = File.ReadAllText(path);
                    Assert.Equal(new string(seen[0], 10_000), seen);
                }
            },
            token);
        IEnumerable<Task> threads = Enumerable.Range(0, writers).Select(writer => Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < 20; i++)
                    AtomicFile.WriteAllText(path, new string((char)('a' + writer), 10_000));
            },
            token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        await Task.WhenAll(threads);
        await done.CancelAsync();
        await reading;
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_to_the_longest_name_there_is_succeeds()
    {
        string path = _folder[new string('n', 255)];
        AtomicFile.WriteAllText(path, "whole");
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
