using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Belamy.Data;

namespace Belamy.Metrics;

/// <summary>
/// The squared maximum mean discrepancy under the kernel (a·b/d + 1)³, without bias, as the mean over random subsets:
/// the KID of Bińkowski et al. 2018, arXiv:1801.01401, on whatever features were measured.
/// </summary>
/// <remarks>
/// No row comes twice in a subset: a pair of a row with its copy would count as one of two rows, and bias the mean. Kernels
/// are computed as what they exceed that of a common origin by, which cancels between the three means: of rows that are long
/// beside their distances nothing else keeps the digits.
/// </remarks>
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
        float[] origin = [.. first.Mean().Zip(second.Mean(), (a, b) => (float)((a + b) / 2))];
        var values = new double[subsets];
        for (int subset = 0; subset < subsets; subset++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Rows a = Pick(first, firstOrder, subset, left, origin);
            Rows b = Pick(second, secondOrder, subset, right, origin);
            values[subset] = Mean(products, a, a, origin) + Mean(products, b, b, origin) - (2 * Mean(products, a, b, origin));
        }

        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }

    /// <summary>Rows less the origin, and the inner product of each of these with the origin.</summary>
    private sealed record Rows(FeatureMatrix Values, double[] Along);

    private static Rows Pick(FeatureMatrix rows, EndlessPermutation order, int subset, int size, float[] origin)
    {
        var indices = new int[size];
        // Each subset is the beginning of a walk of its own over all rows.
        order.Fill((long)subset * rows.Count, indices);
        var values = new float[size * rows.Dimension];
        var along = new double[size];
        for (int at = 0; at < size; at++)
        {
            ReadOnlySpan<float> source = rows.Row(indices[at]);
            Span<float> target = values.AsSpan(at * rows.Dimension, rows.Dimension);
            for (int column = 0; column < target.Length; column++)
            {
                target[column] = source[column] - origin[column];
                along[at] += (double)target[column] * origin[column];
            }
        }

        return new Rows(new FeatureMatrix(values, rows.Dimension), along);
    }

    /// <summary>The mean over all pairs of the kernel less that of the origin; of a set with itself, over all pairs of two different rows.</summary>
    private static double Mean(InnerProducts products, Rows left, Rows right, float[] origin)
    {
        left.Values.Values.CopyTo(products.Left);
        right.Values.Values.CopyTo(products.Right);
        ReadOnlySpan<float> block = products.Run();
        bool same = ReferenceEquals(left, right);
        (int rows, int columns) = (left.Values.Count, right.Values.Count);
        double scale = 1.0 / origin.Length;
        double atOrigin = (scale * origin.Sum(value => (double)value * value)) + 1;
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> line = block.Slice(row * products.Columns, columns);
            double part = SumOfKernels(line, left.Along[row], right.Along, scale, atOrigin);
            if (same)
                part -= SumOfKernels(line.Slice(row, 1), left.Along[row], right.Along.AsSpan(row, 1), scale, atOrigin);
            sum += part;
        }

        return sum / ((double)rows * (same ? columns - 1 : columns));
    }

    /// <summary>
    /// The sum over columns of (c + t)³ - c³, t being what a·b/d + 1 exceeds its value c at the origin o by: with a and b
    /// taken from o, (a·b + a·o + b·o)/d.
    /// </summary>
    // Called a hundred thousand times within a second or two: fast from its first call, before tiering.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfKernels(ReadOnlySpan<float> products, double alongRow, ReadOnlySpan<double> alongColumns, double scale, double atOrigin)
    {
        (double square, double three) = (3 * atOrigin * atOrigin, 3 * atOrigin);
        Vector256<double> sum = Vector256<double>.Zero;
        int at = 0;
        for (; at <= products.Length - Vector128<float>.Count; at += Vector128<float>.Count)
        {
            Vector128<float> four = Vector128.Create(products[at..]);
            Vector256<double> along = Vector256.Create(alongColumns[at..]) + Vector256.Create(alongRow);
            Vector256<double> beyond = (Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four)) + along) * Vector256.Create(scale);
            sum += beyond * (Vector256.Create(square) + (beyond * (Vector256.Create(three) + beyond)));
        }

        double total = Vector256.Sum(sum);
        for (; at < products.Length; at++)
        {
            double beyond = (products[at] + alongRow + alongColumns[at]) * scale;
            total += beyond * (square + (beyond * (three + beyond)));
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

    public override MetricNeeds Needs => MetricNeeds.Features;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        input.Progress?.Invoke("comparing kernels of pairs");
        (double mean, double deviation) = KernelDistance.Between(
            input.RealFeatures, input.GeneratedFeatures, seed: input.Seed, cancellationToken: input.Cancellation);
        int size = Math.Min(KernelDistance.DefaultSubsetSize, Math.Min(input.RealCount, input.GeneratedCount));
        bool isWhole = Math.Max(input.RealCount, input.GeneratedCount) <= KernelDistance.DefaultSubsetSize;
        MetricValue value = input.Value("kernel distance", mean, Better.Lower);
        return [isWhole ? value : value with { Spread = deviation, Note = $"± over subsets of {size:N0}" }];
    }

    protected override int Wanted(MetricInput input) => KernelDistance.DefaultSubsetSize;
}
