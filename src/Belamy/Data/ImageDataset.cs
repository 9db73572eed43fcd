using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Belamy.Imaging;

namespace Belamy.Data;

/// <summary>Images of one size, all decoded once and held as bytes, channels first.</summary>
/// <remarks>A byte b reads as (b - 127.5) × (1 / 127.5), so 0 is -1 and 255 is 1.</remarks>
public class ImageDataset : Dataset
{
    private readonly PixelStore _pixels;
    private readonly int[] _labels;

    /// <summary>Wraps decoded images; the array is kept, not copied.</summary>
    /// <param name="name">A short name, as shown to people.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue, 4 with alpha.</param>
    /// <param name="height">The height of every image in pixels.</param>
    /// <param name="width">The width of every image in pixels.</param>
    /// <param name="pixels">The images one behind the other, each [channels, height, width].</param>
    /// <param name="labels">The class of every image, as an index into <paramref name="classNames"/>; empty when not labelled.</param>
    /// <param name="classNames">The names of the classes; null or empty when not labelled.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public ImageDataset(string name, int channels, int height, int width, byte[] pixels, int[]? labels = null, IReadOnlyList<string>? classNames = null)
        : this(name, channels, height, width, new PixelStore(pixels, checked(channels * height * width)), labels, classNames)
    {
    }

    internal ImageDataset(string name, int channels, int height, int width, PixelStore pixels, int[]? labels, IReadOnlyList<string>? classNames)
        : base(name, [channels, height, width], classNames)
    {
        _pixels = pixels;
        _labels = labels ?? [];
        if (pixels.Count == 0)
            throw new ArgumentException("A data set needs at least one image.", nameof(pixels));
        if (_labels.Length != (ClassNames.Count > 0 ? pixels.Count : 0))
            throw new ArgumentException($"{pixels.Count} images of {ClassNames.Count} classes came with {_labels.Length} labels.", nameof(labels));
        foreach (int label in _labels)
        {
            if ((uint)label >= (uint)ClassNames.Count)
                throw new ArgumentException($"Label {label} is outside the {ClassNames.Count} classes.", nameof(labels));
        }
    }

    /// <inheritdoc/>
    public override int Count => _pixels.Count;

    /// <summary>1 for grey, 3 for red, green and blue, 4 with alpha.</summary>
    public int Channels => ItemShape[0];

    /// <summary>The height of every image in pixels.</summary>
    public int Height => ItemShape[1];

    /// <summary>The width of every image in pixels.</summary>
    public int Width => ItemShape[2];

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Labels => _labels;

    /// <summary>The bytes of one image: [channels, height, width].</summary>
    /// <param name="index">The image, from 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is outside the set.</exception>
    public ReadOnlySpan<byte> Pixels(int index) => _pixels.Read(index);

    /// <inheritdoc/>
    public override void Read(int index, Span<float> destination) => PixelConversion.ToFloats(_pixels.Read(index), destination);

    /// <inheritdoc/>
    protected override string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> header = stackalloc byte[5 * sizeof(int)];
        ReadOnlySpan<int> fields = [Count, Channels, Height, Width, ClassNames.Count];
        for (int i = 0; i < fields.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(header[(i * sizeof(int))..], fields[i]);
        hash.AppendData(header);
        _pixels.AppendTo(hash);
        if (BitConverter.IsLittleEndian)
        {
            hash.AppendData(MemoryMarshal.AsBytes(_labels.AsSpan()));
        }
        else
        {
            var swapped = new int[_labels.Length];
            BinaryPrimitives.ReverseEndianness(_labels, swapped);
            hash.AppendData(MemoryMarshal.AsBytes(swapped.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
