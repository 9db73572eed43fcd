namespace Belamy.Metrics;

/// <summary>The Kullback-Leibler divergence of two discrete distributions.</summary>
internal static class Divergence
{
    /// <summary>KL(p ‖ q) in nats; infinite where p has mass and q has none.</summary>
    public static double Of(IReadOnlyList<double> p, IReadOnlyList<double> q)
    {
        double sum = 0;
        for (int at = 0; at < p.Count; at++)
            sum += p[at] > 0 ? p[at] * Math.Log(p[at] / q[at]) : 0;
        return sum;
    }

    /// <summary>KL of the shares that counts stand for against the uniform distribution over as many.</summary>
    public static double FromUniform(IReadOnlyCollection<int> counts, int outcomes)
    {
        double total = counts.Sum(count => (double)count);
        return counts.Sum(count => count > 0 ? count / total * Math.Log(count / total * outcomes) : 0);
    }
}
