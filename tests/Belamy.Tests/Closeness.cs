using Belamy.Tensors;

namespace Belamy.Tests;

/// <summary>Comparison of arrays within a tolerance.</summary>
internal static class Closeness
{
    /// <summary>
    /// Asserts that each element differs by at most a share of the larger of its own magnitude and the array's root mean
    /// square: where terms cancel, the error is that of the terms.
    /// </summary>
    public static void AssertClose(NDArray expected, NDArray actual, double relative, string what)
    {
        Assert.True(expected.Shape == actual.Shape, $"{what}: shape {actual.Shape} instead of {expected.Shape}");
        double[] wanted = expected.ToDoubles();
        double[] got = actual.ToDoubles();
        double typical = wanted.Length == 0 ? 0 : Math.Sqrt(wanted.Sum(value => value * value) / wanted.Length);
        for (int at = 0; at < wanted.Length; at++)
        {
            double allowed = relative * Math.Max(Math.Abs(wanted[at]), typical);
            Assert.True(Math.Abs(got[at] - wanted[at]) <= allowed, $"{what}: element {at} is {got[at]:G9} instead of {wanted[at]:G9} (allowed {allowed:G3})");
        }
    }
}
