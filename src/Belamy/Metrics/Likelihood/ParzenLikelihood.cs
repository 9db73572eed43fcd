namespace Belamy.Metrics;

/// <summary>
/// The log-likelihood of held-out vectors under Gaussian windows around generated ones: log mean_i N(x; g_i, σ²I).
/// Breuleux et al. 2010; Goodfellow et al. 2014, arXiv:1406.2661. Higher is better.
/// </summary>
/// <remarks>
/// Theis et al. 2015, arXiv:1511.01844, show how little it says in many dimensions: it is here to be compared with
/// published tables, and for points of few dimensions.
/// </remarks>
public static class ParzenLikelihood
{
    /// <summary>The mean log-likelihood, in nats per vector.</summary>
    /// <param name="centres">The generated vectors that windows lie around.</param>
    /// <param name="test">At least one held-out vector.</param>
    /// <param name="deviation">σ, above 0.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The mean over the held-out vectors and its standard error.</returns>
    /// <exception cref="ArgumentException">The dimensions differ, or a set is empty.</exception>
    public static (double Mean, double StandardError) Mean(FeatureMatrix centres, FeatureMatrix test, double deviation, CancellationToken cancellationToken = default)
    {
        double[] values = LogLikelihoods(centres, test, [deviation], cancellationToken)[0];
        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1);
        return (mean, Math.Sqrt(variance / values.Length));
    }

    /// <summary>The width under which other held-out vectors are likeliest: of nine, a factor √2 apart, around the typical distance.</summary>
    /// <param name="centres">The generated vectors.</param>
    /// <param name="validation">Held-out vectors, none of which should be tested later.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>σ.</returns>
    /// <exception cref="ArgumentException">The dimensions differ, or a set is empty.</exception>
    public static double ChooseDeviation(FeatureMatrix centres, FeatureMatrix validation, CancellationToken cancellationToken = default)
    {
        double squares = 0;
        PairDistances.ForEachRow(validation, centres, (_, distances) => squares += Smallest(distances), cancellationToken);
        double typical = Math.Max(1e-6, Math.Sqrt(squares / validation.Count / validation.Dimension));
        double[] deviations = [.. Enumerable.Range(-4, 9).Select(step => typical * Math.Pow(2, step / 2.0))];
        double[][] values = LogLikelihoods(centres, validation, deviations, cancellationToken);
        return deviations[Enumerable.Range(0, deviations.Length).MaxBy(at => values[at].Average())];
    }

    /// <summary>The log-likelihood of each test vector for each width: [widths][vectors].</summary>
    private static double[][] LogLikelihoods(FeatureMatrix centres, FeatureMatrix test, double[] deviations, CancellationToken cancellation)
    {
        FeatureMatrix.RequireSameDimension(centres, test);
        var result = Array.ConvertAll(deviations, _ => new double[test.Count]);
        PairDistances.ForEachRow(test, centres, (row, distances) =>
        {
            double smallest = Smallest(distances);
            for (int at = 0; at < deviations.Length; at++)
            {
                double scale = -1 / (2 * deviations[at] * deviations[at]);
                // The nearest centre's term is taken out, so that none underflows where all are far.
                double sum = 0;
                foreach (float distance in distances)
                    sum += Math.Exp((distance - smallest) * scale);
                result[at][row] = (smallest * scale) + Math.Log(sum / distances.Length)
                    - (test.Dimension / 2.0 * Math.Log(2 * Math.PI * deviations[at] * deviations[at]));
            }
        }, cancellation);
        return result;
    }

    private static float Smallest(ReadOnlySpan<float> values)
    {
        float smallest = float.PositiveInfinity;
        foreach (float value in values)
            smallest = Math.Min(smallest, value);
        return smallest;
    }
}

/// <summary><see cref="ParzenLikelihood"/> of real items.</summary>
internal sealed record ParzenLikelihoodMetric : Metric
{
    private const int MostTested = 1000;
    private const int MostValidation = 500;

    public override string Name => "parzen-likelihood";

    public override string Description => "log-likelihood of real items under windows around samples; for comparison with old tables";

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        // Published values are for pixels in [0, 1]; points stay as they are.
        FeatureMatrix centres = Scale(input, input.GeneratedItems());
        FeatureMatrix real = Scale(input, input.RealItems(MostTested + MostValidation));
        int validation = Math.Min(MostValidation, real.Count / 2);
        input.Progress?.Invoke("choosing the width of windows");
        double deviation = ParzenLikelihood.ChooseDeviation(centres, real.Rows(0, validation), input.Cancellation);
        input.Progress?.Invoke("measuring likelihoods");
        (double mean, double error) = ParzenLikelihood.Mean(centres, real.Rows(validation, real.Count - validation), deviation, input.Cancellation);
        string scale = input.Item.Rank == 3 ? "pixels in [0, 1]" : input.Raw;
        return
        [
            input.Value("Parzen log-likelihood", mean, Better.Higher, real: real.Count - validation, features: scale)
                with { Spread = error, Note = $"nats; width {deviation:G3} by {validation:N0} other items; ± is the standard error" },
        ];
    }

    protected override int Wanted(MetricInput input) => 1000;

    private static FeatureMatrix Scale(MetricInput input, FeatureMatrix items) => input.Item.Rank == 3
        ? new FeatureMatrix(Array.ConvertAll(items.Values.ToArray(), value => (value + 1) / 2), items.Dimension)
        : items;
}
