using Belamy.Numerics;

namespace Belamy.Metrics;

/// <summary>
/// The Fréchet distance of two normal distributions: |m₁ - m₂|² + tr(C₁ + C₂ - 2 (C₁C₂)^½). On features of the Inception
/// network it is the FID of Heusel et al. 2017, arXiv:1706.08500; here the features are whatever was measured.
/// </summary>
/// <remarks>(C₁C₂)^½ has the trace of (C₁^½ C₂ C₁^½)^½, whose eigenvalues are real. With few samples it is too large.</remarks>
public static class FrechetDistance
{
    /// <summary>Samples per dimension below which the value says more of their number than of the distributions.</summary>
    public const int LeastPerDimension = 10;

    /// <summary>The distance of two sets of vectors, each taken as a normal distribution.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or a set has fewer than two vectors.</exception>
    public static double Between(FeatureMatrix first, FeatureMatrix second) => Between(GaussianStatistics.Of(first), GaussianStatistics.Of(second));

    /// <summary>The distance of two normal distributions, at least 0.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static double Between(GaussianStatistics first, GaussianStatistics second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        int dimension = first.Dimension;
        if (second.Dimension != dimension)
            throw new ArgumentException($"Distributions of {dimension} and of {second.Dimension} dimensions cannot be compared.");
        double distance = first.Trace + second.Trace;
        for (int at = 0; at < dimension; at++)
            distance += (first.Mean[at] - second.Mean[at]) * (first.Mean[at] - second.Mean[at]);
        double[] root = SymmetricMatrix.SquareRoot(first.Covariance, dimension);
        double[] product = SymmetricMatrix.Multiply(SymmetricMatrix.Multiply(root, second.Covariance, dimension), root, dimension);
        foreach (double value in SymmetricMatrix.Eigen(product, dimension).Values)
            distance -= 2 * Math.Sqrt(Math.Max(0, value));
        return Math.Max(0, distance);
    }
}

/// <summary><see cref="FrechetDistance"/> of features.</summary>
internal sealed record FrechetDistanceMetric : Metric
{
    public override string Name => "frechet-distance";

    public override IReadOnlyList<string> Aliases => ["fid"];

    public override string Description => "distance of the normal distributions of features (FID, on features of one's own)";

    public override bool IsQuick => true;

    public override MetricNeeds Needs => MetricNeeds.Features;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        input.Progress?.Invoke("comparing means and covariances");
        double distance = FrechetDistance.Between(input.RealStatistics, GaussianStatistics.Of(input.GeneratedFeatures));
        return [input.Value("Fréchet distance", distance, Better.Lower)];
    }

    protected override int Wanted(MetricInput input) => FrechetDistance.LeastPerDimension * input.Features.Dimension;
}
