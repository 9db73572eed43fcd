using System.Globalization;

namespace Belamy.Imaging;

/// <summary>A linear axis: a range that begins and ends at will, with ticks at round numbers.</summary>
internal readonly record struct ChartAxis(double Minimum, double Maximum, double Step)
{
    /// <summary>Chooses ticks for a range.</summary>
    /// <param name="minimum">The smallest value to show.</param>
    /// <param name="maximum">The largest; a range without extent is widened.</param>
    /// <param name="ticks">The number of ticks aimed at.</param>
    /// <param name="wholeTicks">Whether the axis is widened to begin and end at ticks.</param>
    public static ChartAxis Create(double minimum, double maximum, int ticks, bool wholeTicks)
    {
        if (maximum - minimum <= Math.Abs(maximum) * 1e-9)
        {
            double margin = maximum == 0 ? 1 : Math.Abs(maximum) * 0.1;
            (minimum, maximum) = (minimum - margin, maximum + margin);
        }

        double rough = (maximum - minimum) / ticks;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double factor = rough / power;
        double step = power * (factor <= 1.0001 ? 1 : factor <= 2.0001 ? 2 : factor <= 5.0001 ? 5 : 10);
        if (wholeTicks)
            (minimum, maximum) = (Math.Floor(minimum / step + 1e-9) * step, Math.Ceiling(maximum / step - 1e-9) * step);
        return new ChartAxis(minimum, maximum, step);
    }

    /// <summary>The values of the ticks, from the first.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            // By whole multiples: adding the step again and again would gather rounding.
            long first = (long)Math.Ceiling(Minimum / Step - 1e-9);
            long last = (long)Math.Floor(Maximum / Step + 1e-9);
            for (long i = first; i <= last; i++)
                yield return i * Step;
        }
    }

    /// <summary>The text of a tick: as many decimals as the step needs, thousands apart.</summary>
    public string Label(double value)
    {
        if (Math.Abs(value) >= 1e7 || (Step < 1e-4 && value != 0))
            return value.ToString("0.###e0", CultureInfo.InvariantCulture);
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(Step) + 1e-9));
        return value.ToString("#,0." + new string('0', decimals), CultureInfo.InvariantCulture);
    }

    /// <summary>Where a value lies: 0 at the minimum, 1 at the maximum.</summary>
    public double Position(double value) => (value - Minimum) / (Maximum - Minimum);
}
