using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class KernelDistanceTests
{
    [Fact]
    public void Between_two_pairs_of_points_is_what_the_formula_says()
    {
        // d = 1, k(a, b) = (ab + 1)³. First {0, 1}: k(0, 1) = 1. Second {1, 2}: k(1, 2) = 27. Across: 1, 1, 8, 27, mean 37/4.
        var first = new FeatureMatrix(new float[] { 0, 1 }, 1);
        var second = new FeatureMatrix(new float[] { 1, 2 }, 1);
        (double mean, double deviation) = KernelDistance.Between(first, second, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1 + 27 - (2 * 37 / 4.0), mean, 1e-6);
        Assert.Equal(0, deviation);
    }

    [Fact]
    public void Between_samples_of_one_law_is_about_zero_and_of_two_is_not()
    {
        FeatureMatrix first = NormalSamples.Create(2000, 16, 1);
        FeatureMatrix second = NormalSamples.Create(1500, 16, 2);
        FeatureMatrix other = NormalSamples.Create(2000, 16, 3, mean: 0.3);
        (double same, double deviation) = KernelDistance.Between(first, second, subsets: 30, subsetSize: 500, cancellationToken: TestContext.Current.CancellationToken);
        // Each subset scatters by its deviation; the mean of 30 that share rows by less.
        Assert.InRange(Math.Abs(same), 0, deviation);
        Assert.True(KernelDistance.Between(first, other, subsets: 30, subsetSize: 500, cancellationToken: TestContext.Current.CancellationToken).Mean > 20 * deviation);
    }
}
