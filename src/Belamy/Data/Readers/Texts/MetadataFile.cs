using System.Text;
using Belamy.Data.Kinds;
using Belamy.Files;

namespace Belamy.Data.Readers;

/// <summary>
/// What a folder's <c>metadata.csv</c> or <c>metadata.jsonl</c> says about its files, each named under <c>file_name</c>: captions
/// (<c>caption</c> or <c>text</c>), classes (<c>label</c> or <c>class</c>), and attributes, all other columns of 0 and 1 or false and true.
/// </summary>
public static class MetadataFile
{
    private const string FileName = "file_name";
    private static readonly string[] FileNames = ["metadata.csv", "metadata.jsonl"];
    private static readonly string[] CaptionNames = ["caption", "text"], ClassNames = ["label", "class"];

    /// <summary>The metadata file of a folder; null where there is none.</summary>
    /// <param name="folder">The folder.</param>
    public static string? Find(string folder) => FileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Reads what is said about files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="files">The files, below the folder.</param>
    /// <param name="rows">The rows that the files are.</param>
    /// <param name="vocabulary">The words of captions, where they are known; those that the captions have when left out.</param>
    /// <returns>Columns called <c>caption</c>, <c>class</c> and <c>attributes</c>, those that there are.</returns>
    /// <exception cref="BelamyException">There is no such file, it cannot be read, or says nothing about one of the files.</exception>
    public static Reading Open(string folder, IReadOnlyList<string> files, Rows rows, Vocabulary? vocabulary = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfNotEqual(files.Count, rows.Count, nameof(files));
        string path = Find(folder) ?? throw new BelamyException($"{folder}: has no metadata.csv and no metadata.jsonl");
        Dictionary<string, Dictionary<string, string>> known = Read(path);
        var values = new Dictionary<string, string>[files.Count];
        for (int at = 0; at < values.Length; at++)
        {
            string name = NameOf(folder, files[at]);
            values[at] = known.GetValueOrDefault(name) ?? throw new BelamyException($"{path}: says nothing about {name}; add a line with that {FileName}, or move the file away");
        }

        var columns = new List<Column>();
        var leftOut = new List<LeftOut>();
        string[] names = [.. values.SelectMany(one => one.Keys).Distinct().Where(name => name != FileName).Order(StringComparer.Ordinal)];
        string? caption = CaptionNames.FirstOrDefault(names.Contains), label = ClassNames.FirstOrDefault(names.Contains);
        if (caption is not null)
        {
            string[] texts = [.. values.Select(one => one.GetValueOrDefault(caption, ""))];
            var kind = new Captions(vocabulary ?? Vocabulary.Find(texts));
            columns.Add(new ItemsColumn(new Field("caption", kind), rows, [.. texts.Select(kind.Encode)]));
        }

        if (label is not null)
            columns.Add(TextFile.ClassColumn(rows, [.. values.Select(one => one.GetValueOrDefault(label, "none"))]));
        string[] others = [.. names.Where(name => name != caption && name != label)];
        string[] attributes = [.. others.Where(name => values.All(one => Truth(one.GetValueOrDefault(name)) is not null))];
        if (attributes.Length > 0)
            columns.Add(new ItemsColumn(new Field("attributes", new Attributes(attributes)), rows, [.. values.Select(one => Array.ConvertAll(attributes, name => Truth(one[name])!.Value))]));
        leftOut.AddRange(others.Except(attributes).Select(name => new LeftOut(path, $"column {name}: is no caption, no class and no attribute of 0 and 1")));
        return new(columns, leftOut);
    }

    /// <summary>The words of the captions of files; null where nothing is said of them that is a caption.</summary>
    /// <param name="folder">The folder, which has a metadata file.</param>
    /// <param name="files">The files, below the folder; those of which nothing is said have no words.</param>
    /// <exception cref="BelamyException">The metadata file cannot be read.</exception>
    internal static Vocabulary? Words(string folder, IReadOnlyList<string> files)
    {
        Dictionary<string, Dictionary<string, string>> known = Read(Find(folder)!);
        Dictionary<string, string>[] values = [.. files.Select(file => known.GetValueOrDefault(NameOf(folder, file))).OfType<Dictionary<string, string>>()];
        return CaptionNames.FirstOrDefault(name => values.Any(one => one.ContainsKey(name))) is { } caption
            ? Vocabulary.Find([.. values.Select(one => one.GetValueOrDefault(caption, ""))])
            : null;
    }

    private static string NameOf(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');

    private static Dictionary<string, Dictionary<string, string>> Read(string path)
    {
        var known = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        if (path.EndsWith(".csv", StringComparison.Ordinal))
        {
            TableText table = SeparatedFile.Read(path);
            for (int row = 0; row < table.Columns[0].Count; row++)
                Add(table.Names.Select((name, column) => (name, text: table.Columns[column][row] ?? "")).ToDictionary(pair => pair.name, pair => pair.text, StringComparer.Ordinal), row + 2);
            return known;
        }

        InputFile.RequireContent(path);
        string[] lines = Encoding.UTF8.GetString(InputFile.ReadAllBytes(path)).Split('\n');
        for (int at = 0; at < lines.Length; at++)
        {
            if (!string.IsNullOrWhiteSpace(lines[at]))
                Add(JsonLine.Read(lines[at]) ?? [], at + 1);
        }

        return known;

        void Add(Dictionary<string, string> values, int line) => known[values.GetValueOrDefault(FileName)?.Replace('\\', '/')
            ?? throw new BelamyException($"{path}: line {line} has no {FileName}")] = values;
    }

    private static float? Truth(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        "1" or "true" or "yes" => 1,
        "0" or "false" or "no" or "-1" => 0,
        _ => null,
    };
}
