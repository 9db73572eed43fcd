using System.Collections.Concurrent;
using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Imaging.Readers;

namespace Belamy.Data;

/// <summary>How the halves of one picture are a pair.</summary>
public enum PictureHalves
{
    /// <summary>The left half is translated to the right one.</summary>
    LeftToRight,

    /// <summary>The right half is translated to the left one.</summary>
    RightToLeft,
}

/// <summary>Folders of pictures for systems that take several: pairs by equal names, pictures and maps of what they show, two sets that are no pairs, or halves of one picture.</summary>
/// <remarks>
/// The field <c>input</c> is read from a folder called <c>input</c>, or <c>A</c> where there is none; <c>target</c> likewise from <c>target</c> or
/// <c>B</c>; the fields <c>a</c> and <c>b</c> from <c>A</c> and <c>B</c>; all four for systems that take some pairs; with <c>class</c> beside them the sub-folders of the
/// first are classes. The fields <c>picture</c> and <c>map</c> are read from folders called so, or <c>pictures</c> and <c>maps</c>, or, as sets for
/// segmentation lie, from <c>train</c> and <c>trainannot</c>, <c>val</c> and <c>valannot</c>. The part to train on may be marked in two ways: <c>trainA</c>, or
/// <c>train/A</c>; the one for tests <c>testA</c> or <c>test/A</c>. Case does not matter. Where all pictures of a field have palettes of few colours, or are
/// grey and small numbers, they are maps of labels, whose colours are not mixed when they are brought to a size.
/// </remarks>
internal static class TranslationFolder
{
    private const string Map = "map";

    /// <summary>Fields whose pictures belong together by their names, and those of sets that are no pairs.</summary>
    private static readonly string[] Paired = ["input", "target"], Unpaired = ["a", "b"];

    /// <summary>The fields of two sets of which some pictures are pairs.</summary>
    private static readonly string[] PartlyPaired = [.. Unpaired, .. Paired];

    /// <summary>The fields of two sets, the first of which has classes.</summary>
    private static readonly string[] Labelled = [.. Unpaired, DatasetColumns.ClassName];

    /// <summary>The fields of pictures and maps of labels.</summary>
    private static readonly string[] Mapped = [Map, "picture"];

    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal) { ["input"] = "A", ["target"] = "B", ["a"] = "INPUT", ["b"] = "TARGET", [Map] = "maps", ["picture"] = "pictures" };

    private static readonly PictureSize[] Sizes = [32, 64, 128];

    /// <summary>Whether fields are of the sort that such folders hold.</summary>
    public static bool Holds(IReadOnlyList<string> fields) => fields.SequenceEqual(Paired) || fields.SequenceEqual(Unpaired) || fields.SequenceEqual(PartlyPaired) || fields.SequenceEqual(Labelled) || fields.SequenceEqual(Mapped);

    /// <summary>Reads the folders.</summary>
    /// <param name="path">The folder that holds them, or that of the pictures whose halves are pairs.</param>
    /// <param name="fields">The fields: <c>input</c> and <c>target</c>, <c>a</c> and <c>b</c>, all four, <c>a</c>, <c>b</c> and <c>class</c>, or <c>map</c> and <c>picture</c>.</param>
    /// <param name="options">The part, the size, how halves are taken, progress and cancellation.</param>
    /// <exception cref="BelamyException">There are no such folders, nothing readable or no pair in them.</exception>
    public static FieldedDataset Open(string path, IReadOnlyList<string> fields, DataOptions options)
    {
        if (fields.SequenceEqual(PartlyPaired))
            return OpenPartlyPaired(path, options);
        string root = Path.GetFullPath(path);
        bool isMapped = fields.SequenceEqual(Mapped), isPaired = fields.SequenceEqual(Paired) || isMapped, isLabelled = fields.SequenceEqual(Labelled);
        if (isLabelled)
            fields = Unpaired;
        var leftOut = new ConcurrentBag<LeftOut>();
        bool areHalves = options.Halves is not null;
        string[][] files = areHalves
            ? [List(Part(root, options.Split) ?? root, leftOut, options)]
            : [.. fields.Select(field => List(Find(root, path, field, options.Split), leftOut, options))];
        if (isPaired && !areHalves)
            files = Pair(files, fields, path, leftOut);
        var decoding = new PictureDecoding(
            options.Size ?? PictureDecoding.ChooseSize(files[isMapped ? files.Length - 1 : 0], options, archive: null, Sizes, sideBySide: areHalves ? 2 : 1), options, archive: null);
        foreach (string[] side in files)
            PictureMemory.Require(path, side, decoding, options);
        PictureDecoding labels = new(decoding.Size, options with { KeepsAlpha = options.KeepsAlpha && !isMapped }, archive: null, areLabels: true);
        PictureDecoding[] decodings = [.. files.Select((side, at) => !areHalves && (isMapped ? fields[at] == Map : options.FindsLabels && LabelPictures.Are(side)) ? labels : decoding)];
        byte[]?[][] pictures = options.Halves is { } halves
            ? Halves(files[0], halves, decoding, leftOut, options)
            : [.. files.Select((list, at) => decodings[at].Decode(list, leftOut, done: files.Take(at).Sum(before => before.Length), files.Sum(one => one.Length)))];
        if (isPaired)
        {
            // A pair of which one side cannot be read is none.
            int[] whole = [.. Enumerable.Range(0, pictures[0].Length).Where(at => pictures.All(side => side[at] is not null))];
            pictures = [.. pictures.Select(side => whole.Select(at => side[at]).ToArray())];
        }

        int[] counts = [.. pictures.Select(side => side.Count(picture => picture is not null))];
        if (counts.Contains(0))
            throw new BelamyException($"{path}: no readable picture{(isPaired ? " that is one of a pair" : "")} in it{(leftOut.FirstOrDefault() is { } one ? $"; left out {Path.GetFileName(one.Path)}: {one.Reason}" : "")}");
        // Pictures are let go of as they are gathered.
        string[] read = isLabelled ? [.. files[0].Where((_, at) => pictures[0][at] is not null)] : [];
        string name = IdxLocation.NameOf(path);
        var rows = new Rows(name, counts[0]);
        int[] colours = isMapped ? Colours() : [];
        Column[] columns = [.. fields.Select((field, at) => isMapped && field == Map ? SegmentationFiles.Gather(field, rows, pictures[at], decoding.Size, colours) : Gather(field, isPaired || at == 0 ? rows : new Rows(field, counts[at]), pictures[at], decodings[areHalves ? 0 : at]))];
        if (isLabelled)
            columns = [.. columns, Classify(path, split => areHalves ? Part(root, split) ?? root : Find(root, path, fields[0], split), read, rows, options)];
        return new FieldedDataset(name, fields[1], columns) { LeftOut = [.. leftOut.OrderBy(one => one.Path, StringComparer.Ordinal)] };

        // What a label's number is does not hang on which of them the part for tests shows.
        int[] Colours() => SegmentationFiles.ColoursOf(
            path, options.Split == DataSplit.Train || areHalves ? pictures[0] : labels.Decode(List(Find(root, path, Map, DataSplit.Train), [], options), [], 0, 0), decoding.Size.Area);
    }

    /// <summary>
    /// Two sets, and pairs beside them: where there are no folders called <c>input</c> and <c>target</c>, the pictures of both sets that have equal names.
    /// </summary>
    private static FieldedDataset OpenPartlyPaired(string path, DataOptions options)
    {
        FieldedDataset apart = Open(path, Unpaired, options);
        var size = (Pictures)apart.Main.Field.Kind;
        FieldedDataset pairs = Open(path, Paired, options with { Size = new PictureSize(size.Width, size.Height) });
        // A picture that is of one of the sets need have no partner.
        string[] sets = options.Halves is null ? [.. Unpaired.Select(field => Find(Path.GetFullPath(path), path, field, options.Split) + Path.DirectorySeparatorChar)] : [];
        LeftOut[] leftOut = [.. apart.LeftOut, .. pairs.LeftOut.Where(one => !sets.Any(set => one.Path.StartsWith(set, StringComparison.Ordinal)))];
        return new FieldedDataset(apart.Name, apart.Main.Field.Name, [.. apart.Columns, .. pairs.Columns]) { LeftOut = [.. leftOut.DistinctBy(one => one.Path).OrderBy(one => one.Path, StringComparer.Ordinal)] };
    }

    /// <summary>The classes of pictures: the sub-folders that they lie in, of which there may be fewer in a part for tests.</summary>
    private static ArrayColumn Classify(string path, Func<DataSplit, string> folderOf, string[] files, Rows rows, DataOptions options)
    {
        string[]? trained = options.Split == DataSplit.Test ? Of(DataSplit.Train, PictureWalk.List(folderOf(DataSplit.Train), options).Files) : null;
        (int[] labels, string[] names) = FolderClasses.Number(files, Of(options.Split, files, trained is null ? 2 : 1), trained);
        return new ArrayColumn(new Field(DatasetColumns.ClassName, new Classes(names)), rows, Array.ConvertAll(labels, label => (float)label));

        string[] Of(DataSplit split, string[] pictures, int fewest = 2) => FolderClasses.Below(path, folderOf(split), pictures, fewest);
    }

    /// <summary>The folder of a field.</summary>
    private static string Find(string root, string path, string field, DataSplit split)
    {
        string[] folders = Folders(root);
        if (Mapped.Contains(field) && Annotated(folders, split) is { } annotated)
            return field == Map ? annotated.Maps : annotated.Pictures;
        string part = split == DataSplit.Test ? "test" : "train";
        string? inPart = Part(root, split);
        // A folder named after the field comes before one that is usual for others.
        foreach (string name in new[] { field, OtherNames[field] })
        {
            string? found = Named(folders, part + name)
                ?? (inPart is null ? null : Named(Folders(inPart), name))
                ?? (split == DataSplit.Train ? Named(folders, name) : null);
            if (found is not null)
                return found;
        }

        string there = folders.Length == 0 ? "it holds no folders" : $"it holds {string.Join(", ", folders.Select(folder => Path.GetFileName(folder)).Take(6))}";
        string test = split == DataSplit.Test ? $" for tests (test{field.ToUpperInvariant()}, or test/{field})" : "";
        throw new BelamyException($"{path}: has no folder called {field} or {OtherNames[field]}{test}; {there}; {(Mapped.Contains(field) ? "add a map of labels for each picture, or fill holes without any by glcic" : "where one picture holds both, give --halves left-to-right")}");
    }

    /// <summary>The folders of a part whose maps lie beside it under its name with an ending.</summary>
    private static (string Pictures, string Maps)? Annotated(string[] folders, DataSplit split)
    {
        foreach (string part in split == DataSplit.Test ? new[] { "test", "val" } : ["train"])
        {
            if (Named(folders, part) is { } pictures && Named(folders, part + "annot") is { } maps)
                return (pictures, maps);
        }

        return null;
    }

    private static string? Part(string root, DataSplit split) =>
        split == DataSplit.Test ? Named(Folders(root), "test") ?? Named(Folders(root), "val") : Named(Folders(root), "train");

    private static string? Named(string[] folders, string name) => Array.Find(folders, folder => Path.GetFileName(folder).Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string[] Folders(string root) => [.. Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal)];

    private static string[] List(string folder, ConcurrentBag<LeftOut> leftOut, DataOptions options)
    {
        (string[] files, List<LeftOut> others) = PictureWalk.List(folder, options);
        others.ForEach(leftOut.Add);
        return files;
    }

    /// <summary>Files of equal names but for their endings, in the order of the names.</summary>
    private static string[][] Pair(string[][] files, IReadOnlyList<string> fields, string path, ConcurrentBag<LeftOut> leftOut)
    {
        Dictionary<string, string>[] named = [.. files.Select(list =>
        {
            var byName = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (string file in list)
            {
                if (!byName.TryAdd(Path.GetFileNameWithoutExtension(file), file))
                    leftOut.Add(new LeftOut(file, "another of the same name"));
            }

            return byName;
        })];
        string[] both = [.. named[0].Keys.Where(named[1].ContainsKey).Order(StringComparer.Ordinal)];
        if (both.Length == 0)
        {
            string[] examples = [.. named.Select(side => side.Keys.Order(StringComparer.Ordinal).FirstOrDefault() ?? "nothing")];
            throw new BelamyException($"{path}: no picture of {fields[0]} has one of {fields[1]} of the same name ({examples[0]}, {examples[1]}); name pairs alike, or train {(fields.SequenceEqual(Mapped) ? "glcic, which takes no maps" : "cyclegan, which takes no pairs")}");
        }

        for (int side = 0; side < named.Length; side++)
        {
            foreach ((string name, string file) in named[side])
            {
                if (!named[1 - side].ContainsKey(name))
                    leftOut.Add(new LeftOut(file, $"no {fields[1 - side]} of its name"));
            }
        }

        return [.. named.Select(side => both.Select(name => side[name]).ToArray())];
    }

    /// <summary>Both halves of each picture, which is read once, in the order of the fields; null where one cannot be read.</summary>
    private static byte[]?[][] Halves(string[] files, PictureHalves halves, PictureDecoding decoding, ConcurrentBag<LeftOut> leftOut, DataOptions options)
    {
        byte[][]?[] both = ParallelReading.Read<byte[][]>(files, PictureDecoding.Stage, options, file =>
        {
            Image image = Image.Load(file);
            byte[][] sides = [decoding.Bring(Half(image, isLeft: true)), decoding.Bring(Half(image, isLeft: false))];
            return halves == PictureHalves.LeftToRight ? sides : [sides[1], sides[0]];
        }, leftOut);
        return [.. Enumerable.Range(0, 2).Select(side => both.Select(pair => pair?[side]).ToArray())];
    }

    private static Image Half(Image image, bool isLeft)
    {
        int width = Math.Max(1, image.Width / 2);
        var half = new Image(width, image.Height, image.Channels);
        int start = (isLeft ? 0 : image.Width - width) * image.Channels;
        for (int y = 0; y < image.Height; y++)
            image.Row(y).Slice(start, width * image.Channels).CopyTo(half.Row(y));
        return half;
    }

    private static ByteColumn Gather(string field, Rows rows, byte[]?[] pictures, PictureDecoding decoding)
    {
        (PixelStore pixels, int channels) = PictureContents.Gather(pictures, decoding);
        return new ByteColumn(new Field(field, new Pictures(channels, decoding.Size.Height, decoding.Size.Width) { AreLabels = decoding.AreLabels }), rows, pixels, -1, 1);
    }
}
