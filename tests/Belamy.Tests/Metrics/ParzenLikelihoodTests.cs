using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class ParzenLikelihoodTests
{
    [Fact]
    public void Mean_of_two_windows_is_the_formula_and_survives_great_distances()
    {
        var centres = new FeatureMatrix(new float[] { 0, 2 }, 1);
        double Log(double x) => Math.Log((Math.Exp(-x * x / 2) + Math.Exp(-(x - 2) * (x - 2) / 2)) / 2 / Math.Sqrt(2 * Math.PI));
        (double mean, double error) = ParzenLikelihood.Mean(centres, new FeatureMatrix(new float[] { 0, 1 }, 1), 1, TestContext.Current.CancellationToken);
        Assert.Equal((Log(0) + Log(1)) / 2, mean, 1e-9);
        Assert.Equal(Math.Abs(Log(0) - Log(1)) / 2, error, 1e-9);
        // e^-5000 is no float64, its logarithm is a plain number.
        Assert.Equal((-98 * 98 / 2.0) - Math.Log(2) - (0.5 * Math.Log(2 * Math.PI)), ParzenLikelihood.Mean(centres, new FeatureMatrix(new float[] { 100 }, 1), 1, TestContext.Current.CancellationToken).Mean, 1e-6);
    }

    [Fact]
    public void ChooseDeviation_brings_the_likelihood_near_the_true_one()
    {
        FeatureMatrix centres = NormalSamples.Create(2000, 2, 1);
        double deviation = ParzenLikelihood.ChooseDeviation(centres, NormalSamples.Create(500, 2, 2), TestContext.Current.CancellationToken);
        // Minus the entropy of N(0, I) in two dimensions: -(1 + ln 2π) = -2.84; windows of about .3 cost some hundredths.
        Assert.InRange(deviation, 0.1, 0.6);
        Assert.Equal(-2.84, ParzenLikelihood.Mean(centres, NormalSamples.Create(2000, 2, 3), deviation, TestContext.Current.CancellationToken).Mean, 0.12);
    }
}
