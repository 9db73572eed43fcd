using System.Numerics;

namespace Belamy.Data.Readers;

/// <summary>Brings sounds from one rate to another.</summary>
/// <remarks>
/// By a sinc of 32 zero crossings to each side under Kaiser's window, widened where the rate falls so that nothing aliases.
/// Sample n of the result is the sound at the very time n / rate: nothing is delayed, unlike by filters that run along.
/// </remarks>
internal static class SampleRate
{
    /// <summary>Samples of the lower rate that the filter sees to each side.</summary>
    public const int Reach = 32;

    private const int Steps = 1024;

    // 80 dB between what passes and what does not.
    private const double Beta = 8;

    // A little below half the rate, so that the slope of the filter ends there.
    private const double Cutoff = 0.94;

    private const int MostKept = 4096;

    private static readonly float[] Kernel = CreateKernel();

    /// <summary>Converts the beginning of a sound; silence follows its end.</summary>
    public static float[] Convert(float[] samples, int from, int to, int count)
    {
        var result = new float[count];
        if (from == to)
        {
            samples.AsSpan(0, Math.Min(count, samples.Length)).CopyTo(result);
            return result;
        }

        // Zero crossings of the kernel per sample of the source.
        double scale = Math.Min(1, (double)to / from) * Cutoff;
        int reach = (int)Math.Ceiling(Reach / scale);
        // Where samples of the result lie between those of the source comes again and again.
        int common = (int)BigInteger.GreatestCommonDivisor(from, to);
        float[]?[] kept = to / common <= MostKept ? new float[to / common][] : [];
        var passing = new float[2 * reach + 2];
        for (int at = 0; at < count; at++)
        {
            (long middle, long rest) = Math.DivRem((long)at * from, to);
            int first = (int)Math.Min(middle - reach, samples.Length);
            if (first == samples.Length)
                break;
            float[] weights = kept.Length == 0 ? Weigh(passing, rest) : kept[rest / common] ??= Weigh(new float[passing.Length], rest);
            int skipped = Math.Max(0, -first), end = Math.Min(weights.Length, samples.Length - first);
            float sum = 0;
            for (int tap = skipped; tap < end; tap++)
                sum += samples[first + tap] * weights[tap];
            result[at] = sum;
        }

        return result;

        float[] Weigh(float[] weights, long rest)
        {
            for (int tap = 0; tap < weights.Length; tap++)
                weights[tap] = (float)(scale * Weight(Math.Abs((double)rest / to + reach - tap) * scale));
            return weights;
        }
    }

    private static double Weight(double distance)
    {
        double place = distance * Steps;
        int cell = (int)place;
        return cell + 1 >= Kernel.Length ? 0 : Kernel[cell] + (place - cell) * (Kernel[cell + 1] - Kernel[cell]);
    }

    private static float[] CreateKernel()
    {
        var kernel = new float[Reach * Steps + 1];
        for (int at = 0; at < kernel.Length; at++)
        {
            double x = Math.PI * at / Steps, share = (double)at / (Reach * Steps);
            kernel[at] = (float)((at == 0 ? 1 : Math.Sin(x) / x) * Bessel(Beta * Math.Sqrt(1 - share * share)) / Bessel(Beta));
        }

        return kernel;
    }

    /// <summary>The modified Bessel function of the first kind of order 0, by its series.</summary>
    private static double Bessel(double x)
    {
        double sum = 1, term = 1;
        for (int k = 1; term > sum * 1e-12; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
