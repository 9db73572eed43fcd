using Belamy.Data.Kinds;
using Belamy.Data.Readers;
using Belamy.Imaging.Readers;

namespace Belamy.Data.Contents;

/// <summary>Folders and archives of pictures, with what a file beside them says of each; files of MNIST's format.</summary>
internal sealed class PictureContent : ContentReader
{
    public const string Pictures = "pictures";

    public override string Name => Pictures;

    public override string Description => "JPEG, PNG, WebP, GIF, BMP and TIFF of any size; sub-folders are classes";

    public override IReadOnlyList<(string Path, string Meaning)> Layout =>
    [
        ("flowers/rose/1.jpg  flowers/tulip/1.jpg", "sub-folders are classes; train/ and test/ are parts"),
        ("emoji/cat.png  emoji/metadata.csv", "captions, classes, attributes: file_name,caption,label,smiling"),
        ("facades/input/1.png  facades/target/1.jpg", "pairs by equal names, for pix2pix"),
        ("facades/1.jpg  with --halves left-to-right", "pairs in one picture, side by side"),
        ("faces/picture/1.jpg  faces/map/1.png", "pictures and maps of labels by equal names, for face-completion"),
        ("places/A/…  places/B/…", "two sets that are no pairs, for cyclegan"),
    ];

    internal override IReadOnlyList<string> Endings => PictureFile.Endings;

    internal override IReadOnlyList<string> Takes => ["--size", "--fit", "--alpha", "--halves"];

    public override Dataset Open(string path, DataOptions options)
    {
        if (!Directory.Exists(path) && !PictureArchive.IsName(path))
        {
            return IdxLocation.TryOpenFile(path)
                ?? throw new BelamyException($"{path}: is neither a folder nor an IDX file of images; for pictures, give their folder");
        }

        PictureFolder folder = PictureFolder.Open(path, options);
        string root = Path.GetFullPath(path);
        bool mayBeDescribed = options.ReadsMetadata && Directory.Exists(root);
        // Captions of tests are read by the words of those that are trained on.
        return mayBeDescribed && Place(folder.Files) is { } place
            ? Describe(folder, place, path, Place(folder.TrainingFiles) is { } trained ? MetadataFile.Words(trained, folder.TrainingFiles) : null)
            : folder;

        // The folder whose metadata are about all of the files: the whole, or the part that they are.
        string? Place(IReadOnlyList<string> files) => folder.Parts.Select(part => Path.Combine(root, part)).Prepend(root)
            .FirstOrDefault(place => MetadataFile.Find(place) is not null && files.All(file => file.StartsWith(place + Path.DirectorySeparatorChar, StringComparison.Ordinal)));
    }

    /// <summary>The pictures of a folder with what its metadata say of them.</summary>
    private FieldedDataset Describe(PictureFolder folder, string place, string path, Vocabulary? vocabulary)
    {
        var rows = new Rows(folder.Name, folder.Count);
        Reading metadata = MetadataFile.Open(place, folder.Files, rows, vocabulary);
        List<Column> columns = [new FolderColumn(new Field("picture", new Pictures(folder.Channels, folder.Height, folder.Width)), rows, folder), .. metadata.Columns];
        if (folder.ClassNames.Count > 0 && !metadata.Has(DatasetColumns.ClassName))
            columns.Add(new ArrayColumn(new Field(DatasetColumns.ClassName, new Classes(folder.ClassNames)), rows, [.. folder.Labels.ToArray().Select(label => (float)label)]));
        string file = MetadataFile.Find(place)!;
        LeftOut[] leftOut = [.. folder.LeftOut.Where(one => one.Path != file), .. metadata.LeftOut];
        return Gather(path, new Reading(columns, leftOut) { HasTestPart = folder.HasTestPart }, $"{string.Join(", ", metadata.Columns.Select(column => column.Field.Name))} of each picture by {Path.GetRelativePath(Path.GetFullPath(path), file)}");
    }

    private sealed class FolderColumn(Field field, Rows rows, PictureFolder folder) : Column(field, rows)
    {
        public override string Fingerprint => folder.Fingerprint;

        public override void Read(int item, Span<float> destination) => folder.Read(item, destination);

        public override string NameOf(int item) => folder.NameOf(item);
    }
}
