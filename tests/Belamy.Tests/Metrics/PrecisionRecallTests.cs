using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class PrecisionRecallTests
{
    [Theory]
    [InlineData(2, 3, .98, .97, 1.02, .89)]
    [InlineData(2, 5, .995, .997, 1.00, .976)]
    [InlineData(16, 5, .88, .87, .99, .97)]
    [InlineData(64, 3, .63, .61, .97, .90)]
    [InlineData(64, 5, .73, .74, .97, .97)]
    public void Compute_sets_of_one_normal_law_give_the_values_known_for_them(int dimension, int neighbours, double precision, double recall, double density, double coverage)
    {
        PrecisionRecallScores scores = PrecisionRecall.Compute(
            NormalSamples.Create(1000, dimension, 11), NormalSamples.Create(1000, dimension, 12), neighbours, TestContext.Current.CancellationToken);
        // Four standard deviations over seeds: .005 to .02 for three of them; density .02 at d = 2 up to .07 at d = 64.
        Assert.InRange(scores.Precision, precision - .08, precision + .08);
        Assert.InRange(scores.Recall, recall - .08, recall + .08);
        Assert.InRange(scores.Coverage, coverage - .06, coverage + .06);
        double spread = dimension == 2 ? .02 : dimension == 16 ? .04 : .07;
        Assert.InRange(scores.Density, density - (4 * spread), density + (4 * spread));
    }

    [Fact]
    public void Compute_counts_by_hand_with_the_border_outside()
    {
        // Radii with k = 1: real 0, 1, 10 have 1, 1, 9; generated 2, 1.5, 100 have 0.5, 0.5, 98.
        var real = new FeatureMatrix(new float[] { 0, 1, 10 }, 1);
        var generated = new FeatureMatrix(new float[] { 2, 1.5f, 100 }, 1);
        PrecisionRecallScores scores = PrecisionRecall.Compute(real, generated, 1, TestContext.Current.CancellationToken);
        // 2 lies on the border of the ball around 1, inside that around 10; 1.5 lies in both; 100 in none.
        Assert.Equal(2 / 3.0, scores.Precision, 1e-12);
        Assert.Equal(3 / 3.0, scores.Density, 1e-12);
        Assert.Equal(2 / 3.0, scores.Coverage, 1e-12);
        // Only the ball around 100 reaches far: to 2, not beyond; 10 is inside. 1 is on the border of that around 1.5.
        Assert.Equal(1 / 3.0, scores.Recall, 1e-12);
    }
}
