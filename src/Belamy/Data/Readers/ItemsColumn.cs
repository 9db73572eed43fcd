using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Belamy.Data.Readers;

/// <summary>Values of one field, each item in an array of its own, as files gave it.</summary>
internal sealed class ItemsColumn : Column
{
    private readonly float[][] _items;
    private readonly Lazy<string> _fingerprint;

    public ItemsColumn(Field field, Rows rows, float[][] items)
        : base(field, rows)
    {
        long length = field.Kind.Shape.Count;
        if (items.Length != rows.Count || Array.Exists(items, item => item.Length != length))
            throw new ArgumentException($"{items.Length} items are not {rows.Count} of {length} values.", nameof(items));
        _items = items;
        _fingerprint = new Lazy<string>(ComputeFingerprint);
    }

    public override string Fingerprint => _fingerprint.Value;

    public override void Read(int item, Span<float> destination) => _items[item].CopyTo(destination);

    /// <summary>The same as of an <see cref="ArrayColumn"/> of these values.</summary>
    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(Field.Kind.Shape.Span));
        foreach (float[] item in _items)
            hash.AppendData(MemoryMarshal.AsBytes(item.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
