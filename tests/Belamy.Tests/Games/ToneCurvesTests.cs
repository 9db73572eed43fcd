using Belamy.Games;
using Belamy.Tensors;

namespace Belamy.Tests.Games;

public sealed class ToneCurvesTests
{
    // Parameters of two curves, and what numpy.interp makes of [-1, -0.9, -0.5, -0.1, 0, 0.3, 0.77, 1] between the knots that these give.
    private static readonly float[] First = [0.1f, -1, 0.5f, 2, 0, -0.25f, 1.5f, -2], Second = [-0.3f, 0.25f, 0, 1, -1.5f, 0.75f, 0, 3];

    private static readonly float[] At = [-1, -0.9f, -0.5f, -0.1f, 0, 0.3f, 0.77f, 1];

    [Fact]
    public void Bend_is_the_interpolation_between_the_knots()
    {
        Tensor channels = Tensor.Literal(NDArray.From<float>([1, 2, 2, 4], [.. At, .. At])), parameters = Tensor.Literal(NDArray.From<float>([1, 16], [.. First, .. Second]));
        float[] bent = ToneCurves.Bend(channels, parameters).Evaluate().AsSpan<float>().ToArray();
        Assert.Equal([-0.9000000f, -0.8510120f, -0.4721115f, 0.4144738f, 0.5144738f, 0.7908052f, 1.5297788f, 1.5778673f], bent[..8], (one, other) => Math.Abs(one - other) < 1e-5);
        Assert.Equal([-1.3000000f, -1.1834877f, -0.7528220f, -0.1716770f, -0.1392226f, 0.1482291f, 0.8300912f, 1.6511654f], bent[8..], (one, other) => Math.Abs(one - other) < 1e-5);
    }

    [Fact]
    public void Bend_by_nothing_changes_nothing_and_any_curve_rises()
    {
        Tensor channels = Tensor.Literal(NDArray.From<float>([2, 2, 2, 4], [.. At, .. At, .. At, .. At]));
        float[] same = ToneCurves.Bend(channels, Tensor.Zeros([2, 16])).Evaluate().AsSpan<float>().ToArray();
        Assert.Equal([.. At, .. At, .. At, .. At], same, (one, other) => Math.Abs(one - other) < 1e-6);
        var random = new Random(1);
        float[] drawn = [.. Enumerable.Range(0, 32).Select(_ => (random.NextSingle() * 10) - 5)];
        foreach (float[] curve in ToneCurves.Bend(channels, Tensor.Literal(NDArray.From<float>([2, 16], drawn))).Evaluate().AsSpan<float>().ToArray().Chunk(8))
            Assert.All(curve.Zip(curve.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.Throws<ArgumentException>(() => ToneCurves.Bend(channels, Tensor.Zeros([2, 15])));
    }
}
