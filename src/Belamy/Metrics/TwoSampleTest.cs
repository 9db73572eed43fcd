using Belamy.Data;
using Belamy.Numerics;
using MathNet.Numerics;

namespace Belamy.Metrics;

/// <summary>How well real and generated can be told apart.</summary>
/// <param name="Accuracy">The share told right; ½ is what guessing reaches.</param>
/// <param name="RealAccuracy">The same of the real alone.</param>
/// <param name="GeneratedAccuracy">The same of the generated alone; far above the real's, it hints at copies or clumps.</param>
/// <param name="PValue">The probability that two samples of one law are told apart at least so well, by the normal approximation.</param>
/// <param name="Judged">Number of vectors judged.</param>
public readonly record struct TwoSampleResult(double Accuracy, double RealAccuracy, double GeneratedAccuracy, double PValue, int Judged);

/// <summary>Classifier two-sample tests: Lopez-Paz and Oquab 2016, arXiv:1610.06545. Lower accuracy is better, ½ best.</summary>
public static class TwoSampleTest
{
    /// <summary>
    /// Gives each vector the origin of its nearest neighbour among all others. As many of each set are taken as the smaller has.
    /// </summary>
    /// <remarks>
    /// Two vectors that are each other's nearest are right or wrong together, so the variance is (1 + s)/(4n), s being the
    /// share of such vectors (Schilling 1986), not the 1/(4n) of independent judgements; the mean is (n/2 - 1)/(n - 1). Where
    /// several are equally near, as copies are, each has a share in the judgement: the results are those to be expected if
    /// one were drawn.
    /// </remarks>
    /// <param name="real">At least two vectors.</param>
    /// <param name="generated">At least two vectors.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or a set has fewer than two vectors.</exception>
    public static TwoSampleResult NearestNeighbour(FeatureMatrix real, FeatureMatrix generated, CancellationToken cancellationToken = default)
    {
        FeatureMatrix.RequireSameDimension(real, generated, least: 2);
        int half = Math.Min(real.Count, generated.Count);
        var values = new float[2 * half * real.Dimension];
        real.First(half).Values.CopyTo(values);
        generated.First(half).Values.CopyTo(values.AsSpan(half * real.Dimension));
        var all = new FeatureMatrix(values, real.Dimension);
        var nearest = new Neighbours[all.Count];
        PairDistances.ForEachRow(all, all, (row, distances) => nearest[row] = Neighbours.Of(distances, row, half), cancellationToken);

        (double realRight, double generatedRight) = (0, 0);
        for (int at = 0; at < nearest.Length; at++)
        {
            double right = (double)nearest[at].OfSameSet / nearest[at].Count;
            realRight += at < half ? right : 0;
            generatedRight += at >= half ? right : 0;
        }

        double mutual = nearest.All(one => one.Count == 1)
            ? nearest.Where((one, at) => nearest[one.First].First == at).Count()
            : MutualAmongTies(all, nearest, cancellationToken);

        double count = all.Count;
        double accuracy = (realRight + generatedRight) / count;
        double deviation = Math.Sqrt((1 + (mutual / count)) / (4 * count));
        return new TwoSampleResult(
            accuracy, realRight / half, generatedRight / half, UpperTail((accuracy - ((half - 1) / (count - 1))) / deviation), all.Count);
    }

    /// <summary>
    /// Fits Fisher's linear discriminant to one half of the vectors and judges the other half with it. As many of each set are taken
    /// as the smaller has. It sees differences of the means only, but is fast and its p-value is nearly exact.
    /// </summary>
    /// <param name="real">At least four vectors.</param>
    /// <param name="generated">At least four vectors.</param>
    /// <param name="seed">Chooses the halves.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or a set has fewer than four vectors.</exception>
    public static TwoSampleResult Linear(FeatureMatrix real, FeatureMatrix generated, long seed = 1)
    {
        FeatureMatrix.RequireSameDimension(real, generated, least: 4);
        int count = Math.Min(real.Count, generated.Count);
        (FeatureMatrix realFit, FeatureMatrix realHeld) = Halves(real.First(count), seed);
        (FeatureMatrix generatedFit, FeatureMatrix generatedHeld) = Halves(generated.First(count), seed + 1);
        (double[] weights, double threshold) = Discriminant(realFit, generatedFit);
        int realRight = Count(realHeld, score => score > threshold);
        int generatedRight = Count(generatedHeld, score => score <= threshold);
        return Independent(realRight, realHeld.Count, generatedRight, generatedHeld.Count);

        int Count(FeatureMatrix rows, Func<double, bool> right)
        {
            int found = 0;
            for (int row = 0; row < rows.Count; row++)
            {
                ReadOnlySpan<float> values = rows.Row(row);
                double score = 0;
                for (int at = 0; at < weights.Length; at++)
                    score += weights[at] * values[at];
                found += right(score) ? 1 : 0;
            }

            return found;
        }
    }

    /// <summary>The result of independent judgements: held-out vectors that a classifier was not fitted to, half of them real.</summary>
    internal static TwoSampleResult Independent(int realRight, int real, int generatedRight, int generated)
    {
        int count = real + generated;
        double accuracy = (double)(realRight + generatedRight) / count;
        return new TwoSampleResult(
            accuracy, (double)realRight / real, (double)generatedRight / generated, UpperTail((accuracy - 0.5) * 2 * Math.Sqrt(count)), count);
    }

    /// <summary>The probability of a standard normal value above another.</summary>
    private static double UpperTail(double value) => 0.5 * SpecialFunctions.Erfc(value / Math.Sqrt(2));

    /// <summary>The expected number of vectors that are the nearest of their nearest, with one drawn from those that are equally near.</summary>
    private static double MutualAmongTies(FeatureMatrix all, Neighbours[] nearest, CancellationToken cancellation)
    {
        double mutual = 0;
        PairDistances.ForEachRow(all, all, (row, distances) =>
        {
            for (int at = 0; at < distances.Length; at++)
            {
                if (at != row && distances[at] == nearest[row].Distance && distances[at] == nearest[at].Distance)
                    mutual += 1.0 / ((double)nearest[row].Count * nearest[at].Count);
            }
        }, cancellation);
        return mutual;
    }

    /// <summary>The nearest vectors of one, which are several where they are equally near.</summary>
    private readonly record struct Neighbours(float Distance, int First, int Count, int OfSameSet)
    {
        public static Neighbours Of(ReadOnlySpan<float> distances, int row, int half)
        {
            var nearest = new Neighbours(float.PositiveInfinity, 0, 0, 0);
            for (int at = 0; at < distances.Length; at++)
            {
                // What is no number is nobody's neighbour.
                if (at == row || !(distances[at] <= nearest.Distance))
                    continue;
                if (distances[at] < nearest.Distance)
                    nearest = new Neighbours(distances[at], at, 0, 0);
                nearest = nearest with { Count = nearest.Count + 1, OfSameSet = nearest.OfSameSet + (row < half == at < half ? 1 : 0) };
            }

            return nearest.Count > 0 ? nearest : new Neighbours(float.PositiveInfinity, 0, 1, 0);
        }
    }

    private static (FeatureMatrix Fit, FeatureMatrix Held) Halves(FeatureMatrix rows, long seed)
    {
        var order = new int[rows.Count];
        new EndlessPermutation(rows.Count, seed).Fill(0, order);
        var values = new float[rows.Values.Length];
        for (int at = 0; at < order.Length; at++)
            rows.Row(order[at]).CopyTo(values.AsSpan(at * rows.Dimension));
        var mixed = new FeatureMatrix(values, rows.Dimension);
        int half = rows.Count / 2;
        return (mixed.Rows(0, half), mixed.Rows(half, rows.Count - half));
    }

    /// <summary>w = (C + εI)⁻¹ (m₁ - m₂), C being the mean covariance, and the value half way between the means.</summary>
    private static (double[] Weights, double Threshold) Discriminant(FeatureMatrix first, FeatureMatrix second)
    {
        GaussianStatistics left = GaussianStatistics.Of(first);
        GaussianStatistics right = GaussianStatistics.Of(second);
        int dimension = left.Dimension;
        double[] pooled = [.. left.Covariance.Zip(right.Covariance, (a, b) => (a + b) / 2)];
        double ridge = Math.Max(double.Epsilon, 1e-3 * SymmetricMatrix.Trace(pooled, dimension) / dimension);
        (double[] values, double[] vectors) = SymmetricMatrix.Eigen(pooled, dimension);
        var weights = new double[dimension];
        double threshold = 0;
        for (int k = 0; k < dimension; k++)
        {
            double along = 0;
            for (int at = 0; at < dimension; at++)
                along += vectors[(k * dimension) + at] * (left.Mean[at] - right.Mean[at]);
            for (int at = 0; at < dimension; at++)
                weights[at] += vectors[(k * dimension) + at] * along / (Math.Max(0, values[k]) + ridge);
        }

        for (int at = 0; at < dimension; at++)
            threshold += weights[at] * (left.Mean[at] + right.Mean[at]) / 2;
        return (weights, threshold);
    }
}

/// <summary>Two-sample tests on features: nearest neighbours and a linear classifier.</summary>
internal sealed record TwoSampleMetric : Metric
{
    private const int Most = 5000;
    private const string Guessing = "0.5: cannot be told apart; far below: copies";

    public override string Name => "two-sample";

    public override bool CanRank => false;

    public override IReadOnlyList<string> Aliases => ["1-nn", "nearest-neighbour-test"];

    public override string Description => "how well nearest neighbours and a linear classifier tell samples from the real";

    public override MetricNeeds Needs => MetricNeeds.Features;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        FeatureMatrix real = input.RealFeatures.First(Most);
        FeatureMatrix generated = input.GeneratedFeatures.First(Most);
        int count = Math.Min(real.Count, generated.Count);
        input.Progress?.Invoke("telling samples from the real");
        TwoSampleResult nearest = TwoSampleTest.NearestNeighbour(real, generated, input.Cancellation);
        TwoSampleResult linear = TwoSampleTest.Linear(real, generated, input.Seed);
        return
        [
            Of("1-NN accuracy", nearest.Accuracy, $"{Guessing}; p = {nearest.PValue:G3}"),
            Of("1-NN accuracy on the real", nearest.RealAccuracy, Guessing),
            Of("1-NN accuracy on samples", nearest.GeneratedAccuracy, Guessing),
            Of("linear accuracy", linear.Accuracy, $"0.5: means cannot be told apart; p = {linear.PValue:G3}"),
        ];

        MetricValue Of(string name, double value, string note) => input.Value(name, value, Better.Nearer, count, count) with { Note = note };
    }
}
