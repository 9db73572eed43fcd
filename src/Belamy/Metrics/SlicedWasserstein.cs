namespace Belamy.Metrics;

/// <summary>
/// The sliced Wasserstein, mean of W₂: the mean, over random directions, of the 1-d Wasserstein distance of what is projected
/// onto them, which sorting solves. Bonneel et al. 2015, "Sliced and Radon Wasserstein Barycenters of Measures".
/// </summary>
/// <remarks>
/// Two definitions go by this name: the mean of the distances W_p, which is this one, and the p-th root of the mean of their
/// p-th powers, which others compute and which is never smaller. For p = 1 they are the same.
/// </remarks>
public static class SlicedWasserstein
{
    /// <summary>Directions unless said otherwise.</summary>
    public const int DefaultProjections = 128;

    /// <summary>Compares two sets of vectors.</summary>
    /// <param name="first">At least one vector.</param>
    /// <param name="second">At least one vector; the numbers may differ.</param>
    /// <param name="projections">How many directions.</param>
    /// <param name="order">p: 1 for the mean distance moved along a direction, 2 for its root mean square.</param>
    /// <param name="seed">Chooses the directions.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or a set is empty.</exception>
    public static double Between(
        FeatureMatrix first, FeatureMatrix second, int projections = DefaultProjections, int order = 2, int seed = 1, CancellationToken cancellationToken = default)
    {
        FeatureMatrix.RequireSameDimension(first, second);
        ArgumentOutOfRangeException.ThrowIfLessThan(projections, 1);
        if (order is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(order), order, "The order is 1 or 2.");
        var random = new Random(seed);
        var direction = new float[first.Dimension];
        double sum = 0;
        for (int projection = 0; projection < projections; projection++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Draw(random, direction);
            sum += OnLine(Project(first, direction), Project(second, direction), order);
        }

        return sum / projections;
    }

    /// <summary>The distance of two sets of numbers, exactly, whatever their sizes; both come sorted.</summary>
    internal static double OnLine(float[] first, float[] second, int order)
    {
        // Both quantile functions are steps; their difference is summed piece by piece. Positions count in units of 1/(n m).
        double sum = 0;
        long position = 0;
        long end = (long)first.Length * second.Length;
        while (position < end)
        {
            long left = position / second.Length;
            long right = position / first.Length;
            long next = Math.Min((left + 1) * second.Length, (right + 1) * first.Length);
            double difference = Math.Abs((double)first[left] - second[right]);
            sum += (next - position) * (order == 1 ? difference : difference * difference);
            position = next;
        }

        return order == 1 ? sum / end : Math.Sqrt(sum / end);
    }

    /// <summary>A direction, uniform over the sphere.</summary>
    private static void Draw(Random random, float[] direction)
    {
        double squares = 0;
        for (int at = 0; at < direction.Length; at++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            direction[at] = (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
            squares += direction[at] * direction[at];
        }

        float scale = (float)(1 / Math.Sqrt(squares));
        for (int at = 0; at < direction.Length; at++)
            direction[at] *= scale;
    }

    private static float[] Project(FeatureMatrix rows, float[] direction)
    {
        var result = new float[rows.Count];
        for (int row = 0; row < result.Length; row++)
        {
            ReadOnlySpan<float> values = rows.Row(row);
            float sum = 0;
            for (int at = 0; at < values.Length; at++)
                sum += values[at] * direction[at];
            result[row] = sum;
        }

        Array.Sort(result);
        return result;
    }
}

/// <summary><see cref="SlicedWasserstein"/> of features.</summary>
internal sealed record SlicedWassersteinMetric : Metric
{
    public override string Name => "sliced-wasserstein";

    public override IReadOnlyList<string> Aliases => ["swd"];

    public override string Description => "mean over random directions of the Wasserstein-2 distance of features along them";

    public override MetricNeeds Needs => MetricNeeds.Features;

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        input.Progress?.Invoke("projecting onto directions");
        double distance = SlicedWasserstein.Between(input.RealFeatures, input.GeneratedFeatures, seed: input.Seed, cancellationToken: input.Cancellation);
        return [input.Value("sliced Wasserstein, mean of W₂", distance, Better.Lower)];
    }

    protected override int Wanted(MetricInput input) => 1000;
}
