using System.Collections.Concurrent;
using Belamy.Files;
using Belamy.Imaging;
using Belamy.Imaging.Readers;

namespace Belamy.Data;

/// <summary>The pictures of a folder, brought to squares of one size; sub-folders are classes.</summary>
/// <remarks>
/// Pictures (JPEG, PNG, WebP, GIF, BMP, TIFF) are taken from the folder and everything below it, in the order of their names. Folders called <c>train</c>
/// and <c>test</c> (or <c>val</c>) are parts, of which one is opened; two or more sub-folders are classes. Transparent
/// pictures are laid on a background. Every picture is cropped to the square in its middle and resized. The set is grey
/// when no picture has colour. What is left out is listed.
/// </remarks>
public sealed class PictureFolder : ImageDataset
{
    private static readonly int[] Sizes = [28, 32, 64];

    private PictureFolder(string name, int channels, int size, PixelStore pixels, int[] labels, IReadOnlyList<string> classNames)
        : base(name, channels, size, size, pixels, labels, classNames)
    {
    }

    /// <summary>What was left out, in the order of the names.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; private init; } = [];

    /// <summary>The folders of the parts: the one to train on, then the one for tests where there is one; empty where the pictures come in no parts.</summary>
    public IReadOnlyList<string> Parts { get; private init; } = [];

    /// <summary>Whether there is a part held out for tests.</summary>
    public bool HasTestPart { get; private init; }

    /// <summary>Decodes all pictures of a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">The size, the background, progress and cancellation.</param>
    /// <exception cref="BelamyException">There is no such folder, no readable picture in it, or the machine has not the memory for the pictures; the message says what fits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1 or above 4096.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static PictureFolder Open(string path, DataOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= DataOptions.Default;
        if (options.Size is { } wanted)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1, nameof(options));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(wanted, 4096, nameof(options));
        }

        string root = Path.GetFullPath(path);
        (string[] all, List<LeftOut> walked) = PictureWalk.List(root, options);
        PictureParts parts = PictureParts.Find(root, all);
        if (options.Split == DataSplit.Test && parts.Test is null)
            throw new BelamyException($"{path}: a folder of pictures has no test part unless it holds folders called train and test; open the folder of your test pictures instead");
        if (parts.Unused is { } unused)
            walked.Add(new LeftOut(Path.Combine(root, unused), "a part for validation beside one for tests"));
        string[] files = options.Split == DataSplit.Test ? parts.Test! : parts.Training;
        var skipped = new ConcurrentBag<LeftOut>(walked);
        // Both parts have the size that suits the one to train on.
        int size = options.Size ?? ChooseSize(parts.Training);
        PictureMemory.Require(path, files, size, options);
        byte[]?[] pictures = DecodeAll(files, size, options, skipped);
        IReadOnlyList<LeftOut> report = [.. skipped.OrderBy(picture => picture.Path, StringComparer.Ordinal)];

        int[] kept = [.. Enumerable.Range(0, files.Length).Where(i => pictures[i] is not null)];
        if (kept.Length == 0)
            throw NoPicture(path, report);
        (int[] labels, string[] classNames) = Classify(root, parts, [.. kept.Select(i => files[i])], options.Split);
        int channels = kept.Any(i => pictures[i]!.Length > size * size) ? 3 : 1;
        PixelStore pixels = Gather(pictures, kept, channels, size);
        return new PictureFolder(IdxLocation.NameOf(path), channels, size, pixels, labels, classNames)
        {
            LeftOut = report,
            Parts = parts.Folders,
            HasTestPart = parts.Test is not null,
        };
    }

    private static int ChooseSize(string[] files)
    {
        var sides = new List<int>();
        foreach (string file in files)
        {
            if (PictureFile.ReadHeader(file) is { } header)
                sides.Add(Math.Min(header.Width, header.Height));
        }

        if (sides.Count == 0)
            return Sizes[0];
        sides.Sort();
        int median = sides[sides.Count / 2];
        return Sizes.MinBy(size => Math.Abs(size - median));
    }

    private static byte[]?[] DecodeAll(string[] files, int size, DataOptions options, ConcurrentBag<LeftOut> skipped)
    {
        var pictures = new byte[]?[files.Length];
        int done = 0;
        var parallel = new ParallelOptions { CancellationToken = options.CancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Length, parallel, i =>
        {
            try
            {
                pictures[i] = Decode(files[i], size, options.Background);
            }
            catch (BelamyException e)
            {
                skipped.Add(new LeftOut(files[i], e.Message.StartsWith($"{files[i]}: ", StringComparison.Ordinal) ? e.Message[(files[i].Length + 2)..] : e.Message));
            }

            options.Progress?.Invoke(new DataProgress("decoding pictures", Interlocked.Increment(ref done), files.Length));
        });
        return pictures;
    }

    /// <summary>One picture channels first: one channel if it is grey all over, else three.</summary>
    private static byte[] Decode(string file, int size, byte background)
    {
        Image image = PictureFile.Read(InputFile.ReadAllBytes(file), file, new PictureShape(size, size, PictureFit.Crop, background));
        var planes = new byte[image.Pixels.Length];
        image.CopyToPlanes(planes);
        int area = size * size;
        bool grey = image.Channels == 3 && planes.AsSpan(0, area).SequenceEqual(planes.AsSpan(area, area)) && planes.AsSpan(0, area).SequenceEqual(planes.AsSpan(2 * area));
        return grey ? planes[..area] : planes;
    }

    private static PixelStore Gather(byte[]?[] pictures, int[] kept, int channels, int size)
    {
        int area = size * size;
        var pixels = new PixelStore(kept.Length, channels * area);
        for (int i = 0; i < kept.Length; i++)
        {
            byte[] picture = pictures[kept[i]]!;
            Span<byte> item = pixels[i];
            for (int start = 0; start < item.Length; start += picture.Length)
                picture.CopyTo(item[start..]);
            pictures[kept[i]] = null;
        }

        return pixels;
    }

    private static (int[] Labels, string[] ClassNames) Classify(string root, PictureParts parts, string[] files, DataSplit split)
    {
        bool isPart = parts.Folders.Count > 0;
        // A part for tests may lack some: which folders are classes is seen from both parts together.
        string[] trained = split == DataSplit.Test ? parts.Training : [];
        if (PictureParts.Classes(root, [.. trained, .. files], isPart) is not { } all)
            return ([], []);
        // The classes are those that are trained on; a class without items there is none.
        string[] classes = all[trained.Length..];
        string[] names = [.. (split == DataSplit.Test ? all[..trained.Length] : classes).Distinct().Order(StringComparer.Ordinal)];
        int unknown = Array.FindIndex(classes, name => !names.Contains(name));
        if (unknown >= 0)
            throw new BelamyException($"{files[unknown]}: its class {classes[unknown]} is not among those of the part to train on ({string.Join(", ", names)}); remove it, or add such pictures there");
        return (Array.ConvertAll(classes, name => Array.IndexOf(names, name)), names);
    }

    private static BelamyException NoPicture(string path, IReadOnlyList<LeftOut> left)
    {
        string first = left.Count > 0 ? $"; {left.Count} left out, the first of them {left[0].Path} ({left[0].Reason})" : "";
        return new($"{path}: holds no {(left.Count > 0 ? "readable " : "")}picture; give a folder of {PictureFile.Names} files{first}");
    }
}
