using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class PrecisionRecallTests
{
    [Theory]
    [InlineData(2, 3, .979, .0065, .997, .022, .872, .015)]
    [InlineData(2, 5, .996, .0025, .998, .018, .967, .009)]
    [InlineData(16, 5, .871, .0125, 1.003, .043, .971, .0065)]
    [InlineData(64, 3, .625, .020, .994, .079, .874, .019)]
    [InlineData(64, 5, .732, .018, .997, .074, .968, .009)]
    public void Compute_sets_of_one_normal_law_give_the_values_known_for_them(
        int dimension, int neighbours, double precision, double precisionDeviation, double density, double densityDeviation, double coverage, double coverageDeviation)
    {
        PrecisionRecallScores scores = PrecisionRecall.Compute(
            NormalSamples.Create(1000, dimension, 11), NormalSamples.Create(1000, dimension, 12), neighbours, TestContext.Current.CancellationToken);
        // Means and standard deviations over 150 pairs of sets, by another program; one pair must lie within four deviations.
        // Of sets of one law, precision and recall have the same.
        AssertNear(precision, precisionDeviation, scores.Precision);
        AssertNear(precision, precisionDeviation, scores.Recall);
        AssertNear(density, densityDeviation, scores.Density);
        AssertNear(coverage, coverageDeviation, scores.Coverage);

        static void AssertNear(double mean, double deviation, double value) => Assert.InRange(value, mean - (4 * deviation), mean + (4 * deviation));
    }

    [Fact]
    public void Compute_counts_by_hand_with_the_border_inside()
    {
        // Radii with k = 1: real 0, 1, 10 have 1, 1, 9; generated 2, 1.5, 100 have 0.5, 0.5, 98.
        var real = new FeatureMatrix(new float[] { 0, 1, 10 }, 1);
        var generated = new FeatureMatrix(new float[] { 2, 1.5f, 100 }, 1);
        PrecisionRecallScores scores = PrecisionRecall.Compute(real, generated, 1, TestContext.Current.CancellationToken);
        // 2 lies on the border of the ball around 1 and inside that around 10; 1.5 lies in both; 100 in none.
        Assert.Equal(2 / 3.0, scores.Precision, 1e-12);
        Assert.Equal(4 / 3.0, scores.Density, 1e-12);
        Assert.Equal(2 / 3.0, scores.Coverage, 1e-12);
        // The ball around 100 reaches to 2, so 10 is inside; 1 is on the border of that around 1.5; 0 is in none.
        Assert.Equal(2 / 3.0, scores.Recall, 1e-12);
    }
}
