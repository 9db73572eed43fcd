using Belamy.Cli.Terminal;
using Belamy.Data.Kinds;

namespace Belamy.Cli.Commands;

/// <summary>A file that a function is applied to.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Relative">Where it is below the folder that was named; its own name where it was named itself.</param>
internal sealed record GivenFile(string Path, string Relative)
{
    /// <summary>What is made of it is called so.</summary>
    public string Name => Relative.Replace('/', '-').Replace('\\', '-');

    /// <summary>Its name without its ending.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The folder that it is in.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path) ?? "";
}

/// <summary>The files that a function is applied to, one after another.</summary>
internal sealed class InputFiles
{
    private readonly IReadOnlyList<string> _inputs;
    private readonly GivenFile[] _files;

    /// <summary>Finds the files.</summary>
    /// <param name="inputs">Files, and folders of them.</param>
    /// <param name="kind">What is looked for in folders.</param>
    /// <param name="besides">Ends of names without their endings, <c>-mask</c>, of files that belong to the file that is called so without it, and are no inputs themselves where that is one.</param>
    /// <exception cref="BelamyException">There is no such file or folder, or a folder holds none.</exception>
    public InputFiles(IReadOnlyList<string> inputs, Kind kind, params IReadOnlyList<string> besides)
    {
        _inputs = inputs;
        _files = [.. inputs.SelectMany(input => Find(input, kind))];
        var stems = _files.Select(file => (file.Folder, file.Stem)).ToHashSet();
        _files = [.. _files.Where(file => !besides.Any(end => file.Stem.EndsWith(end, StringComparison.Ordinal) && stems.Contains((file.Folder, file.Stem[..^end.Length]))))];
    }

    public int Count => _files.Length;

    /// <summary>The files in their order.</summary>
    public IReadOnlyList<GivenFile> All => _files;

    /// <summary>Reads one after another, shows how far it is, and names those that cannot be read.</summary>
    /// <param name="what">What is done, for the status.</param>
    /// <param name="read">Reads a file; a <see cref="BelamyException"/> leaves it out where there are others.</param>
    /// <param name="use">Is given what a file holds, the file, and a line to show the progress within it by.</param>
    /// <param name="token">Ends it early.</param>
    /// <returns>How many could be read.</returns>
    /// <exception cref="BelamyException">None can be read.</exception>
    /// <exception cref="OperationCanceledException">It was ended; the message says how many were done.</exception>
    public int Each<T>(string what, Func<GivenFile, T> read, Action<T, GivenFile, StatusLine> use, CancellationToken token)
    {
        var status = new StatusLine(Console.Error);
        int done = 0;
        try
        {
            foreach (GivenFile file in _files)
            {
                token.ThrowIfCancellationRequested();
                status.Show($"{what}: {Quantity.Count(done)} of {Quantity.Count(Count)}");
                T content;
                try
                {
                    content = read(file);
                }
                catch (BelamyException e) when (Count > 1)
                {
                    status.Clear();
                    Console.Error.WriteLine($"belamy: left out {e.Message}");
                    continue;
                }

                use(content, file, status);
                done++;
            }
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException($"stopped; {Quantity.Count(done, "file")} of {Count} done", e);
        }
        finally
        {
            status.Clear();
        }

        return done > 0 ? done : throw new BelamyException($"{string.Join(", ", _inputs)}: none of {Quantity.Count(Count, "file")} can be read");
    }

    /// <summary>The files that are meant.</summary>
    private static IEnumerable<GivenFile> Find(string input, Kind kind)
    {
        if (File.Exists(input))
            return [new(input, Path.GetFileName(input))];
        if (!Directory.Exists(input))
            throw new BelamyException($"{input}: there is no such file or folder");
        GivenFile[] files =
        [
            .. Directory.EnumerateFiles(input, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true })
                .Where(file => kind.ReadEndings.Contains(Path.GetExtension(file).ToLowerInvariant()))
                .Order(StringComparer.Ordinal)
                .Select(file => new GivenFile(file, Path.GetRelativePath(input, file))),
        ];
        return files.Length > 0 ? files : throw new BelamyException($"{input}: holds no {kind.Name} ({string.Join(", ", kind.ReadEndings)})");
    }
}
