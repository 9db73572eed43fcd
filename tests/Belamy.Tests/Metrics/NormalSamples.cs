using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

/// <summary>Vectors of independent normal values, by Box and Muller from a fixed generator.</summary>
internal static class NormalSamples
{
    public static FeatureMatrix Create(int count, int dimension, int seed, double mean = 0, double deviation = 1)
    {
        var random = new Random(seed);
        var values = new float[count * dimension];
        for (int at = 0; at < values.Length; at++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[at] = (float)(mean + (deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble())));
        }

        return new FeatureMatrix(values, dimension);
    }
}
