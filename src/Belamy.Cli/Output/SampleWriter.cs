using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Belamy.Imaging;
using Belamy.Serialization;

namespace Belamy.Cli.Output;

/// <summary>Fills a buffer with the next samples, in order, as bytes: [count, channels, height, width].</summary>
/// <param name="first">The index of the first sample.</param>
/// <param name="destination">Receives whole samples.</param>
internal delegate void SampleSource(int first, Span<byte> destination);

/// <summary>Writes samples in any <see cref="SampleFormat"/>, a block at a time, whole or not at all.</summary>
/// <param name="count">How many samples.</param>
/// <param name="channels">1 or 3.</param>
/// <param name="height">The height of a sample in pixels.</param>
/// <param name="width">The width of a sample in pixels.</param>
/// <param name="source">Makes the samples.</param>
internal sealed class SampleWriter(int count, int channels, int height, int width, SampleSource source)
{
    private const int Block = 1024;
    private const long LargestGrid = 1L << 28;

    private int Length => channels * height * width;

    /// <summary>Writes the samples.</summary>
    /// <exception cref="BelamyException">The place cannot be written, or is a folder that holds files already.</exception>
    public void Write(string path, SampleFormat format, int columns = 0)
    {
        switch (format)
        {
            case SampleFormat.Grid:
                WriteGrid(path, columns);
                break;
            case SampleFormat.Folder:
                WriteFolder(path);
                break;
            case SampleFormat.Npy:
                WriteArray(path, NpyHeader());
                break;
            default:
                WriteArray(path, IdxHeader());
                break;
        }
    }

    private void WriteGrid(string path, int columns)
    {
        if ((long)count * Length > LargestGrid)
            throw new BelamyException($"--count {count}: too many for one picture; write a folder, .npy or .idx instead");
        var bytes = new byte[count * Length];
        source(0, bytes);
        ImageGrid.Create(bytes, channels, height, width, columns).SavePng(path);
    }

    private void WriteFolder(string path)
    {
        string folder = Path.TrimEndingDirectorySeparator(path);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new BelamyException($"--out {path}: is there already; name a folder that is new or empty");
        // Written beside and renamed, so that a folder that exists is complete.
        string beside = folder + ".part";
        try
        {
            Directory.CreateDirectory(beside);
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
                    File.WriteAllBytes(Path.Combine(beside, name), PngEncoder.Encode(image));
                }
            }

            if (Directory.Exists(folder))
                Directory.Delete(folder);
            Directory.Move(beside, folder);
        }
        catch
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
            throw;
        }
    }

    private void WriteArray(string path, byte[] header) => AtomicFile.Write(path, stream =>
    {
        stream.Write(header);
        var buffer = new byte[Math.Min(Block, count) * Length];
        var pixels = new byte[Length];
        for (int first = 0; first < count; first += Block)
        {
            int block = Math.Min(Block, count - first);
            source(first, buffer.AsSpan(0, block * Length));
            for (int i = 0; i < block; i++)
            {
                Image.FromPlanes(buffer.AsSpan(i * Length, Length), channels, height, width).Pixels.CopyTo(pixels);
                stream.Write(pixels);
            }
        }
    });

    private int[] ArrayShape() => channels == 1 ? [count, height, width] : [count, height, width, channels];

    private byte[] NpyHeader()
    {
        string description = $"{{'descr': '|u1', 'fortran_order': False, 'shape': ({string.Join(", ", ArrayShape())}), }}";
        // Version 1.0: magic, version, length of the text; the whole a multiple of 64 bytes and the text ends in a line feed.
        const int prefix = 10;
        int length = (prefix + description.Length + 1 + 63) / 64 * 64 - prefix;
        var header = new byte[prefix + length];
        header[0] = 0x93;
        "NUMPY"u8.CopyTo(header.AsSpan(1));
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)length);
        Encoding.ASCII.GetBytes(description.PadRight(length - 1) + "\n").CopyTo(header, prefix);
        return header;
    }

    private byte[] IdxHeader()
    {
        int[] shape = ArrayShape();
        var header = new byte[4 + 4 * shape.Length];
        header[2] = 0x08;
        header[3] = (byte)shape.Length;
        for (int i = 0; i < shape.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), shape[i]);
        return header;
    }
}
