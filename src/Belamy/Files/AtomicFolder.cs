namespace Belamy.Files;

/// <summary>Writes folders whole or not at all: a folder that is there under its name is complete.</summary>
/// <remarks>The content goes to a folder of its own beside the target, which then takes the target's name.</remarks>
public static class AtomicFolder
{
    /// <summary>Writes a folder by a callback.</summary>
    /// <param name="path">The folder, new or empty; the folder above it is created when missing.</param>
    /// <param name="write">Is given an empty folder to write the content to. What it throws passes through, and nothing is left.</param>
    /// <exception cref="BelamyException">There is a file or a folder that holds something already; or it cannot be written.</exception>
    public static void Write(string path, Action<string> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        RequireFree(path, target);
        string? temporary = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? target);
            TemporaryName.Sweep(target, TemporaryName.Folder);
            temporary = TemporaryName.Beside(target, TemporaryName.Folder);
            Directory.CreateDirectory(temporary);
            write(temporary);
            // Somebody may have been quicker.
            RequireFree(path, target);
            if (Directory.Exists(target))
                Directory.Delete(target);
            Directory.Move(temporary, target);
            temporary = null;
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Explain(path, e);
        }
        finally
        {
            if (temporary is not null)
                DeleteQuietly(temporary);
        }
    }

    private static void RequireFree(string path, string target)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new BelamyException($"{path}: is there already; name a folder that is new or empty");
    }

    private static void DeleteQuietly(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that brought us here says more than a second one would.
        }
    }
}
