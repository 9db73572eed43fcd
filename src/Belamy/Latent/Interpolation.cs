namespace Belamy.Latent;

/// <summary>What lies between two latent vectors. White 2016, arXiv:1609.04468, section 2.1.</summary>
/// <remarks>
/// The vectors of a normal prior of many dimensions lie near a sphere of radius √n, and the straight line between two of
/// them passes where the prior has hardly any: its middle is at 0.71 of their length. The great circle stays outside.
/// </remarks>
public static class Interpolation
{
    /// <summary>Below this angle, and this near to opposite, a straight line takes the place of the great circle.</summary>
    private const double SmallestAngle = 1e-4;

    /// <summary>On the great circle: sin((1 - t) ω) / sin ω · a + sin(t ω) / sin ω · b, where ω is the angle between a and b.</summary>
    /// <param name="from">a, at 0.</param>
    /// <param name="to">b, at 1.</param>
    /// <param name="at">t. At 0 and at 1 the result is a and b, to the bit.</param>
    /// <exception cref="ArgumentException">The vectors have different sizes.</exception>
    public static float[] Spherical(ReadOnlySpan<float> from, ReadOnlySpan<float> to, double at)
    {
        RequireSameSize(from, to);
        double product = 0, fromSquare = 0, toSquare = 0;
        for (int i = 0; i < from.Length; i++)
        {
            product += (double)from[i] * to[i];
            fromSquare += (double)from[i] * from[i];
            toSquare += (double)to[i] * to[i];
        }

        double length = Math.Sqrt(fromSquare * toSquare);
        double angle = length > 0 ? Math.Acos(Math.Clamp(product / length, -1, 1)) : 0;
        // Between opposite vectors there are many great circles, and no reason to take one of them.
        if (angle < SmallestAngle || angle > Math.PI - SmallestAngle)
            return Linear(from, to, at);
        double sine = Math.Sin(angle);
        return Combine(from, Math.Sin((1 - at) * angle) / sine, to, Math.Sin(at * angle) / sine);
    }

    /// <summary>On the straight line: (1 - t) a + t b.</summary>
    /// <param name="from">a, at 0.</param>
    /// <param name="to">b, at 1.</param>
    /// <param name="at">t. At 0 and at 1 the result is a and b, to the bit.</param>
    /// <exception cref="ArgumentException">The vectors have different sizes.</exception>
    public static float[] Linear(ReadOnlySpan<float> from, ReadOnlySpan<float> to, double at)
    {
        RequireSameSize(from, to);
        return Combine(from, 1 - at, to, at);
    }

    /// <summary>A walk from each vector to the next.</summary>
    /// <param name="through">The vectors, at least two.</param>
    /// <param name="steps">Vectors from one to the next, both counted, at least 2.</param>
    /// <param name="linear">Whether to walk straight.</param>
    /// <returns>[vectors - 1, steps, size] one behind the other.</returns>
    public static float[] Walk(IReadOnlyList<float[]> through, int steps, bool linear = false)
    {
        ArgumentNullException.ThrowIfNull(through);
        ArgumentOutOfRangeException.ThrowIfLessThan(through.Count, 2, nameof(through));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        return [.. Enumerable.Range(0, through.Count - 1).SelectMany(leg =>
            Enumerable.Range(0, steps).SelectMany(step => Between(through[leg], through[leg + 1], (double)step / (steps - 1), linear)))];
    }

    /// <summary>A walk from each vector to the next and from the last to the first, no vector twice, so that it can be repeated.</summary>
    /// <param name="through">The vectors, at least two.</param>
    /// <param name="steps">Steps from one to the next, at least 1.</param>
    /// <param name="linear">Whether to walk straight.</param>
    /// <returns>[vectors, steps, size] one behind the other.</returns>
    public static float[] Loop(IReadOnlyList<float[]> through, int steps, bool linear = false)
    {
        ArgumentNullException.ThrowIfNull(through);
        ArgumentOutOfRangeException.ThrowIfLessThan(through.Count, 2, nameof(through));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return [.. Enumerable.Range(0, through.Count).SelectMany(leg =>
            Enumerable.Range(0, steps).SelectMany(step => Between(through[leg], through[(leg + 1) % through.Count], (double)step / steps, linear)))];
    }

    internal static float[] Between(ReadOnlySpan<float> from, ReadOnlySpan<float> to, double at, bool linear) =>
        linear ? Linear(from, to, at) : Spherical(from, to, at);

    internal static void RequireSameSize(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        if (one.Length != other.Length)
            throw new ArgumentException($"Latent vectors of {one.Length} and of {other.Length} values do not lie in one space.");
    }

    private static float[] Combine(ReadOnlySpan<float> one, double ofOne, ReadOnlySpan<float> other, double ofOther)
    {
        var sum = new float[one.Length];
        for (int i = 0; i < sum.Length; i++)
            sum[i] = (float)((ofOne * one[i]) + (ofOther * other[i]));
        return sum;
    }
}
