using Belamy.Data;

namespace Belamy.Cli.Commands;

/// <summary>Files that belong to others: beside them, as <c>photo-mask.png</c> to <c>photo.jpg</c>, or by the same name in a folder of their own.</summary>
internal sealed class Neighbours
{
    private readonly Dictionary<string, ILookup<string, string>> _folders = new(StringComparer.Ordinal);

    /// <summary>What the names of a field's files have behind those of the files that they belong to.</summary>
    public static IReadOnlyList<string> EndsOf(Field field) => [$"-{field.Name}", $".{field.Name}"];

    /// <summary>The files of a field beside a file; one, where all is well.</summary>
    /// <param name="file">The file.</param>
    /// <param name="field">The field.</param>
    /// <param name="mayShare">Whether a file of the same name but for the ending counts too.</param>
    public IReadOnlyList<string> Beside(GivenFile file, Field field, bool mayShare) =>
        Find(file.Folder, [.. EndsOf(field).Select(end => file.Stem + end), .. mayShare ? [file.Stem] : Array.Empty<string>()], file, field);

    /// <summary>The files of a field in a folder of their own that are called as a file is.</summary>
    public IReadOnlyList<string> In(string folder, GivenFile file, Field field) =>
        Find(Path.Combine(folder, Path.GetDirectoryName(file.Relative) ?? ""), [file.Stem], file, field);

    private string[] Find(string folder, string[] stems, GivenFile file, Field field) =>
    [
        .. stems.SelectMany(stem => List(folder)[stem])
            .Where(path => field.Kind.ReadEndings.Contains(Path.GetExtension(path).ToLowerInvariant()) && Path.GetFullPath(path) != Path.GetFullPath(file.Path))
            .Order(StringComparer.Ordinal),
    ];

    // A folder is listed once, however many files are in it.
    private ILookup<string, string> List(string folder)
    {
        if (_folders.TryGetValue(folder, out ILookup<string, string>? known))
            return known;
        string place = folder.Length > 0 ? folder : ".";
        IEnumerable<string> files = Directory.Exists(place) ? Directory.EnumerateFiles(place).Select(path => Path.Combine(folder, Path.GetFileName(path))) : [];
        return _folders[folder] = files.ToLookup(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);
    }
}
