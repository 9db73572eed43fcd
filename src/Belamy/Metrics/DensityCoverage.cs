namespace Belamy.Metrics;

/// <summary>
/// How much of the data lies where samples lie: the share of real points where the density of the samples, estimated by
/// Gaussian windows, is above that of the lowest 5 % of other samples. Tolstikhin et al. 2017, arXiv:1701.02386, section 4.
/// </summary>
internal static class DensityCoverage
{
    // One in twenty.
    private const int LeftOut = 20;

    /// <summary>Computes it, from 0 to 1.</summary>
    /// <remarks>
    /// Windows are as wide as makes the samples of the last third likeliest under the others. A width of our own would not do:
    /// where it is far below the distances of samples, the density of the lowest underflows, and everything is covered.
    /// </remarks>
    /// <param name="samples">Generated points; the last third decides which density is low and how wide windows are, which stand on the others.</param>
    /// <param name="real">Points of the data, one behind the other.</param>
    public static double Compute(Samples samples, float[] real)
    {
        var all = new FeatureMatrix(samples.Values.ToArray(), (int)samples.Item.Count);
        int held = all.Count / 3;
        (FeatureMatrix windows, FeatureMatrix others) = (all.First(all.Count - held), all.Rows(all.Count - held, held));
        double deviation = ParzenLikelihood.ChooseDeviation(windows, others);
        double threshold = Densities(others).Order().ElementAt(held / LeftOut);
        var points = new FeatureMatrix(real, all.Dimension);
        return Densities(points).Count(density => density > threshold) / (double)points.Count;

        double[] Densities(FeatureMatrix places)
        {
            var densities = new double[places.Count];
            PairDistances.ForEachRow(places, windows, (row, squares) =>
            {
                foreach (float square in squares)
                    densities[row] += Math.Exp(-0.5 * square / (deviation * deviation));
            });
            return densities;
        }
    }
}
