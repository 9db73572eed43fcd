namespace Belamy.Data;

/// <summary>The items of another set with every value brought to -1 or 1.</summary>
public sealed class BinarizedDataset : Dataset
{
    private readonly Dataset _whole;
    private readonly float _threshold;

    /// <summary>Binarizes a set.</summary>
    /// <param name="items">The set.</param>
    /// <param name="threshold">The value in [-1, 1] from which on values become 1; 0 is half of a byte's range.</param>
    public BinarizedDataset(Dataset items, float threshold = 0)
        : base($"{Checked(items).Name} binarized", items.ItemShape, items.ClassNames)
    {
        _whole = items;
        _threshold = threshold;
    }

    /// <inheritdoc/>
    public override int Count => _whole.Count;

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Labels => _whole.Labels;

    /// <inheritdoc/>
    public override void Read(int index, Span<float> destination)
    {
        _whole.Read(index, destination);
        foreach (ref float value in destination[..ItemLength])
            value = value >= _threshold ? 1 : -1;
    }

    /// <inheritdoc/>
    protected override string ComputeFingerprint() => FormattableString.Invariant($"{_whole.Fingerprint}/{_threshold:R}");

    private static Dataset Checked(Dataset items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items;
    }
}
