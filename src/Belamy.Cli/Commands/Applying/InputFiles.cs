using Belamy.Cli.Terminal;
using Belamy.Data.Kinds;

namespace Belamy.Cli.Commands;

/// <summary>The files that a function is applied to, one after another.</summary>
internal sealed class InputFiles
{
    private readonly IReadOnlyList<string> _inputs;
    private readonly (string File, string Name)[] _files;

    /// <summary>Finds the files.</summary>
    /// <param name="inputs">Files, and folders of them.</param>
    /// <param name="kind">What is looked for in folders.</param>
    /// <exception cref="BelamyException">There is no such file or folder, or a folder holds none.</exception>
    public InputFiles(IReadOnlyList<string> inputs, Kind kind)
    {
        _inputs = inputs;
        _files = [.. inputs.SelectMany(input => Find(input, kind))];
    }

    public int Count => _files.Length;

    /// <summary>Reads one after another, shows how far it is, and names those that cannot be read.</summary>
    /// <param name="what">What is done, for the status.</param>
    /// <param name="read">Reads a file; a <see cref="BelamyException"/> leaves it out where there are others.</param>
    /// <param name="use">Is given what a file holds, the file, the name of what is made of it, and a line to show the progress within it by.</param>
    /// <param name="token">Ends it early.</param>
    /// <returns>How many could be read.</returns>
    /// <exception cref="BelamyException">None can be read.</exception>
    /// <exception cref="OperationCanceledException">It was ended; the message says how many were done.</exception>
    public int Each<T>(string what, Func<string, T> read, Action<T, string, string, StatusLine> use, CancellationToken token)
    {
        var status = new StatusLine(Console.Error);
        int done = 0;
        try
        {
            foreach ((string file, string name) in _files)
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

                use(content, file, name, status);
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

    /// <summary>The files that are meant, each with the name of what is made of it.</summary>
    private static IEnumerable<(string File, string Name)> Find(string input, Kind kind)
    {
        if (File.Exists(input))
            return [(input, Name(Path.GetFileName(input)))];
        if (!Directory.Exists(input))
            throw new BelamyException($"{input}: there is no such file or folder");
        (string File, string Name)[] files =
        [
            .. Directory.EnumerateFiles(input, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true })
                .Where(file => kind.ReadEndings.Contains(Path.GetExtension(file).ToLowerInvariant()))
                .Order(StringComparer.Ordinal)
                .Select(file => (file, Name(Path.GetRelativePath(input, file)))),
        ];
        return files.Length > 0 ? files : throw new BelamyException($"{input}: holds no {kind.Name} ({string.Join(", ", kind.ReadEndings)})");
    }

    private static string Name(string file) => file.Replace('/', '-').Replace('\\', '-');
}
