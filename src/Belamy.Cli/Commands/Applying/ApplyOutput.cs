using Belamy.Data.Kinds;

namespace Belamy.Cli.Commands;

/// <summary>Where <c>belamy apply</c> writes what it makes: one file, or files in a folder, which is made with the first of them.</summary>
internal sealed class ApplyOutput
{
    private readonly Kind _kind;
    private readonly bool _isFile;

    /// <summary>Takes what was asked for.</summary>
    /// <param name="path">A file with one of the kind's endings, or a folder.</param>
    /// <param name="kind">What is written.</param>
    /// <param name="count">How many there will be.</param>
    /// <exception cref="BelamyException">It is a file of another kind, or one file for several.</exception>
    public ApplyOutput(string path, Kind kind, int count)
    {
        (Path, _kind) = (path, kind);
        _isFile = System.IO.Path.HasExtension(path) && !Directory.Exists(path);
        if (_isFile && !kind.FileEndings.Contains(System.IO.Path.GetExtension(path).ToLowerInvariant()))
            throw new BelamyException($"--out {path}: {kind.Name} are written as {string.Join(", ", kind.FileEndings)}");
        if (_isFile && count > 1)
            throw new BelamyException($"--out {path}: is one file, and there are {count} to write; name a folder");
        if (!_isFile && File.Exists(path))
            throw new BelamyException($"--out {path}: is a file without an ending; name a folder, or a file that ends in {kind.FileEndings[0]}");
    }

    /// <summary>Refuses to write over what is read.</summary>
    /// <param name="files">The files that something is made of; none where options say all.</param>
    /// <param name="besides">Files, and folders of them, that are read beside these, such as masks and what should come out.</param>
    /// <exception cref="BelamyException">What is made of one would take its place, or that of another.</exception>
    public void Spare(IReadOnlyList<GivenFile> files, IEnumerable<string> besides)
    {
        HashSet<string> read =
        [
            .. files.Select(file => file.Path).Concat(besides.SelectMany(path => Directory.Exists(path) ? Directory.EnumerateFiles(path) : [path])).Select(System.IO.Path.GetFullPath),
        ];
        IEnumerable<string> written = files.Count > 0 ? files.Select(file => For(file.Name)) : [Path];
        if (written.FirstOrDefault(path => read.Contains(System.IO.Path.GetFullPath(path))) is { } lost)
            throw new BelamyException($"--out {Path}: {lost} is one of the files that are read, and would be written over; name another place");
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>The file of an item.</summary>
    /// <param name="name">The name of what it is made of.</param>
    public string For(string name) => _isFile ? Path : System.IO.Path.Combine(Path, System.IO.Path.ChangeExtension(name, _kind.FileEndings[0]));
}
