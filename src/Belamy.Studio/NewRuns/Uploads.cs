using Belamy.Studio.Runs;

namespace Belamy.Studio.NewRuns;

/// <summary>Files that were dropped onto a page, in folders below the runs.</summary>
internal sealed class Uploads(string home)
{
    /// <summary>The most bytes of one file.</summary>
    public const long LargestFile = 256L << 20;

    private const string Folder = "uploads";

    /// <summary>Keeps a file.</summary>
    /// <param name="set">The name of the files' folder.</param>
    /// <param name="name">The file's.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="BelamyException">A name is none.</exception>
    public async Task<string> KeepAsync(string set, string name, Stream content, CancellationToken cancellation)
    {
        RunShelf.RequireName(set);
        RunShelf.RequireName(name);
        string folder = Path.Combine(home, Folder, set), file = Path.Combine(folder, name);
        Directory.CreateDirectory(folder);
        string part = Path.Combine(folder, $".{Guid.NewGuid():N}.part");
        try
        {
            await using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
                await content.CopyToAsync(stream, cancellation).ConfigureAwait(false);
            File.Move(part, file, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }

        return folder;
    }
}
