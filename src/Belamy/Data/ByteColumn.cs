using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Belamy.Data;

/// <summary>Values of one field as a byte each, for what is coarse and much: notes that sound or not, voxels, frames.</summary>
public sealed class ByteColumn : Column
{
    private readonly PixelStore _bytes;
    private readonly double _low, _high;
    private readonly float[] _values = new float[256];
    private readonly Lazy<string> _fingerprint;

    internal ByteColumn(Field field, Rows rows, PixelStore bytes, double low, double high)
        : base(field, rows)
    {
        if (bytes.Count != rows.Count)
            throw new ArgumentException($"{bytes.Count} items are not {rows.Count}.", nameof(bytes));
        _bytes = bytes;
        (_low, _high) = (low, high);
        for (int level = 0; level < _values.Length; level++)
            _values[level] = (float)(low + level * (high - low) / byte.MaxValue);
        _fingerprint = new Lazy<string>(ComputeFingerprint);
    }

    /// <summary>Wraps bytes; the array is kept, not copied.</summary>
    /// <param name="field">The field.</param>
    /// <param name="rows">The items that it has a value of.</param>
    /// <param name="bytes">The items one behind the other, as many as there are rows.</param>
    /// <param name="low">What 0 stands for.</param>
    /// <param name="high">What 255 stands for; what lies between stands for what lies between.</param>
    /// <exception cref="ArgumentException">There are more or fewer bytes.</exception>
    public ByteColumn(Field field, Rows rows, byte[] bytes, double low = 0, double high = 1)
        : this(field, rows, new PixelStore(bytes, checked((int)field.Kind.Shape.Count)), low, high)
    {
    }

    /// <inheritdoc/>
    public override string Fingerprint => _fingerprint.Value;

    /// <inheritdoc/>
    public override void Read(int item, Span<float> destination)
    {
        ReadOnlySpan<byte> bytes = _bytes.Read(item);
        for (int at = 0; at < bytes.Length; at++)
            destination[at] = _values[bytes[at]];
    }

    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(Field.Kind.Shape.Span));
        hash.AppendData(MemoryMarshal.AsBytes([_low, _high]));
        _bytes.AppendTo(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
