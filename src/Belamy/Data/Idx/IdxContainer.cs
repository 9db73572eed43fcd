using System.Text.RegularExpressions;
using Belamy.Files;

namespace Belamy.Data;

/// <summary>A place that holds IDX files: a folder, or the archive of an npm package.</summary>
internal abstract partial class IdxContainer
{
    /// <summary>The folder or archive.</summary>
    public abstract string Path { get; }

    /// <summary>The files whose names are those of IDX files, without their folders.</summary>
    protected abstract IReadOnlyList<string> Names { get; }

    /// <summary>Opens a place.</summary>
    /// <returns>The place, or null when there is neither a folder nor a gzipped archive.</returns>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public static IdxContainer? Open(string path)
    {
        if (Directory.Exists(path))
            return new Folder(path);
        return File.Exists(path) && IsArchiveName(path) ? new Archive(path) : null;
    }

    /// <summary>Whether a name is that of a gzipped archive.</summary>
    public static bool IsArchiveName(string path) =>
        path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether there is a file of this name.</summary>
    /// <param name="name">The usual name, such as <c>train-images-idx3-ubyte</c>; its variants are found too.</param>
    public bool Contains(string name) => Find(name) is not null;

    /// <summary>Reads a file, and unpacks it if it is gzipped.</summary>
    /// <param name="name">The usual name, such as <c>train-images-idx3-ubyte</c>; its variants are found too.</param>
    /// <returns>Its content; null when it is not there.</returns>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public IdxArray? Read(string name) => Find(name) is { } found ? ReadFile(found) : null;

    /// <summary>Reads images and labels of a part, whatever stands before the part in their names.</summary>
    /// <param name="parts">What the part goes by: <c>train</c>, or <c>t10k</c> and <c>test</c>.</param>
    /// <returns>Null when there are no images of the part.</returns>
    /// <exception cref="BelamyException">There are several sets of that part, or a file cannot be read.</exception>
    public (IdxArray Images, IdxArray? Labels)? ReadPart(params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            (string Prefix, string Name)[] images = Named(part, "images");
            if (images.Length == 0)
                continue;
            string prefix = images.Any(image => image.Prefix.Length == 0) ? "" : images[0].Prefix;
            if (prefix.Length > 0 && images.Any(image => image.Prefix != prefix))
                throw new BelamyException($"{Path}: holds several sets ({string.Join(", ", images.Select(image => image.Prefix.TrimEnd('-', '_', '.')).Distinct())}); give each a folder of its own");
            return (ReadFile(images.First(image => image.Prefix == prefix).Name), ReadLabels(part, prefix));
        }

        return null;
    }

    /// <summary>Reads the labels of the part to train on, which say what classes there are; null when there are none.</summary>
    /// <exception cref="BelamyException">The file cannot be read.</exception>
    public IdxArray? ReadTrainingLabels() => Named("train", "labels") is [var (prefix, _), ..] ? ReadLabels("train", prefix) : null;

    /// <summary>Reads a file by its very name.</summary>
    protected abstract IdxArray ReadFile(string name);

    private IdxArray? ReadLabels(string part, string prefix) =>
        Named(part, "labels").FirstOrDefault(label => label.Prefix == prefix).Name is { } name ? ReadFile(name) : null;

    private string? Find(string name) => Variants(name).FirstOrDefault(Names.Contains);

    /// <summary>The names that a file goes by: as downloaded, as unpacked by some systems, gzipped or not.</summary>
    private static string[] Variants(string name)
    {
        int dash = name.IndexOf("-idx", StringComparison.Ordinal);
        string dotted = $"{name[..dash]}.{name[(dash + 1)..]}";
        return [name, dotted, name + ".gz", dotted + ".gz"];
    }

    private (string Prefix, string Name)[] Named(string part, string kind) =>
    [
        .. Names.Select(name => (Match: NamePattern().Match(name), Name: name))
            .Where(file => file.Match.Success && Is(file.Match, "part", part) && Is(file.Match, "kind", kind))
            .Select(file => (file.Match.Groups["prefix"].Value, file.Name))
            .OrderBy(file => file.Value, StringComparer.Ordinal).ThenBy(file => file.Name.Length).ThenBy(file => file.Name, StringComparer.Ordinal),
    ];

    private static bool Is(Match match, string group, string value) => match.Groups[group].Value.Equals(value, StringComparison.OrdinalIgnoreCase);

    private static bool IsIdxName(string name) => NamePattern().IsMatch(name);

    [GeneratedRegex(@"^(?<prefix>(.*[-_.])?)(?<part>train|t10k|test)[-_.](?<kind>images|labels)[-_.]idx[134][-_.]ubyte(\.gz)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NamePattern();

    private sealed class Folder(string path) : IdxContainer
    {
        private readonly Lazy<IReadOnlyList<string>> _names = new(() => List(path));

        public override string Path => path;

        protected override IReadOnlyList<string> Names => _names.Value;

        protected override IdxArray ReadFile(string name)
        {
            string file = System.IO.Path.Combine(path, name);
            InputFile.RequireContent(file);
            using FileStream content = InputFile.OpenRead(file);
            return IdxArray.Read(content, content.Length, file);
        }

        private static IReadOnlyList<string> List(string path)
        {
            try
            {
                return [.. Directory.EnumerateFiles(path, "*ubyte*").Select(file => System.IO.Path.GetFileName(file)).Where(IsIdxName)];
            }
            catch (Exception e) when (InputFile.IsFileError(e))
            {
                throw InputFile.Explain(path, e);
            }
        }
    }

    private sealed class Archive : IdxContainer
    {
        private readonly List<string> _names = [];

        public Archive(string path)
        {
            Path = path;
            InputFile.RequireContent(path);
            Walk((name, _, _) =>
            {
                _names.Add(name);
                return false;
            });
        }

        public override string Path { get; }

        protected override IReadOnlyList<string> Names => _names;

        protected override IdxArray ReadFile(string name)
        {
            IdxArray? found = null;
            Walk((entry, content, length) =>
            {
                if (entry == name)
                    found = IdxArray.Read(content, length, $"{Path}/{name}");
                return found is not null;
            });
            return found ?? throw new BelamyException($"{Path}: changed while it was read; try again");
        }

        /// <summary>Shows the IDX files one after the other, until one was the right one.</summary>
        private void Walk(Func<string, Stream, long, bool> visit)
        {
            using FileStream file = InputFile.OpenRead(Path);
            try
            {
                using var unpacked = new GzipReader(file, InputLimit.Unpacked(file.Length), Path);
                var files = new TarFiles(unpacked);
                while (files.Next())
                {
                    string name = System.IO.Path.GetFileName(files.Name);
                    if (IsIdxName(name) && visit(name, files.Content, files.Length))
                        return;
                }
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                throw new BelamyException($"{Path}: cannot be unpacked ({e.Message.TrimEnd('.')}); get the archive anew", e);
            }
        }
    }
}
