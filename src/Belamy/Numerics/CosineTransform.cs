using System.Numerics;
using MathNet.Numerics.Providers.FourierTransform;

namespace Belamy.Numerics;

/// <summary>The discrete cosine transform of pictures that go on beyond their borders as seen in a mirror (DCT-II), of any size.</summary>
/// <remarks>
/// X(k) = Σ x(n) cos(π k (2n + 1) / 2N) along each axis, by a Fourier transform of as many values: Makhoul 1980, "A fast cosine
/// transform in one and two dimensions". Sums and differences of neighbours, and blurs by an even kernel, become products there.
/// Fourier transforms are Math.NET's managed code.
/// </remarks>
internal static class CosineTransform
{
    /// <summary>Transforms a picture.</summary>
    /// <param name="values">[height, width].</param>
    /// <param name="width">Pixels in a row.</param>
    /// <returns>[height, width]: first the frequencies 0.</returns>
    public static double[] Forward(double[] values, int width) => Both(values, width, ForwardRow);

    /// <summary>Takes back <see cref="Forward"/>.</summary>
    /// <param name="frequencies">[height, width].</param>
    /// <param name="width">Pixels in a row.</param>
    public static double[] Inverse(double[] frequencies, int width) => Both(frequencies, width, InverseRow);

    private static double[] Both(double[] values, int width, Action<double[], double[]> transform)
    {
        int height = values.Length / width;
        double[] across = Rows(values, width, transform);
        return Transposed(Rows(Transposed(across, width), height, transform), height);
    }

    private static double[] Rows(double[] values, int width, Action<double[], double[]> transform)
    {
        var made = new double[values.Length];
        double[] row = new double[width], result = new double[width];
        for (int first = 0; first < values.Length; first += width)
        {
            Array.Copy(values, first, row, 0, width);
            transform(row, result);
            Array.Copy(result, 0, made, first, width);
        }

        return made;
    }

    private static double[] Transposed(double[] values, int width)
    {
        int height = values.Length / width;
        var turned = new double[values.Length];
        for (int at = 0; at < values.Length; at++)
            turned[(at % width * height) + (at / width)] = values[at];
        return turned;
    }

    private static void ForwardRow(double[] row, double[] result)
    {
        int count = row.Length;
        var folded = new Complex[count];
        for (int at = 0; at < count; at++)
            folded[Folded(at, count)] = row[at];
        // The provider itself, not the process-wide choice of one, which is its host's to make.
        ManagedFourierTransformProvider.Instance.Forward(folded, FourierTransformScaling.NoScaling);
        for (int k = 0; k < count; k++)
            result[k] = (folded[k] * Turn(-k, count)).Real;
    }

    private static void InverseRow(double[] row, double[] result)
    {
        int count = row.Length;
        var folded = new Complex[count];
        for (int k = 0; k < count; k++)
            folded[k] = new Complex(row[k], k == 0 ? 0 : -row[count - k]) * Turn(k, count);
        ManagedFourierTransformProvider.Instance.Backward(folded, FourierTransformScaling.BackwardScaling);
        for (int at = 0; at < count; at++)
            result[at] = folded[Folded(at, count)].Real;
    }

    /// <summary>Even places come first, odd ones behind them, backwards.</summary>
    private static int Folded(int at, int count) => at % 2 == 0 ? at / 2 : count - 1 - (at / 2);

    private static Complex Turn(int k, int count) => Complex.FromPolarCoordinates(1, Math.PI * k / (2 * count));
}
