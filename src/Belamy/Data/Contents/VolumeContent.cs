using Belamy.Data.Kinds;
using Belamy.Data.Readers;

namespace Belamy.Data.Contents;

/// <summary>Folders of volumes, a file each, and arrays of many.</summary>
internal sealed class VolumeContent : ContentReader
{
    public const string Volumes = "volumes";

    private const int Axes = 3;
    private static readonly int[] Usual = [16, 32, 64];
    private static readonly string[] VolumeEndings = [".binvox", .. ArrayContent.ArrayEndings];

    public override string Name => Volumes;

    public override string Description => "binvox, and NumPy arrays of three axes, values from 0 to 1; or one array of many";

    public override IReadOnlyList<(string Path, string Meaning)> Layout =>
    [
        ("chairs/1.binvox  chairs/2.npy", "a file a volume; sub-folders are classes"),
        ("chairs.npy.gz", "one array of [count, depth, height, width]"),
    ];

    internal override IReadOnlyList<string> Endings => [".binvox"];

    internal override IReadOnlyList<string> Takes => ["--size", "--array"];

    public override Dataset Open(string path, DataOptions options)
    {
        string[] files = Survey.Files(path, VolumeEndings, options);
        string? many = files is [var one] && !IsOne(one) ? one : null;
        (Volumes kind, string? choice) = options.Item is Volumes known ? (known, null) : Choose(files, many, options);
        if (many is not null && options.Split == DataSplit.Test)
            throw new BelamyException($"{path}: has no test part; open the file of your test volumes instead");
        return Gather(path, many is null ? ItemFolder.Open(path, "volume", kind, options) : ArrayFile.Open(many, "volume", kind, options.Array, options), choice);
    }

    /// <summary>Whether arrays are volumes, by their shapes: a file each, or all of them in one.</summary>
    public static bool AreVolumes(string[] files) => files.Length == 1
        ? Shape(files[0]) is [_, .. var item] && Cube(ArrayFile.Squeezed(item))
        : Survey.Some(files, 16).All(file => Shape(file) is { } shape && ArrayFile.Squeezed(shape).Length == Axes);

    private static bool Cube(int[] extents) => extents.Length == Axes && extents.Distinct().Count() == 1;

    /// <summary>Whether a file holds one volume alone.</summary>
    private static bool IsOne(string file) => file.EndsWith(".binvox", StringComparison.OrdinalIgnoreCase) || Shape(file) is { } shape && ArrayFile.Squeezed(shape).Length == Axes;

    private static (Volumes Kind, string? Choice) Choose(string[] files, string? many, DataOptions options)
    {
        if (options.Size is { } asked)
            return asked.Width == asked.Height ? (new Volumes(asked.Width), null) : throw new BelamyException($"--size {asked}: volumes are cubes; give one number");
        int[] edges = many is null
            ? Survey.Of(files, options, file => (int?)(Shape(file) ?? BinvoxFile.Read(file).Extents).Max())
            : [Shape(many, options.Array)?.Skip(1).Max() ?? Usual[^1]];
        int size = Survey.Nearest(edges, Usual);
        return (new Volumes(size), $"volumes of {size}×{size}×{size}{(edges.All(edge => edge == size) ? ", as the files have them" : $", the nearest of {string.Join(", ", Usual)} to their edges")}; --size chooses otherwise{(many is null ? "" : "; --kind arrays takes the numbers as they are")}");
    }

    /// <summary>The extents of an array; null where there are none to see.</summary>
    private static int[]? Shape(string file, string? array = null)
    {
        try
        {
            using NumpyReader reader = NumpyReader.Open(file, array);
            return reader.Shape;
        }
        catch (BelamyException)
        {
            return null;
        }
    }
}
