using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class TwoSampleTestTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Samples_of_one_law_are_rejected_about_as_often_as_asked_for(bool linear)
    {
        int rejected = 0;
        for (int trial = 0; trial < 1000; trial++)
        {
            FeatureMatrix real = NormalSamples.Create(100, 2, 1000 + (2 * trial));
            FeatureMatrix generated = NormalSamples.Create(100, 2, 1001 + (2 * trial));
            TwoSampleResult result = linear ? TwoSampleTest.Linear(real, generated) : TwoSampleTest.NearestNeighbour(real, generated, TestContext.Current.CancellationToken);
            rejected += result.PValue < 0.05 ? 1 : 0;
        }

        // 5 % of 1,000, within 2 %: three standard deviations of the binomial law. Neighbours taken as independent reject 9.7 %.
        Assert.InRange(rejected, 30, 70);
    }

    [Fact]
    public void Different_laws_are_told_apart()
    {
        FeatureMatrix real = NormalSamples.Create(400, 5, 1);
        TwoSampleResult linear = TwoSampleTest.Linear(real, NormalSamples.Create(400, 5, 2, mean: 1));
        // The best rule has Φ(√5 / 2) = .868.
        Assert.InRange(linear.Accuracy, 0.82, 0.92);
        Assert.True(linear.PValue < 1e-6);
        TwoSampleResult nearest = TwoSampleTest.NearestNeighbour(real, NormalSamples.Create(400, 5, 3, deviation: 0.01), TestContext.Current.CancellationToken);
        Assert.True(nearest.PValue < 1e-6);
        // A collapsed sample is its own neighbour nearly always.
        Assert.True(nearest.GeneratedAccuracy > 0.99);
    }

    [Fact]
    public void Copies_of_one_real_vector_are_told_apart()
    {
        FeatureMatrix real = NormalSamples.Create(12, 3, 1);
        var copies = new FeatureMatrix((float[])[.. Enumerable.Range(0, 12).SelectMany(_ => real.Row(4).ToArray())], 3);
        TwoSampleResult result = TwoSampleTest.NearestNeighbour(real, copies, TestContext.Current.CancellationToken);
        Assert.Equal(11 / 12.0, result.GeneratedAccuracy, 1e-12);
        Assert.InRange(result.PValue, 0, 0.01);
    }

    // Two sets of one law, each with one vector in a hundred twice: the two are right together, which the variance must hold.
    [Fact]
    public void Doubles_in_both_sets_reject_about_as_often_as_asked_for()
    {
        int rejected = 0;
        for (int trial = 0; trial < 500; trial++)
        {
            TwoSampleResult result = TwoSampleTest.NearestNeighbour(
                WithDouble(NormalSamples.Create(99, 2, 1000 + (2 * trial))), WithDouble(NormalSamples.Create(99, 2, 1001 + (2 * trial))), TestContext.Current.CancellationToken);
            rejected += result.PValue < 0.05 ? 1 : 0;
        }

        // 5 % of 500, within four standard deviations, and one more for the doubles, which lie in one set by design.
        Assert.InRange(rejected, 6, 50);

        static FeatureMatrix WithDouble(FeatureMatrix rows) => new((float[])[.. rows.Values, .. rows.Row(0)], rows.Dimension);
    }

    [Fact]
    public void NearestNeighbour_of_copies_is_wrong_always()
    {
        FeatureMatrix real = NormalSamples.Create(50, 3, 1);
        TwoSampleResult result = TwoSampleTest.NearestNeighbour(real, real, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, 0, 100), (result.Accuracy, result.RealAccuracy, result.GeneratedAccuracy, result.Judged));
        Assert.True(result.PValue > 0.999);
    }
}
