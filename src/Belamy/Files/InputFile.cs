using System.Text;

namespace Belamy.Files;

/// <summary>Opens files for reading, with errors a person can act on.</summary>
internal static class InputFile
{
    /// <summary>Opens a file for reading front to back.</summary>
    /// <exception cref="BelamyException">The file cannot be opened.</exception>
    public static FileStream OpenRead(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw Explain(path, e);
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="BelamyException">The file cannot be read.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw Explain(path, e);
        }
    }

    /// <summary>Reads a whole file of text in UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What is read from it, in the plural, for errors.</param>
    /// <exception cref="BelamyException">The file cannot be read, has no content, or is no text.</exception>
    public static string ReadAllText(string path, string what)
    {
        RequireContent(path);
        string text = Encoding.UTF8.GetString(ReadAllBytes(path)).TrimStart('\uFEFF');
        return !text.Contains('\0') ? text : throw new BelamyException($"{path}: is no text; {what} are read from text in UTF-8");
    }

    /// <summary>Refuses what has no content, or none that ends: an empty file, a pipe, a device. Opening those might wait for ever.</summary>
    /// <remarks>They all have the length 0 for the system, and so tell themselves apart before they are opened.</remarks>
    /// <exception cref="BelamyException">The file is one of those.</exception>
    public static void RequireContent(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                file = target;
            if (file.Exists && file.Length == 0)
                throw new BelamyException($"{path}: is empty or no regular file, such as a pipe or a device; give a file with content");
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw Explain(path, e);
        }
    }

    public static bool IsFileError(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>Says in one line why a file cannot be read.</summary>
    public static BelamyException Explain(string path, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => new($"{path}: no such file; check the path", e),
        UnauthorizedAccessException when Directory.Exists(path) => new($"{path}: is a folder, a file was expected", e),
        UnauthorizedAccessException => new($"{path}: not permitted to read it; check the file's permissions", e),
        _ => new($"{path}: cannot be read ({e.Message})", e),
    };
}
