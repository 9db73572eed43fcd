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

    // Subsets that hold a row twice, as those that went on across the end of a permutation did, give 0.0015 here.
    [Fact]
    public void Between_is_unbiased_where_the_size_of_subsets_does_not_divide_the_rows()
    {
        FeatureMatrix first = NormalSamples.Create(1500, 128, 1);
        FeatureMatrix second = NormalSamples.Create(1500, 128, 2);
        double all = Within(first) + Within(second) - (2 * Across(first, second));
        (double mean, _) = KernelDistance.Between(first, second, subsets: 20, subsetSize: 1000, cancellationToken: TestContext.Current.CancellationToken);
        // The mean over subsets estimates the value of all rows; four of its standard errors are 0.0005, and more where rows come twice.
        Assert.Equal(all, mean, 0.0005);

        static double Kernel(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            double product = 0;
            for (int at = 0; at < a.Length; at++)
                product += (double)a[at] * b[at];
            return Math.Pow((product / a.Length) + 1, 3);
        }

        static double Within(FeatureMatrix rows)
        {
            double sum = 0;
            for (int left = 0; left < rows.Count; left++)
            {
                for (int right = 0; right < left; right++)
                    sum += Kernel(rows.Row(left), rows.Row(right));
            }

            return 2 * sum / ((double)rows.Count * (rows.Count - 1));
        }

        static double Across(FeatureMatrix left, FeatureMatrix right)
        {
            double sum = 0;
            for (int row = 0; row < left.Count; row++)
            {
                for (int column = 0; column < right.Count; column++)
                    sum += Kernel(left.Row(row), right.Row(column));
            }

            return sum / ((double)left.Count * right.Count);
        }
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
