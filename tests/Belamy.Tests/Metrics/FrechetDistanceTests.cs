using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class FrechetDistanceTests
{
    [Fact]
    public void Between_diagonal_covariances_is_the_closed_form()
    {
        // Commuting covariances: |m₁ - m₂|² + Σ (σ₁ - σ₂)² = 3² + 4² + (1 - 2)² + (3 - 5)².
        var first = new GaussianStatistics([0, 0], [1, 0, 0, 9], 100);
        var second = new GaussianStatistics([3, -4], [4, 0, 0, 25], 100);
        Assert.Equal(25 + 1 + 4, FrechetDistance.Between(first, second), 1e-9);
    }

    [Fact]
    public void Between_covariances_that_do_not_commute_is_the_closed_form()
    {
        // In two dimensions tr (C₁C₂)^½ = √(tr C₁C₂ + 2 √det C₁C₂): here √(2·1 + 1·3 + 2·½·½ + 2 √(1.75 · 3)).
        var first = new GaussianStatistics([0, 0], [2, 0.5, 0.5, 1], 100);
        var second = new GaussianStatistics([0, 0], [1, 0, 0, 3], 100);
        double root = Math.Sqrt(2 + 3 + (2 * Math.Sqrt(1.75 * 3)));
        Assert.Equal(3 + 4 - (2 * root), FrechetDistance.Between(first, second), 1e-9);
    }

    [Fact]
    public void Between_a_set_and_itself_is_zero_and_symmetric_otherwise()
    {
        FeatureMatrix first = NormalSamples.Create(500, 20, 1);
        FeatureMatrix second = NormalSamples.Create(400, 20, 2, mean: 0.5);
        Assert.Equal(0, FrechetDistance.Between(first, first), 1e-9);
        Assert.Equal(FrechetDistance.Between(first, second), FrechetDistance.Between(second, first), 1e-9);
    }

    [Fact]
    public void Between_grows_with_noise()
    {
        FeatureMatrix clean = NormalSamples.Create(1000, 8, 3);
        double[] distances = [.. new[] { 0f, 0.2f, 0.5f, 1f }.Select(amount =>
        {
            FeatureMatrix noise = NormalSamples.Create(1000, 8, 4);
            float[] values = [.. Enumerable.Range(0, 8000).Select(at => clean.Values[at] + (amount * noise.Values[at]))];
            return FrechetDistance.Between(clean, new FeatureMatrix(values, 8));
        })];
        Assert.True(distances.Zip(distances.Skip(1)).All(pair => pair.Second > pair.First + 1e-3), string.Join(' ', distances));
    }

    [Fact]
    public void Of_counts_a_last_partial_block_once()
    {
        // 65 rows: a block and one row. Compared with the definition.
        FeatureMatrix rows = NormalSamples.Create(65, 3, 5, mean: 10);
        GaussianStatistics statistics = GaussianStatistics.Of(rows);
        double[] second = [.. Enumerable.Range(0, 65).Select(row => (double)rows.Row(row)[1])];
        double[] third = [.. Enumerable.Range(0, 65).Select(row => (double)rows.Row(row)[2])];
        double expected = second.Zip(third).Sum(pair => (pair.First - second.Average()) * (pair.Second - third.Average())) / 64;
        Assert.Equal(expected, statistics.Covariance[(1 * 3) + 2], 1e-10);
        Assert.Equal(expected, statistics.Covariance[(2 * 3) + 1], 1e-10);
        Assert.Equal(second.Average(), statistics.Mean[1], 1e-10);
    }
}
