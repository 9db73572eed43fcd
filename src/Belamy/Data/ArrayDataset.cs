using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Belamy.Tensors;

namespace Belamy.Data;

/// <summary>Items of any shape from an array: points, feature vectors, one's own data.</summary>
public sealed class ArrayDataset : Dataset
{
    private readonly float[] _values;
    private readonly int[] _labels;

    /// <summary>Wraps values; the arrays are kept, not copied.</summary>
    /// <param name="name">A short name, as shown to people.</param>
    /// <param name="item">The shape of one item.</param>
    /// <param name="values">The items one behind the other, values best in [-1, 1].</param>
    /// <param name="labels">The class of every item; null when not labelled.</param>
    /// <param name="classNames">The names of the classes; null when not labelled.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public ArrayDataset(string name, Shape item, float[] values, int[]? labels = null, IReadOnlyList<string>? classNames = null)
        : base(name, item.Span, classNames)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0 || values.Length % ItemLength != 0)
            throw new ArgumentException($"{values.Length} values are not a whole number of items of {item}.", nameof(values));
        _values = values;
        _labels = labels ?? [];
        if (_labels.Length != (ClassNames.Count > 0 ? Count : 0))
            throw new ArgumentException($"{Count} items of {ClassNames.Count} classes came with {_labels.Length} labels.", nameof(labels));
        foreach (int label in _labels)
        {
            if ((uint)label >= (uint)ClassNames.Count)
                throw new ArgumentException($"Label {label} is outside the {ClassNames.Count} classes.", nameof(labels));
        }
    }

    /// <inheritdoc/>
    public override int Count => _values.Length / ItemLength;

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Labels => _labels;

    /// <inheritdoc/>
    public override void Read(int index, Span<float> destination) => _values.AsSpan(checked(index * ItemLength), ItemLength).CopyTo(destination);

    /// <inheritdoc/>
    protected override string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(ItemShape));
        hash.AppendData(MemoryMarshal.AsBytes(_values.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(_labels.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
