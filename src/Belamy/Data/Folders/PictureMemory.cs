using Belamy.Files;
using Belamy.Imaging;

namespace Belamy.Data;

/// <summary>Refuses a folder of pictures that a machine cannot hold, by their number, size and headers, before any is decoded.</summary>
internal static class PictureMemory
{
    private const int SmallestSize = 8;

    /// <summary>Fails if the pictures would take more memory than there is.</summary>
    /// <param name="path">The folder, as it was given.</param>
    /// <param name="files">The pictures.</param>
    /// <param name="decoding">Their size and channels.</param>
    /// <param name="options">The memory there is, and cancellation.</param>
    /// <exception cref="BelamyException">They take more; the message says what fits.</exception>
    public static void Require(string path, string[] files, PictureDecoding decoding, DataOptions options)
    {
        (PictureSize size, int most) = (decoding.Size, decoding.MostChannels);
        long available = options.AvailableMemory ?? MachineMemory.Available;
        if (MachineMemory.Fits(Bytes(files.Length, most, size), available))
            return;
        // Now every header is worth its reading: grey pictures take a third, and what is no picture takes nothing.
        int count = 0;
        bool hasColour = most > 3;
        foreach (string file in files)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            if (decoding.ReadHeader(file) is not { } header)
                continue;
            count++;
            hasColour |= header.HasColour;
        }

        int channels = hasColour ? most : 1;
        long bytes = Bytes(count, channels, size);
        if (MachineMemory.Fits(bytes, available))
            return;
        PictureSize fitting = Half(size);
        while (Math.Min(fitting.Width, fitting.Height) >= SmallestSize && !MachineMemory.Fits(Bytes(count, channels, fitting), available))
            fitting = Half(fitting);
        string remedy = Math.Min(fitting.Width, fitting.Height) >= SmallestSize ? $"what fits: a size of {fitting}" : "give fewer pictures";
        string pictures = $"{Counted.Of(count, hasColour ? "colour picture" : "grey picture")} of {size.Width} x {size.Height}";
        throw new BelamyException(
            $"{path}: reading {pictures} takes {MachineMemory.Text(bytes)} of memory, and {MachineMemory.Limit(available)}; {remedy}");
    }

    // They are there twice while those that were decoded are gathered into one set.
    private static long Bytes(long count, int channels, PictureSize size) => 2 * count * channels * size.Width * size.Height;

    private static PictureSize Half(PictureSize size) => new(size.Width / 2, size.Height / 2);
}
