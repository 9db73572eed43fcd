using Belamy.Data;
using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class GaussianClassifierTests
{
    [Fact]
    public void LogJoint_is_the_formula_by_hand()
    {
        var data = new ArrayDataset("five", [1], [-1, 0, 0.5f, 1, 0.5f], [0, 0, 1, 1, 1], ["a", "b"]);
        float[] joint = GaussianClassifier.LogJoint(data, [0.25f]);
        Assert.Equal(Math.Log(2 / 5.0) + Density(0.25, mean: -0.5, variance: 0.25), joint[0], 1e-5);
        Assert.Equal(Math.Log(3 / 5.0) + Density(0.25, mean: 2 / 3.0, variance: 1 / 18.0), joint[1], 1e-5);

        static double Density(double x, double mean, double variance) =>
            -0.5 * (Math.Log(2 * Math.PI * variance) + ((x - mean) * (x - mean) / variance));
    }
}
