using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Belamy.Tensors;

namespace Belamy.Data;

/// <summary>Values of one field in an array.</summary>
public sealed class ArrayColumn : Column
{
    private readonly float[] _values;
    private readonly int _length;
    private readonly Lazy<string> _fingerprint;

    /// <summary>Wraps values; the array is kept, not copied.</summary>
    /// <param name="field">The field.</param>
    /// <param name="rows">The items that it has a value of.</param>
    /// <param name="values">The items one behind the other, as many as there are rows.</param>
    /// <exception cref="ArgumentException">There are more or fewer values, or one of a field of whole numbers is none or outside its range.</exception>
    public ArrayColumn(Field field, Rows rows, float[] values)
        : base(field, rows)
    {
        ArgumentNullException.ThrowIfNull(values);
        _length = checked((int)field.Kind.Shape.Count);
        if (values.Length != (long)rows.Count * _length)
            throw new ArgumentException($"{rows.Count} items of {field.Kind.Shape} do not have {values.Length} values.", nameof(values));
        if (field.Kind.ElementType == ElementType.Int32)
        {
            (double low, double high) = field.Kind.Range ?? (int.MinValue, int.MaxValue);
            int odd = Array.FindIndex(values, value => value != MathF.Floor(value) || !(value >= low && value <= high));
            if (odd >= 0)
                throw new ArgumentException($"{values[odd]} is no whole number from {low} to {high}.", nameof(values));
        }

        _values = values;
        _fingerprint = new Lazy<string>(ComputeFingerprint);
    }

    /// <inheritdoc/>
    public override string Fingerprint => _fingerprint.Value;

    /// <summary>The items one behind the other.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <inheritdoc/>
    public override void Read(int item, Span<float> destination) => _values.AsSpan(checked(item * _length), _length).CopyTo(destination);

    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(Field.Kind.Shape.Span));
        hash.AppendData(MemoryMarshal.AsBytes(_values.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
