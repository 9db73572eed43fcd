namespace Belamy.Metrics;

/// <summary>
/// How much of the data lies where samples lie: the share of real points where the density of the samples, estimated by
/// Gaussian windows, is that of the lowest but 5 % of other samples or above. Tolstikhin et al. 2017, arXiv:1701.02386, section 4.
/// </summary>
internal static class DensityCoverage
{
    // One in twenty.
    private const int LeftOut = 20;

    /// <summary>Computes it, from 0 to 1.</summary>
    /// <param name="samples">Generated points; the last third decides which density is low, windows stand on the others.</param>
    /// <param name="real">Points of the data, one behind the other.</param>
    /// <param name="deviation">The deviation of a window.</param>
    public static double Compute(Samples samples, float[] real, double deviation)
    {
        var all = new FeatureMatrix(samples.Values.ToArray(), (int)samples.Item.Count);
        int held = all.Count / 3;
        FeatureMatrix windows = all.First(all.Count - held);
        double threshold = Densities(all.Rows(windows.Count, held)).Order().ElementAt(held / LeftOut);
        var points = new FeatureMatrix(real, all.Dimension);
        return Densities(points).Count(density => density >= threshold) / (double)points.Count;

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
