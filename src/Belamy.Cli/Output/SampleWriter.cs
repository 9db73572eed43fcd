using System.Globalization;
using Belamy.Files;
using Belamy.Imaging;
using Belamy.Serialization;

namespace Belamy.Cli.Output;

/// <summary>Fills a buffer with the next samples, in order, as bytes: [count, channels, height, width].</summary>
/// <param name="first">The index of the first sample.</param>
/// <param name="destination">Receives whole samples.</param>
internal delegate void SampleSource(int first, Span<byte> destination);

/// <summary>Writes samples in any <see cref="SampleFormat"/>, whole or not at all.</summary>
/// <param name="count">How many samples.</param>
/// <param name="channels">1 or 3, or 4 with alpha.</param>
/// <param name="height">The height of a sample in pixels.</param>
/// <param name="width">The width of a sample in pixels.</param>
/// <param name="source">Makes the samples.</param>
internal sealed class SampleWriter(int count, int channels, int height, int width, SampleSource source)
{
    private const int Block = 1024;
    private const int LargestGrid = 1 << 28;

    private int Length => channels * height * width;

    /// <summary>Writes the samples.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="format">What to write.</param>
    /// <param name="columns">Samples in a row of a grid; 0 makes it as nearly square as it can be.</param>
    /// <param name="scale">Pixels that each pixel becomes in a picture, in both directions; 0 for as many as people can see in a grid, and 1 in a folder.</param>
    /// <exception cref="BelamyException">The place cannot be written, or is a folder that holds files already; or the samples are too many for one file.</exception>
    public void Write(string path, SampleFormat format, int columns = 0, int scale = 0)
    {
        switch (format)
        {
            case SampleFormat.Grid:
                ImageGrid.Scale(ImageGrid.Create(All(LargestGrid / Math.Max(1, scale * scale)), channels, height, width, columns, gap: count == 1 ? 0 : ImageGrid.UsualGap), scale).SavePng(path);
                break;
            case SampleFormat.Folder:
                AtomicFolder.Write(path, folder => WritePictures(folder, Math.Max(1, scale)));
                break;
            case SampleFormat.Npy:
                NpyFile.WriteImages(path, All(Array.MaxLength), channels, height, width);
                break;
            default:
                IdxWriter.WriteImages(path, All(Array.MaxLength), channels, height, width);
                break;
        }
    }

    private byte[] All(int limit)
    {
        if ((long)count * Length > limit)
            throw new BelamyException($"--count {count}: too many for one file; ask for at most {limit / Length}, or for a folder");
        var bytes = new byte[count * Length];
        for (int first = 0; first < count; first += Block)
            source(first, bytes.AsSpan(first * Length, Math.Min(Block, count - first) * Length));
        return bytes;
    }

    private void WritePictures(string folder, int scale)
    {
        int digits = Math.Max(5, (count - 1).ToString(CultureInfo.InvariantCulture).Length);
        var buffer = new byte[Math.Min(Block, count) * Length];
        for (int first = 0; first < count; first += Block)
        {
            int block = Math.Min(Block, count - first);
            source(first, buffer.AsSpan(0, block * Length));
            for (int i = 0; i < block; i++)
            {
                string name = (first + i).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0') + ".png";
                Image image = Image.FromPlanes(buffer.AsSpan(i * Length, Length), channels, height, width);
                File.WriteAllBytes(Path.Combine(folder, name), PngEncoder.Encode(ImageGrid.Scale(image, scale)));
            }
        }
    }
}
