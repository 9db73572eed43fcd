namespace Belamy.Latent;

/// <summary>The standard normal distribution, for x ≥ 0; the other half follows by symmetry.</summary>
internal static class NormalDistribution
{
    // Acklam's rational approximations of the quantile: of the middle, in q = p - 1/2, and of the tail, in √(-2 ln(1 - p)).
    private static readonly double[] MiddleNumerator =
        [-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00];

    private static readonly double[] MiddleDenominator =
        [-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1];

    private static readonly double[] TailNumerator =
        [-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00];

    private static readonly double[] TailDenominator =
        [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1];

    /// <summary>Φ(x) - 1/2, from 0 to 1/2, by Marsaglia's series: φ(x) (x + x³/3 + x⁵/(3·5) + ...). Marsaglia 2004, Journal of Statistical Software 11(4).</summary>
    public static double UpperMass(double x)
    {
        // Beyond, 1/2 is the nearest number.
        if (x > 8.3)
            return 0.5;
        double term = x, sum = x;
        for (int factor = 3; term > sum * 1e-17; factor += 2)
        {
            term *= x * x / factor;
            sum += term;
        }

        return Math.Min(0.5, sum * Density(x));
    }

    /// <summary>The x ≥ 0 with Φ(x) - 1/2 = <paramref name="mass"/>, for masses in [0, 1/2); refined by a step of Halley.</summary>
    public static double UpperQuantile(double mass)
    {
        double x;
        if (mass <= 0.47575)
        {
            double square = mass * mass;
            x = mass * Polynomial(MiddleNumerator, square) / Polynomial(MiddleDenominator, square);
        }
        else
        {
            double tail = Math.Sqrt(-2 * Math.Log(0.5 - mass));
            x = -Polynomial(TailNumerator, tail) / Polynomial(TailDenominator, tail);
        }

        double step = (UpperMass(x) - mass) / Density(x);
        return x - (step / (1 + (x * step / 2)));
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    private static double Polynomial(double[] coefficients, double x)
    {
        double value = 0;
        foreach (double coefficient in coefficients)
            value = (value * x) + coefficient;
        return value;
    }
}
