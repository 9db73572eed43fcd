using System.Collections.Concurrent;
using Belamy.Files;
using Belamy.Imaging;
using Belamy.Imaging.Readers;

namespace Belamy.Data;

/// <summary>Pictures of files brought to one size and shape, as bytes channels first.</summary>
/// <param name="size">The size.</param>
/// <param name="options">The shape, the background, progress and cancellation.</param>
/// <param name="archive">What the files lie in; null for the file system.</param>
internal sealed class PictureDecoding(PictureSize size, DataOptions options, PictureArchive? archive)
{
    private static readonly PictureSize[] Usual = [28, 32, 64];

    /// <summary>The size.</summary>
    public PictureSize Size => size;

    /// <summary>Channels of a picture that has all: red, green and blue, and alpha where it is kept.</summary>
    public int MostChannels => options.KeepsAlpha ? 4 : 3;

    /// <summary>The usual size that is nearest to the median of the pictures' shorter sides.</summary>
    public static PictureSize ChooseSize(string[] files, DataOptions options, PictureArchive? archive)
    {
        var sides = new ConcurrentBag<int>();
        Parallel.ForEach(files, new ParallelOptions { CancellationToken = options.CancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, file =>
        {
            if (ReadHeader(file, archive) is { } header)
                sides.Add(Math.Min(header.Width, header.Height));
        });
        int[] sorted = [.. sides.Order()];
        int median = sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
        return Usual.MinBy(usual => Math.Abs(usual.Width - median));
    }

    /// <summary>Decodes files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="leftOut">Receives those that cannot be read.</param>
    /// <param name="done">How many were done before these, for progress.</param>
    /// <param name="total">How many there are in all.</param>
    /// <returns>Their pictures: one channel where all is grey, else <see cref="MostChannels"/>; null where one cannot be read.</returns>
    public byte[]?[] Decode(ReadOnlyMemory<string> files, ConcurrentBag<LeftOut> leftOut, int done, int total)
    {
        var pictures = new byte[]?[files.Length];
        var parallel = new ParallelOptions { CancellationToken = options.CancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Length, parallel, i =>
        {
            string file = files.Span[i];
            try
            {
                pictures[i] = Decode(file);
            }
            catch (BelamyException e)
            {
                leftOut.Add(new LeftOut(file, e.Message.StartsWith($"{file}: ", StringComparison.Ordinal) ? e.Message[(file.Length + 2)..] : e.Message));
            }

            options.Progress?.Invoke(new DataProgress("decoding pictures", Interlocked.Increment(ref done), total));
        });
        return pictures;
    }

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

    private byte[] Decode(string file)
    {
        Image image = PictureFile.Read(archive is null ? InputFile.ReadAllBytes(file) : archive.Read(file), file, new PictureShape(size.Width, size.Height, options.Fit, options.Background), options.KeepsAlpha);
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
