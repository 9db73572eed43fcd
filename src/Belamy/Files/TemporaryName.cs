using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Belamy.Files;

/// <summary>
/// Names for what is written beside its target before it takes the target's place: <c>TARGET.PROCESS-RANDOM.tmp</c>. No two
/// writers share one, and a name tells whose it was, so that what a killed process left can be removed.
/// </summary>
internal static class TemporaryName
{
    /// <summary>What the names of unfinished files end in.</summary>
    public const string File = ".tmp";

    /// <summary>What the names of unfinished folders end in.</summary>
    public const string Folder = ".part";

    private const int RandomBytes = 8;
    private static readonly SearchValues<char> RandomDigits = SearchValues.Create("0123456789abcdef");
    private const int LongestName = 200;
    private const int KeptOfLonger = 50;

    // Processes of other machines and containers are not seen from here; what they write is young.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>A name beside a target that nothing has.</summary>
    /// <param name="target">The whole path of a file or folder.</param>
    /// <param name="extension"><see cref="File"/> or <see cref="Folder"/>.</param>
    public static string Beside(string target, string extension) =>
        $"{Stem(target)}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}{extension}";

    /// <summary>Removes what processes that are no more left beside a target. What cannot be removed stays.</summary>
    /// <param name="target">The whole path of a file or folder.</param>
    /// <param name="extension"><see cref="File"/> or <see cref="Folder"/>.</param>
    public static void Sweep(string target, string extension)
    {
        string stem = Path.GetFileName(Stem(target));
        try
        {
            var entries = new DirectoryInfo(Path.GetDirectoryName(target)!).EnumerateFileSystemInfos("*" + extension);
            foreach (FileSystemInfo entry in entries)
            {
                if (entry.Name.StartsWith(stem + ".", StringComparison.Ordinal) && IsAbandoned(entry, entry.Name.AsSpan(stem.Length + 1), extension))
                    Delete(entry);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Leftovers harm nobody.
        }
    }

    private static string Stem(string target)
    {
        string name = Path.GetFileName(target);
        // File systems allow 255 bytes.
        if (Encoding.UTF8.GetByteCount(name) <= LongestName)
            return target;
        int length = char.IsHighSurrogate(name[KeptOfLonger - 1]) ? KeptOfLonger - 1 : KeptOfLonger;
        return Path.Combine(Path.GetDirectoryName(target)!, name[..length]);
    }

    /// <summary>Whether something with such a name was left by a process that is no more. A link never was.</summary>
    private static bool IsAbandoned(FileSystemInfo entry, ReadOnlySpan<char> name, string extension)
    {
        if (!name.EndsWith(extension, StringComparison.Ordinal) || entry.LinkTarget is not null || entry is DirectoryInfo != (extension == Folder))
            return false;
        name = name[..^extension.Length];
        int dash = name.IndexOf('-');
        return dash > 0
            && name.Length - dash - 1 == 2 * RandomBytes
            && !name[(dash + 1)..].ContainsAnyExcept(RandomDigits)
            && int.TryParse(name[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            && DateTime.UtcNow - entry.LastWriteTimeUtc > Patience
            && !IsAuthor(process, entry.LastWriteTimeUtc);
    }

    /// <summary>Whether a process is there that can have written at a time; numbers are given again.</summary>
    private static bool IsAuthor(int process, DateTime written)
    {
        try
        {
            using Process found = Process.GetProcessById(process);
            return found.StartTime.ToUniversalTime() <= written;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception e) when (e is InvalidOperationException or ExternalException or NotSupportedException)
        {
            // Gone meanwhile, or not ours to ask about.
            return true;
        }
    }

    private static void Delete(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo folder)
            folder.Delete(recursive: true);
        else
            entry.Delete();
    }
}
