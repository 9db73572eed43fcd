using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class SupportSizeTests
{
    [Theory]
    [InlineData(12, .497)]
    [InlineData(13, .557)]
    [InlineData(15, .669)]
    [InlineData(1, 0)]
    [InlineData(101, 1)]
    public void DuplicateProbability_of_a_hundred_items_is_the_known_table(int batch, double probability) =>
        Assert.Equal(probability, SupportSize.DuplicateProbability(100, batch), 5e-4);

    [Fact]
    public void Estimate_recovers_the_number_of_items_drawn_from()
    {
        FeatureMatrix items = NormalSamples.Create(100, 8, 1);
        var random = new Random(2);
        var values = new float[1000 * 8];
        for (int at = 0; at < 1000; at++)
            items.Row(random.Next(100)).CopyTo(values.AsSpan(at * 8));
        double threshold = SupportSize.Threshold(items, cancellationToken: TestContext.Current.CancellationToken);
        long pairs = SupportSize.DuplicatePairs(new FeatureMatrix(values, 8), threshold, TestContext.Current.CancellationToken);
        // About 5,000 of 499,500 pairs; they scatter by 1.4 %.
        (double support, bool isLowerBound) = SupportSize.Estimate(1000, pairs);
        Assert.InRange(support, 93, 107);
        Assert.False(isLowerBound);
    }

    // One in a hundred real vectors is there twice: what is nearer than different ones are counts, equal ones too.
    [Theory]
    [InlineData(3)]
    [InlineData(2000)]
    public void Doubles_in_the_data_hide_neither_equal_samples_nor_near_ones(int dimension)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        FeatureMatrix distinct = NormalSamples.Create(99, dimension, 1);
        var real = new FeatureMatrix((float[])[.. distinct.Values, .. distinct.Row(0)], dimension);
        double threshold = SupportSize.Threshold(real, cancellationToken: cancellation);
        Assert.Equal(SupportSize.Threshold(distinct, cancellationToken: cancellation), threshold, 1e-6 * threshold);
        Assert.Equal(1, SupportSize.DuplicatePairs(real, 0, cancellation));

        var same = new FeatureMatrix((float[])[.. Enumerable.Range(0, 60).SelectMany(_ => distinct.Row(5).ToArray())], dimension);
        Assert.Equal((1.0, false), SupportSize.Estimate(60, SupportSize.DuplicatePairs(same, threshold, cancellation)));
        // Where the data are all the same, nothing but doubles counts.
        Assert.Equal(0, SupportSize.Threshold(same, cancellationToken: cancellation));
        Assert.Equal(60 * 59 / 2, SupportSize.DuplicatePairs(same, 0, cancellation));
    }

    [Fact]
    public void Estimate_without_a_duplicate_is_a_lower_bound()
    {
        (double support, bool isLowerBound) = SupportSize.Estimate(100, 0);
        Assert.True(isLowerBound);
        // With that many items a sample of a hundred has no duplicate in about 5 % of cases.
        Assert.Equal(0.95, SupportSize.DuplicateProbability((long)support, 100), 0.01);
    }
}
