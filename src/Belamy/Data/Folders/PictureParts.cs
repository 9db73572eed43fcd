namespace Belamy.Data;

/// <summary>Which pictures of a folder are for training, which for tests, and which of its sub-folders are classes.</summary>
/// <remarks>
/// A folder that holds one sub-folder and nothing else is looked through. Where all sub-folders are called as parts are,
/// one of them for training, they are parts; below them, or else here, two sub-folders or more are classes.
/// </remarks>
internal sealed class PictureParts
{
    private static readonly Dictionary<string, PartKind> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = PartKind.Training,
        ["training"] = PartKind.Training,
        ["test"] = PartKind.Test,
        ["testing"] = PartKind.Test,
        ["val"] = PartKind.Validation,
        ["valid"] = PartKind.Validation,
        ["validation"] = PartKind.Validation,
    };

    private enum PartKind
    {
        Training,
        Test,
        Validation,
    }

    /// <summary>The pictures to train on.</summary>
    public required string[] Training { get; init; }

    /// <summary>The pictures for tests; null where there is no such part.</summary>
    public string[]? Test { get; private init; }

    /// <summary>The folders of the parts, the one to train on first, then the one for tests; empty where there are none.</summary>
    public IReadOnlyList<string> Folders { get; private init; } = [];

    /// <summary>The part that is neither; null where there is none.</summary>
    public string? Unused { get; private init; }

    /// <summary>Sorts pictures.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="files">The pictures below it, by their full paths.</param>
    public static PictureParts Find(string root, string[] files)
    {
        string[][] places = [.. files.Select(file => Split(root, file))];
        int depth = Descend(places);
        string[] folders = FoldersAt(places, depth);
        if (folders.Length == 0 || !folders.All(Names.ContainsKey) || !folders.Any(folder => Names[folder] == PartKind.Training))
            return new PictureParts { Training = files };
        PartKind? tests = folders.Any(folder => Names[folder] == PartKind.Test) ? PartKind.Test
            : folders.Any(folder => Names[folder] == PartKind.Validation) ? PartKind.Validation : null;
        string[] Of(PartKind kind) => [.. files.Where((_, at) => Names[places[at][depth]] == kind)];
        return new PictureParts
        {
            Training = Of(PartKind.Training),
            Test = tests is { } kind ? Of(kind) : null,
            Folders =
            [
                .. folders.Where(folder => Names[folder] == PartKind.Training),
                .. folders.Where(folder => Names[folder] == tests),
            ],
            Unused = tests == PartKind.Test ? folders.FirstOrDefault(folder => Names[folder] == PartKind.Validation) : null,
        };
    }

    /// <summary>The class of each picture of a part, by name; null where they have none.</summary>
    /// <param name="root">The folder of the whole.</param>
    /// <param name="files">The pictures of the part.</param>
    /// <param name="isPart">Whether they lie in folders of parts, which are no classes.</param>
    public static string[]? Classes(string root, string[] files, bool isPart)
    {
        string[][] places = [.. files.Select(file => Split(root, file))];
        int depth = 0;
        if (isPart)
        {
            while (!Names.ContainsKey(places[0][depth]))
                depth++;
            depth++;
        }

        depth = Descend(places, depth);
        return FoldersAt(places, depth).Length > 1 ? Array.ConvertAll(places, place => place[depth]) : null;
    }

    private static string[] Split(string root, string file) =>
        Path.GetRelativePath(root, file).Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]);

    /// <summary>Goes down while there is one sub-folder and nothing else, and it is no part.</summary>
    private static int Descend(string[][] places, int depth = 0)
    {
        while (FoldersAt(places, depth) is [var only] && !Names.ContainsKey(only))
            depth++;
        return depth;
    }

    /// <summary>The sub-folders at a depth, in the order of their names; none where pictures lie there too.</summary>
    private static string[] FoldersAt(string[][] places, int depth) =>
        places.Any(place => place.Length <= depth + 1) ? [] : [.. places.Select(place => place[depth]).Distinct().Order(StringComparer.Ordinal)];
}
