using Belamy.Data;

namespace Belamy.Metrics;

/// <summary>A mixture of equally likely round normal distributions, which points may have been drawn from.</summary>
/// <param name="Centres">The centre of each mode.</param>
/// <param name="Deviation">The standard deviation of each mode along each axis.</param>
public sealed record MixtureLaw(FeatureMatrix Centres, double Deviation)
{
    /// <summary>The law of a data set, or null for one that is no mixture of points of the plane.</summary>
    /// <param name="data">The data set.</param>
    public static MixtureLaw? Of(Dataset data) => data is MixtureDataset { Centres.Count: > 0, ItemLength: 2 } mixture
        ? new MixtureLaw(new FeatureMatrix(mixture.Centres.SelectMany(centre => new[] { (float)centre.X, (float)centre.Y }).ToArray(), 2), mixture.Deviation)
        : null;
}

/// <summary>Which modes of a mixture points have found, as Srivastava et al. 2017 (VEEGAN, arXiv:1705.07761) and Lin et al. 2017 (PacGAN, arXiv:1712.04086) count them.</summary>
public sealed record MixtureModes
{
    /// <summary>A point within this many standard deviations of a centre is of high quality.</summary>
    public const double QualityDeviations = 3;

    /// <summary>The number of high-quality points from which on a mode counts as found by more than chance.</summary>
    public const int Solid = 20;

    /// <summary>Number of modes.</summary>
    public int Modes => Points.Count;

    /// <summary>Modes with at least one high-quality point.</summary>
    public int Covered => Points.Count(points => points > 0);

    /// <summary>Modes with at least <see cref="Solid"/> high-quality points.</summary>
    public int SolidlyCovered => Points.Count(points => points >= Solid);

    /// <summary>Number of high-quality points of each mode.</summary>
    public required IReadOnlyList<int> Points { get; init; }

    /// <summary>The share of points within <see cref="QualityDeviations"/> standard deviations of the nearest centre.</summary>
    public required double HighQuality { get; init; }

    /// <summary>KL(p ‖ uniform) in nats, p being the shares of all points by their nearest mode; 0 is best.</summary>
    public required double ReverseDivergence { get; init; }

    /// <summary>Counts.</summary>
    /// <param name="points">At least one point.</param>
    /// <param name="law">The mixture.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or there are no points.</exception>
    public static MixtureModes Compute(FeatureMatrix points, MixtureLaw law)
    {
        ArgumentNullException.ThrowIfNull(law);
        FeatureMatrix.RequireSameDimension(points, law.Centres);
        var all = new int[law.Centres.Count];
        var good = new int[all.Length];
        double limit = QualityDeviations * law.Deviation * QualityDeviations * law.Deviation;
        for (int at = 0; at < points.Count; at++)
        {
            int nearest = 0;
            double smallest = double.PositiveInfinity;
            for (int mode = 0; mode < all.Length; mode++)
            {
                double distance = PairDistances.Squared(points.Row(at), law.Centres.Row(mode));
                if (distance < smallest)
                    (nearest, smallest) = (mode, distance);
            }

            all[nearest]++;
            good[nearest] += smallest <= limit ? 1 : 0;
        }

        return new MixtureModes
        {
            Points = good,
            HighQuality = (double)good.Sum() / points.Count,
            ReverseDivergence = Divergence.FromUniform(all, all.Length),
        };
    }
}

/// <summary><see cref="MixtureModes"/> of points.</summary>
internal sealed record MixtureModesMetric : Metric
{
    public override string Name => "mixture-modes";

    public override string Description => "modes of a mixture that samples reach, and the share of samples that lie in one";

    public override MetricNeeds Needs => MetricNeeds.Mixture;

    public override bool IsQuick => true;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        MixtureModes modes = MixtureModes.Compute(input.GeneratedItems(), input.Mixture!);
        string of = $"of {modes.Modes}";
        return
        [
            input.Value("modes reached", modes.Covered, Better.Higher, real: 0, features: input.Raw) with { Note = of },
            input.Value($"modes reached by {MixtureModes.Solid} or more", modes.SolidlyCovered, Better.Higher, real: 0, features: input.Raw) with { Note = of },
            input.Value("high-quality share", modes.HighQuality, Better.Higher, real: 0, features: input.Raw),
            input.Value("reverse KL of modes", modes.ReverseDivergence, Better.Lower, real: 0, features: input.Raw),
        ];
    }

    protected override int LeastGenerated(MetricInput input) => LeastPerClass * input.Mixture!.Centres.Count;

    protected override int LeastReal(MetricInput input) => 0;

    protected override string LeastReason(MetricInput input) => $"{LeastPerClass} for each mode, ";

    protected override int Wanted(MetricInput input) => 2 * MixtureModes.Solid * input.Mixture!.Centres.Count;
}
