using Belamy.Files.Interop;

namespace Belamy.Files;

/// <summary>Writes files whole or not at all: whoever reads the path sees the old content or the new, never a part.</summary>
/// <remarks>
/// The content goes to a file of its own beside the target, <c>TARGET.PROCESS-RANDOM.tmp</c>, which is created anew, never
/// opened, flushed to the disk and renamed over the target; then the folder is flushed too, where the system allows it.
/// So any number of processes may write one target: whoever renames last wins. After a crash the target is untouched, and
/// a later write of it removes what was left beside it.
/// </remarks>
public static class AtomicFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Writes a file by a callback.</summary>
    /// <param name="path">The file; its folder is created when missing, its old content replaced.</param>
    /// <param name="write">Writes the content. What it throws passes through, and the file stays as it was.</param>
    /// <exception cref="BelamyException">The file cannot be written: the disk is full or read-only, or access is denied.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.GetFullPath(path);
        string? temporary = null;
        try
        {
            string folder = Path.GetDirectoryName(target) ?? throw new BelamyException($"{path}: is a folder; give the name of a file");
            Directory.CreateDirectory(folder);
            if (Directory.Exists(target))
                throw new BelamyException($"{path}: is a folder; give the name of a file");
            TemporaryName.Sweep(target, TemporaryName.File);
            string beside = TemporaryName.Beside(target, TemporaryName.File);
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
            {
                temporary = beside;
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, target, overwrite: true);
            temporary = null;
            FolderSync.Flush(folder);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Explain(path, e);
        }
        finally
        {
            if (temporary is not null)
                DeleteQuietly(temporary);
        }
    }

    /// <summary>Writes a file of bytes.</summary>
    /// <param name="path">The file; its folder is created when missing, its old content replaced.</param>
    /// <param name="content">The content.</param>
    /// <exception cref="BelamyException">The file cannot be written.</exception>
    public static void WriteAllBytes(string path, ReadOnlyMemory<byte> content) => Write(path, stream => stream.Write(content.Span));

    /// <summary>Writes a file of text in UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file; its folder is created when missing, its old content replaced.</param>
    /// <param name="content">The content.</param>
    /// <exception cref="BelamyException">The file cannot be written.</exception>
    public static void WriteAllText(string path, string content) => WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>Whether an exception says that the system refused to write, rather than that a program is wrong.</summary>
    internal static bool IsRefusal(Exception e) =>
        // A file beyond the largest that the disk or a limit of the process allows is reported as an argument out of range.
        e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>Says in one line why a file cannot be written, and what to do.</summary>
    internal static BelamyException Explain(string path, Exception e)
    {
        // The low half of HResult is the Win32 code; on Unix the whole of it is errno.
        int code = e.HResult & 0xFFFF;
        bool windows = OperatingSystem.IsWindows();
        if (e is UnauthorizedAccessException)
            return new($"{path}: not permitted to write here; choose another folder or change its permissions", e);
        if (windows ? code is 0x70 or 0x27 : code == Errno.NoSpace || code == Errno.Quota)
            return new($"{path}: the disk is full; free some space or choose a folder on another disk", e);
        if (e is ArgumentOutOfRangeException)
            return new($"{path}: larger than a file may be here; choose a folder on another disk, or raise the limit (ulimit -f)", e);
        if (windows ? code is 0x13 : code == Errno.ReadOnly)
            return new($"{path}: the disk is read-only; choose a folder on another disk", e);
        return new($"{path}: cannot be written ({e.Message.TrimEnd('.')}); choose another place", e);
    }

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that brought us here says more than a second one would.
        }
    }

    private static class Errno
    {
        public const int NoSpace = 28;
        public const int ReadOnly = 30;

        // EDQUOT differs between the kernels that .NET runs on.
        public static readonly int Quota = OperatingSystem.IsLinux() ? 122 : 69;
    }
}
