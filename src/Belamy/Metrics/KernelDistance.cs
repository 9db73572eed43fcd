using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Belamy.Data;

namespace Belamy.Metrics;

/// <summary>
/// The squared maximum mean discrepancy under the kernel (a·b/d + 1)³, without bias, as the mean over random subsets:
/// the KID of Bińkowski et al. 2018, arXiv:1801.01401, on whatever features were measured.
/// </summary>
public static class KernelDistance
{
    /// <summary>Subsets that are averaged over unless said otherwise.</summary>
    public const int DefaultSubsets = 100;

    /// <summary>Rows of a subset unless said otherwise.</summary>
    public const int DefaultSubsetSize = 1000;

    /// <summary>Compares two sets of vectors.</summary>
    /// <param name="first">At least two vectors.</param>
    /// <param name="second">At least two vectors.</param>
    /// <param name="subsets">How many subsets.</param>
    /// <param name="subsetSize">Their size; sets no larger are taken whole, once.</param>
    /// <param name="seed">Chooses the subsets.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The mean over the subsets, which may be slightly negative, and their standard deviation.</returns>
    /// <exception cref="ArgumentException">The dimensions differ, or a set has fewer than two vectors.</exception>
    public static (double Mean, double Deviation) Between(
        FeatureMatrix first,
        FeatureMatrix second,
        int subsets = DefaultSubsets,
        int subsetSize = DefaultSubsetSize,
        long seed = 1,
        CancellationToken cancellationToken = default)
    {
        FeatureMatrix.RequireSameDimension(first, second, least: 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(subsets, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(subsetSize, 2);
        if (Math.Max(first.Count, second.Count) <= subsetSize)
            subsets = 1;
        int left = Math.Min(subsetSize, first.Count);
        int right = Math.Min(subsetSize, second.Count);
        int size = Math.Max(left, right);
        using var products = new InnerProducts(size, size, first.Dimension);
        var firstOrder = new EndlessPermutation(first.Count, seed);
        var secondOrder = new EndlessPermutation(second.Count, seed + 1);
        var values = new double[subsets];
        for (int subset = 0; subset < subsets; subset++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FeatureMatrix a = Pick(first, firstOrder, subset, left);
            FeatureMatrix b = Pick(second, secondOrder, subset, right);
            values[subset] = Mean(products, a, a) + Mean(products, b, b) - (2 * Mean(products, a, b));
        }

        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }

    private static FeatureMatrix Pick(FeatureMatrix rows, EndlessPermutation order, int subset, int size)
    {
        var indices = new int[size];
        order.Fill((long)subset * size, indices);
        var values = new float[size * rows.Dimension];
        for (int at = 0; at < size; at++)
            rows.Row(indices[at]).CopyTo(values.AsSpan(at * rows.Dimension));
        return new FeatureMatrix(values, rows.Dimension);
    }

    /// <summary>The mean kernel of all pairs; of a set with itself, of all pairs of two different rows.</summary>
    private static double Mean(InnerProducts products, FeatureMatrix left, FeatureMatrix right)
    {
        left.Values.CopyTo(products.Left);
        right.Values.CopyTo(products.Right);
        ReadOnlySpan<float> block = products.Run();
        bool same = ReferenceEquals(left, right);
        double scale = 1.0 / left.Dimension;
        double sum = 0;
        for (int row = 0; row < left.Count; row++)
        {
            ReadOnlySpan<float> line = block.Slice(row * products.Columns, right.Count);
            double part = SumOfKernels(line, scale);
            if (same)
            {
                double own = (line[row] * scale) + 1;
                part -= own * own * own;
            }

            sum += part;
        }

        return sum / ((double)left.Count * (same ? right.Count - 1 : right.Count));
    }

    // Called a hundred thousand times within a second or two: fast from its first call, before tiering.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfKernels(ReadOnlySpan<float> products, double scale)
    {
        Vector256<double> sum = Vector256<double>.Zero;
        Vector256<double> factor = Vector256.Create(scale);
        int at = 0;
        for (; at <= products.Length - Vector128<float>.Count; at += Vector128<float>.Count)
        {
            Vector128<float> four = Vector128.Create(products[at..]);
            Vector256<double> kernel = (Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four)) * factor) + Vector256<double>.One;
            sum += kernel * kernel * kernel;
        }

        double total = Vector256.Sum(sum);
        for (; at < products.Length; at++)
        {
            double kernel = (products[at] * scale) + 1;
            total += kernel * kernel * kernel;
        }

        return total;
    }
}

/// <summary><see cref="KernelDistance"/> of features.</summary>
internal sealed record KernelDistanceMetric : Metric
{
    public override string Name => "kernel-distance";

    public override IReadOnlyList<string> Aliases => ["kid", "mmd"];

    public override string Description => "maximum mean discrepancy of features under a cubic kernel, without bias (KID)";

    public override bool IsQuick => true;

    public override string? Obstacle(MetricInput input) => base.Obstacle(input) ?? FrechetDistanceMetric.TooFew(input);

    public override IReadOnlyList<MetricValue> Compute(MetricInput input)
    {
        input.Progress?.Invoke("comparing kernels of pairs");
        (double mean, double deviation) = KernelDistance.Between(
            input.RealFeatures, input.GeneratedFeatures, seed: input.Seed, cancellationToken: input.Cancellation);
        int size = Math.Min(KernelDistance.DefaultSubsetSize, Math.Min(input.RealCount, input.GeneratedCount));
        bool isWhole = Math.Max(input.RealCount, input.GeneratedCount) <= KernelDistance.DefaultSubsetSize;
        MetricValue value = input.Value("kernel distance", mean, Better.Lower);
        return [isWhole ? value : value with { Spread = deviation, Note = $"± over subsets of {size:N0}" }];
    }
}
