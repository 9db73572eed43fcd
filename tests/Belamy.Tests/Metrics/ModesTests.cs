using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class ModesTests
{
    [Fact]
    public void MixtureModes_are_counted_by_hand()
    {
        var law = new MixtureLaw(new FeatureMatrix(new float[] { 0, 0, 10, 0, 0, 10 }, 2), Deviation: 0.5);
        // Twenty in the first mode, one of quality in the second and one too far from it (2 > 3 · 0.5), none in the third.
        float[] points = [.. Enumerable.Range(0, 20).SelectMany(_ => new[] { 0.1f, 0f }), 10, 1.4f, 10, 2];
        MixtureModes modes = MixtureModes.Compute(new FeatureMatrix(points, 2), law);
        Assert.Equal((3, 2, 1), (modes.Modes, modes.Covered, modes.SolidlyCovered));
        Assert.Equal([20, 1, 0], modes.Points);
        Assert.Equal(21 / 22.0, modes.HighQuality, 1e-12);
        Assert.Equal((20 / 22.0 * Math.Log(20 / 22.0 * 3)) + (2 / 22.0 * Math.Log(2 / 22.0 * 3)), modes.ReverseDivergence, 1e-12);
    }

    [Fact]
    public void StackedModes_counts_distinct_combinations()
    {
        StackedModes modes = StackedModes.Compute([1, 2, 3, 1, 2, 3, 3, 2, 1, 9, 9, 9], channels: 3, perChannel: 10);
        Assert.Equal((3, 1000), (modes.Modes, modes.Possible));
        Assert.Equal(Math.Log(1000) + (0.5 * Math.Log(0.5)) + (2 * 0.25 * Math.Log(0.25)), modes.Divergence, 1e-12);
    }
}
