namespace Belamy.Tensors.Tests.Golden;

/// <summary>Comparison of arrays within a tolerance.</summary>
internal static class Closeness
{
    /// <summary>
    /// Asserts that each element differs from the expected by at most <paramref name="relative"/> times the larger of
    /// its own magnitude and the typical (root mean square) magnitude of the array: where terms cancel, the error is
    /// that of the terms and not of the small result.
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
            bool close = got[at].Equals(wanted[at]) || Math.Abs(got[at] - wanted[at]) <= allowed;
            Assert.True(close, $"{what}: element {at} of {expected.Shape} is {got[at]:G9} instead of {wanted[at]:G9} (allowed {allowed:G3})");
        }
    }
}
