using Belamy.Imaging;
using Belamy.Imaging.Readers;
using Belamy.Tensors;

namespace Belamy.Data;

/// <summary>The pictures of a folder, brought to one size; sub-folders are classes.</summary>
/// <remarks>
/// Pictures (JPEG, PNG, WebP, GIF, BMP, TIFF) are taken from the folder and everything below it, in the order of their names. Folders called <c>train</c>
/// and <c>test</c> (or <c>val</c>) are parts, of which one is opened; two or more sub-folders are classes. Transparent
/// pictures are laid on a background, unless their alpha is kept. Every picture is cropped to its middle and resized, unless another fit is asked for. The set is grey
/// when no picture has colour. What is left out is listed. From a thousand files on, the decoded pictures are kept in the user's cache and read from there.
/// </remarks>
public sealed class PictureFolder : ImageDataset
{
    private const int LargestSide = 4096;

    private readonly string? _fingerprint;

    private PictureFolder(string name, PictureSize size, PictureContents contents, int[] labels, IReadOnlyList<string> classNames)
        : base(name, contents.Channels, size.Height, size.Width, contents.Pixels, labels, classNames)
    {
        _fingerprint = contents.Fingerprint;
    }

    /// <summary>What was left out, in the order of the names.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; private init; } = [];

    /// <summary>The files, in the order of the pictures.</summary>
    internal IReadOnlyList<string> Files { get; private init; } = [];

    /// <summary>The files to train on, also those that cannot be read; those of the folder where it has no parts.</summary>
    internal IReadOnlyList<string> TrainingFiles { get; private init; } = [];

    /// <summary>The folders of the parts: the one to train on, then the one for tests where there is one; empty where the pictures come in no parts.</summary>
    public IReadOnlyList<string> Parts { get; private init; } = [];

    /// <summary>Whether there is a part held out for tests.</summary>
    public bool HasTestPart { get; private init; }

    /// <summary>Decodes all pictures of a folder or archive.</summary>
    /// <param name="path">The folder, or a zip or tar archive of one.</param>
    /// <param name="options">The size, the shape, the background, progress and cancellation.</param>
    /// <exception cref="BelamyException">There is no such folder, no readable picture in it, or the machine has not the memory for the pictures; the message says what fits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A side of the size is below 1 or above 4096.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static PictureFolder Open(string path, DataOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= DataOptions.Default;
        if (options.Size is { } wanted)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(wanted.Width, wanted.Height), 1, nameof(options));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(wanted.Width, wanted.Height), LargestSide, nameof(options));
        }

        string root = Path.GetFullPath(path);
        using PictureArchive? archive = PictureArchive.IsName(root) && File.Exists(root) ? PictureArchive.Open(root, options, PictureWalk.JudgePicture) : null;
        (WalkedFile[] all, List<LeftOut> walked) = archive is null ? PictureWalk.Walk(root, options) : (archive.Files, archive.LeftOut);
        PictureParts parts = PictureParts.Find(root, Array.ConvertAll(all, file => file.Path));
        if (options.Split == DataSplit.Test && parts.Test is null)
            throw new BelamyException($"{path}: a folder of pictures has no test part unless it holds folders called train and test; open the folder of your test pictures instead");
        if (parts.Unused is { } unused)
            walked.Add(new LeftOut(Path.Combine(root, unused), "a part for validation beside one for tests"));
        string[] files = options.Split == DataSplit.Test ? parts.Test! : parts.Training;
        PictureCache? cache = PictureCache.For(root, files, parts.Training, all, options, archive is null ? null : new FileInfo(root));
        if (cache?.Open() is var (size, cached))
            return Create(size, cached);

        // Both parts have the size that suits the one to train on.
        var decoding = new PictureDecoding(options.Size ?? PictureDecoding.ChooseSize(parts.Training, options, archive), options, archive);
        if (cache is not null && TryWrite(cache, decoding, options) is { } written)
        {
            PictureFolder set = Create(decoding.Size, written);
            cache.Commit(decoding, written, set.Fingerprint);
            return set;
        }

        PictureMemory.Require(path, files, decoding, options);
        return Create(decoding.Size, PictureContents.Hold(files, decoding));

        PictureFolder Create(PictureSize size, PictureContents contents)
        {
            IReadOnlyList<LeftOut> report = [.. walked.Concat(contents.Damaged).OrderBy(picture => picture.Path, StringComparer.Ordinal)];
            if (contents.Pixels.Count == 0)
                throw NoPicture(path, report);
            var damaged = contents.Damaged.Select(one => one.Path).ToHashSet(StringComparer.Ordinal);
            string[] read = [.. files.Where(file => !damaged.Contains(file))];
            (int[] labels, string[] classNames) = Classify(root, parts, read, options.Split);
            return new PictureFolder(IdxLocation.NameOf(path), size, contents, labels, classNames)
            {
                LeftOut = report,
                Files = read,
                TrainingFiles = parts.Training,
                Parts = parts.Folders,
                HasTestPart = parts.Test is not null,
            };
        }
    }

    /// <summary>How a folder is opened whose pictures are compared with items of a shape.</summary>
    /// <param name="item">The shape: [channels, height, width] of pictures, or another.</param>
    public static DataOptions OptionsFor(Shape item) => item.Rank == 3 && item[1] <= LargestSide && item[2] <= LargestSide
        ? new DataOptions { Size = new PictureSize(item[2], item[1]), KeepsAlpha = item[0] is 2 or 4 }
        : DataOptions.Default;

    /// <inheritdoc/>
    public override string NameOf(int index) => Files[index];

    /// <inheritdoc/>
    protected override string ComputeFingerprint() => _fingerprint ?? base.ComputeFingerprint();

    // A disk that is full, or no place of one's own on it, is no reason not to train.
    private static PictureContents? TryWrite(PictureCache cache, PictureDecoding decoding, DataOptions options)
    {
        try
        {
            return cache.Write(decoding);
        }
        catch (BelamyException e)
        {
            options.Progress?.Invoke(new DataProgress($"holding the pictures in memory, for no cache can be kept ({e.Message})", 0, 0));
            return null;
        }
    }

    private static (int[] Labels, string[] ClassNames) Classify(string root, PictureParts parts, string[] files, DataSplit split)
    {
        bool isPart = parts.Folders.Count > 0;
        // A part for tests may lack some: which folders are classes is seen from both parts together.
        string[] trained = split == DataSplit.Test ? parts.Training : [];
        if (PictureParts.Classes(root, [.. trained, .. files], isPart) is not { } all)
            return ([], []);
        return FolderClasses.Number(files, all[trained.Length..], split == DataSplit.Test ? all[..trained.Length] : null);
    }

    private static BelamyException NoPicture(string path, IReadOnlyList<LeftOut> left)
    {
        string first = left.Count > 0 ? $"; {left.Count} left out, the first of them {left[0].Path} ({left[0].Reason})" : "";
        return new($"{path}: holds no {(left.Count > 0 ? "readable " : "")}picture; give a folder of {PictureFile.Names} files{first}");
    }
}
