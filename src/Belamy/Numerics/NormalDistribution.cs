using MathNet.Numerics;

namespace Belamy.Numerics;

/// <summary>The standard normal distribution, for x ≥ 0; the other half follows by symmetry.</summary>
internal static class NormalDistribution
{
    private static readonly double Root2 = Math.Sqrt(2);

    /// <summary>Φ(x) - 1/2, from 0 to 1/2.</summary>
    public static double UpperMass(double x) => SpecialFunctions.Erf(x / Root2) / 2;

    /// <summary>The x ≥ 0 with Φ(x) - 1/2 = <paramref name="mass"/>, for masses in [0, 1/2).</summary>
    public static double UpperQuantile(double mass) => Root2 * SpecialFunctions.ErfInv(2 * mass);
}
