using System.Collections.Concurrent;
using Belamy.Files;
using Belamy.Imaging;
using Belamy.Imaging.Readers;

namespace Belamy.Data;

/// <summary>Pictures of files brought to one size and shape, as bytes channels first.</summary>
/// <param name="size">The size.</param>
/// <param name="options">The shape, the background, progress and cancellation.</param>
/// <param name="archive">What the files lie in; null for the file system.</param>
/// <param name="areLabels">Whether colours say what is there, so that none may be mixed of others.</param>
internal sealed class PictureDecoding(PictureSize size, DataOptions options, PictureArchive? archive, bool areLabels = false)
{
    /// <summary>What is being done while pictures are decoded.</summary>
    public const string Stage = "decoding pictures";

    private static readonly PictureSize[] Usual = [28, 32, 64];

    /// <summary>The size.</summary>
    public PictureSize Size => size;

    /// <summary>Whether colours say what is there, so that none may be mixed of others.</summary>
    public bool AreLabels => areLabels;

    /// <summary>Channels of a picture that has all: red, green and blue, and alpha where it is kept.</summary>
    public int MostChannels => options.KeepsAlpha ? 4 : 3;

    /// <summary>The usual size that is nearest to the median of the pictures' shorter sides.</summary>
    /// <param name="files">The files.</param>
    /// <param name="options">Cancellation, and the largest side.</param>
    /// <param name="archive">What the files lie in; null for the file system.</param>
    /// <param name="usual">The sizes to choose from; the usual ones when left out.</param>
    /// <param name="sideBySide">How many pictures of a set each file holds, side by side.</param>
    public static PictureSize ChooseSize(string[] files, DataOptions options, PictureArchive? archive, PictureSize[]? usual = null, int sideBySide = 1)
    {
        var sides = new ConcurrentBag<int>();
        Parallel.ForEach(files, new ParallelOptions { CancellationToken = options.CancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, file =>
        {
            if (ReadHeader(file, archive) is { } header)
                sides.Add(Math.Min(header.Width / sideBySide, header.Height));
        });
        int[] sorted = [.. sides.Order()];
        int median = sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
        PictureSize[] sizes = [.. (usual ?? Usual).Where(one => !(one.Width > options.LargestUsualSide))];
        return (sizes.Length > 0 ? sizes : usual ?? Usual).MinBy(one => Math.Abs(one.Width - median));
    }

    /// <summary>Decodes files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="leftOut">Receives those that cannot be read.</param>
    /// <param name="done">How many were done before these, for progress.</param>
    /// <param name="total">How many there are in all.</param>
    /// <returns>Their pictures: one channel where all is grey, else <see cref="MostChannels"/>; null where one cannot be read.</returns>
    public byte[]?[] Decode(ReadOnlyMemory<string> files, ConcurrentBag<LeftOut> leftOut, int done, int total) =>
        ParallelReading.Read(files, Stage, options, Decode, leftOut, done, total);

    /// <summary>What a picture says of itself; null where it cannot be read.</summary>
    public PictureHeader? ReadHeader(string file) => ReadHeader(file, archive);

    private static PictureHeader? ReadHeader(string file, PictureArchive? archive)
    {
        try
        {
            return archive is null ? PictureFile.ReadHeader(file) : PictureFile.ReadHeader(archive.Read(file));
        }
        catch (BelamyException)
        {
            return null;
        }
    }

    /// <summary>A picture that was read already, or a part of one, as a file's would be.</summary>
    public byte[] Bring(Image picture) =>
        ToPlanes(Shape.Bring(options.KeepsAlpha ? picture : ChannelConversion.ToChannels(picture, picture.Channels >= 3 ? 3 : 1, options.Background)));

    private PictureShape Shape => new(size.Width, size.Height, options.Fit, options.Background, areLabels);

    private byte[] Decode(string file) =>
        areLabels
            ? Bring(LabelColours.Apply(Image.Load(file)))
            : ToPlanes(PictureFile.Read(archive is null ? InputFile.ReadAllBytes(file) : archive.Read(file), file, Shape, options.KeepsAlpha, options.ReducesPictures));

    private byte[] ToPlanes(Image image)
    {
        if (options.KeepsAlpha)
            image = CoverNothing(ChannelConversion.ToChannels(image, 4), options.Background);
        var planes = new byte[image.Pixels.Length];
        image.CopyToPlanes(planes);
        return !options.KeepsAlpha && image.Channels == 3 && IsGrey(planes, size.Area) ? planes[..size.Area] : planes;
    }

    private static bool IsGrey(ReadOnlySpan<byte> planes, int area) =>
        planes[..area].SequenceEqual(planes.Slice(area, area)) && planes[..area].SequenceEqual(planes[(2 * area)..]);

    // Files have any colour where nothing is seen; it would be learned.
    private static Image CoverNothing(Image image, byte background)
    {
        Span<byte> pixels = image.Pixels;
        for (int i = 0; i < pixels.Length; i += 4)
        {
            if (pixels[i + 3] == 0)
                pixels.Slice(i, 3).Fill(background);
        }

        return image;
    }
}
