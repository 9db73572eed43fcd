using Belamy.Files;
using Belamy.Imaging.Readers;

namespace Belamy.Data;

/// <summary>Lists the pictures of a folder and everything below it, and names what it leaves out.</summary>
/// <remarks>
/// Every folder is read once, by its own place: a link to a folder that is read anyway, or to one that holds the whole,
/// is left out. Links to other folders are followed, after all that lies in the folder itself.
/// </remarks>
internal sealed class PictureWalk
{
    private readonly string _root;
    private readonly DataOptions _options;
    private readonly string _item;
    private readonly Func<string, string?> _judge;
    private readonly Func<DirectoryInfo, IEnumerable<FileSystemInfo>> _list;
    private readonly List<WalkedFile> _files = [];
    private readonly List<(FileInfo Link, FileInfo Target)> _linkedFiles = [];
    private readonly Queue<DirectoryInfo> _linkedFolders = new();
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly HashSet<string> _places = new(StringComparer.Ordinal);
    private readonly List<LeftOut> _leftOut = [];
    private long _seen;

    private PictureWalk(string root, DataOptions options, string item, Func<string, string?> judge, Func<DirectoryInfo, IEnumerable<FileSystemInfo>>? list)
    {
        _root = root;
        _options = options;
        _item = item;
        _judge = judge;
        _list = list ?? (folder => folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false }));
    }

    /// <summary>Walks through a folder.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="options">The bound, progress and cancellation.</param>
    /// <param name="list">Lists a folder; null for the file system.</param>
    /// <returns>The pictures in the order of their names, and what was left out.</returns>
    /// <exception cref="BelamyException">The folder cannot be read, or holds more than the bound.</exception>
    public static (string[] Files, List<LeftOut> LeftOut) List(string root, DataOptions options, Func<DirectoryInfo, IEnumerable<FileSystemInfo>>? list = null) =>
        List(root, options, "picture", JudgePicture, list);

    /// <summary>Walks through a folder for files of any sort.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="options">The bound, progress and cancellation.</param>
    /// <param name="item">What a file holds, for people: <c>picture</c>.</param>
    /// <param name="judge">Why a file with such an ending, in lower case with its dot, is left out; null for one that is taken.</param>
    /// <param name="list">Lists a folder; null for the file system.</param>
    /// <returns>The files in the order of their names, and what was left out.</returns>
    /// <exception cref="BelamyException">The folder cannot be read, or holds more than the bound.</exception>
    public static (string[] Files, List<LeftOut> LeftOut) List(
        string root, DataOptions options, string item, Func<string, string?> judge, Func<DirectoryInfo, IEnumerable<FileSystemInfo>>? list = null)
    {
        (WalkedFile[] files, List<LeftOut> leftOut) = Walk(root, options, item, judge, list);
        return (Array.ConvertAll(files, file => file.Path), leftOut);
    }

    /// <summary>Walks through a folder of pictures.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="options">The bound, progress and cancellation.</param>
    /// <returns>The pictures in the order of their names with their lengths and times, and what was left out.</returns>
    /// <exception cref="BelamyException">The folder cannot be read, or holds more than the bound.</exception>
    public static (WalkedFile[] Files, List<LeftOut> LeftOut) Walk(string root, DataOptions options) => Walk(root, options, "picture", JudgePicture, null);

    private static (WalkedFile[] Files, List<LeftOut> LeftOut) Walk(
        string root, DataOptions options, string item, Func<string, string?> judge, Func<DirectoryInfo, IEnumerable<FileSystemInfo>>? list)
    {
        var walk = new PictureWalk(root, options, item, judge, list);
        walk.WalkAll();
        // By names with one separator, so that the order is the same on every system.
        return ([.. walk._files.OrderBy(file => file.Path.Replace('\\', '/'), StringComparer.Ordinal)], walk._leftOut);
    }

    /// <summary>What is said of files that are of another sort altogether.</summary>
    public static string NotOne(string item, string extension) => extension.Length > 0 ? $"no {item} ({extension})" : $"no {item}";

    private void WalkAll()
    {
        string place = LinkTarget.Resolve(_root);
        WalkFrom(new DirectoryInfo(_root), place);
        while (_linkedFolders.TryDequeue(out DirectoryInfo? link))
        {
            string target = LinkTarget.Resolve(link.FullName);
            if (!Directory.Exists(target))
                LeaveOut(link.FullName, "a link that leads nowhere");
            else if (LinkTarget.Holds(target, place))
                LeaveOut(link.FullName, "a link to a folder that holds this one");
            else if (_read.Contains(target))
                LeaveOut(link.FullName, "a link to a folder that is read already");
            else
                WalkFrom(link, target);
        }

        foreach ((FileInfo link, FileInfo target) in _linkedFiles)
        {
            if (_places.Contains(target.FullName))
                LeaveOut(link.FullName, $"a link to a {_item} that is read already");
            else
                _files.Add(new WalkedFile(link.FullName, target.Length, target.LastWriteTimeUtc));
        }
    }

    private void WalkFrom(DirectoryInfo start, string startPlace)
    {
        // A stack of one's own: folders may lie deeper than calls.
        var open = new Stack<(DirectoryInfo Folder, string Place)>([(start, startPlace)]);
        while (open.TryPop(out (DirectoryInfo Folder, string Place) next))
        {
            if (!_read.Add(next.Place))
            {
                LeaveOut(next.Folder.FullName, "a folder that is read already, by a link");
                continue;
            }

            try
            {
                foreach (FileSystemInfo entry in _list(next.Folder).OrderByDescending(entry => entry.Name, StringComparer.Ordinal))
                {
                    Count();
                    if (entry.Name.StartsWith('.') || entry.Attributes.HasFlag(FileAttributes.Hidden))
                        LeaveOut(entry.FullName, "hidden");
                    else if (entry is DirectoryInfo folder && !IsLink(entry))
                        open.Push((folder, Path.Join(next.Place, folder.Name)));
                    else if (entry is DirectoryInfo link)
                        _linkedFolders.Enqueue(link);
                    else
                        Take((FileInfo)entry, next.Place);
                }
            }
            catch (Exception e) when (InputFile.IsFileError(e))
            {
                if (next.Folder.FullName == start.FullName && _seen == 0)
                    throw InputFile.Explain(_root, e);
                LeaveOut(next.Folder.FullName, "a folder that may not be read");
            }
        }
    }

    // The attributes are known already; asking for the target would cost a call to the system for each file.
    private static bool IsLink(FileSystemInfo entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && entry.LinkTarget is not null;

    private void Take(FileInfo file, string place)
    {
        if (_judge(file.Extension.ToLowerInvariant()) is { } reason)
        {
            LeaveOut(file.FullName, reason);
        }
        else if (!IsLink(file))
        {
            if (file.Length == 0)
            {
                LeaveOut(file.FullName, "empty or no regular file");
                return;
            }

            _places.Add(Path.Join(place, file.Name));
            _files.Add(new WalkedFile(file.FullName, file.Length, file.LastWriteTimeUtc));
        }
        else
        {
            var target = new FileInfo(LinkTarget.Resolve(file.FullName));
            if (!target.Exists)
                LeaveOut(file.FullName, "a link that leads nowhere");
            else if (target.Length == 0)
                LeaveOut(file.FullName, "empty or no regular file");
            else
                _linkedFiles.Add((file, target));
        }
    }

    internal static string? JudgePicture(string extension) =>
        PictureFile.Endings.Contains(extension) ? null : PictureFile.IsOther(extension) ? $"{extension} is not supported; convert it to JPEG or PNG" : NotOne("picture", extension);

    private void Count()
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        if (++_seen > _options.MostFiles)
            throw new BelamyException($"{_root}: holds more than {_options.MostFiles:N0} files and folders; give the folder of the {_item}s alone, or set {DataOptions.MostFilesVariable} to more");
        if (_seen % 256 == 0)
            _options.Progress?.Invoke(new DataProgress("listing files", _seen, 0));
    }

    private void LeaveOut(string path, string reason) => _leftOut.Add(new LeftOut(path, reason));
}

/// <summary>A file that a walk found.</summary>
/// <param name="Path">The file.</param>
/// <param name="Length">Its length.</param>
/// <param name="Time">When it was written last.</param>
internal readonly record struct WalkedFile(string Path, long Length, DateTime Time);
