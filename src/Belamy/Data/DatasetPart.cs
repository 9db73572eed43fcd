namespace Belamy.Data;

/// <summary>Some items of another data set.</summary>
internal sealed class DatasetPart : Dataset
{
    private readonly Dataset _whole;
    private readonly int[] _indices;
    private readonly int[] _labels;

    /// <summary>Picks items.</summary>
    /// <param name="whole">The data set they are of.</param>
    /// <param name="indices">Which, in the order wanted; at least one.</param>
    public DatasetPart(Dataset whole, int[] indices)
        : base(whole.Name, whole.ItemShape, whole.ClassNames)
    {
        _whole = whole;
        _indices = indices;
        _labels = whole.Labels.IsEmpty ? [] : [.. indices.Select(index => whole.Labels[index])];
    }

    public override int Count => _indices.Length;

    public override ReadOnlySpan<int> Labels => _labels;

    public override void Read(int index, Span<float> destination) => _whole.Read(_indices[index], destination);

    protected override string ComputeFingerprint() => $"{_whole.Fingerprint}/{_indices.Length}";
}
