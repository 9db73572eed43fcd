using System.Numerics;

namespace Belamy.Numerics;

/// <summary>The discrete Fourier transform, by halves: Cooley and Tukey 1965.</summary>
internal static class FourierTransform
{
    /// <summary>Transforms values in place.</summary>
    /// <param name="values">As many as a power of two.</param>
    public static void Apply(Span<Complex> values)
    {
        for (int at = 1, mirrored = 0; at < values.Length; at++)
        {
            int bit = values.Length / 2;
            for (; (mirrored & bit) != 0; bit /= 2)
                mirrored ^= bit;
            mirrored ^= bit;
            if (at < mirrored)
                (values[at], values[mirrored]) = (values[mirrored], values[at]);
        }

        for (int length = 2; length <= values.Length; length *= 2)
        {
            Complex root = Complex.FromPolarCoordinates(1, -2 * Math.PI / length);
            for (int start = 0; start < values.Length; start += length)
            {
                Complex turn = Complex.One;
                for (int at = start; at < start + length / 2; at++)
                {
                    Complex even = values[at], odd = values[at + length / 2] * turn;
                    (values[at], values[at + length / 2]) = (even + odd, even - odd);
                    turn *= root;
                }
            }
        }
    }
}
