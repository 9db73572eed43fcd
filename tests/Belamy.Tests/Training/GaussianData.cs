using Belamy.Data;

namespace Belamy.Tests.Training;

/// <summary>Points of a normal distribution, at evenly spaced quantiles' worth of a fixed generator.</summary>
internal sealed class GaussianData : Dataset
{
    private readonly float[] _values;

    public GaussianData(int count, double mean, double deviation, int features = 1)
        : base($"normal({mean}, {deviation})", [features])
    {
        var random = new Random(7);
        _values = new float[count * features];
        for (int at = 0; at < _values.Length; at++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            _values[at] = (float)(mean + (deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble())));
        }
    }

    public override int Count => _values.Length / ItemLength;

    public override ReadOnlySpan<int> Labels => [];

    public override void Read(int index, Span<float> destination) => _values.AsSpan(index * ItemLength, ItemLength).CopyTo(destination);

    protected override string ComputeFingerprint() => $"{Name} {Count}";
}
