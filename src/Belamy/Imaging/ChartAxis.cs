using System.Globalization;

namespace Belamy.Imaging;

/// <summary>An axis: a range that begins and ends at will, with ticks at round numbers or, on a logarithmic one, at powers of two.</summary>
/// <param name="Minimum">Where it begins.</param>
/// <param name="Maximum">Where it ends.</param>
/// <param name="Step">From tick to tick; on a logarithmic axis the power of two that is between them.</param>
/// <param name="IsLogarithmic">Whether equal factors are equally far apart.</param>
internal readonly record struct ChartAxis(double Minimum, double Maximum, double Step, bool IsLogarithmic = false)
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

    /// <summary>Chooses powers of two for a range of numbers above 0.</summary>
    /// <inheritdoc cref="Create"/>
    public static ChartAxis CreateLogarithmic(double minimum, double maximum, int ticks, bool wholeTicks)
    {
        if (maximum <= minimum * (1 + 1e-9))
            (minimum, maximum) = (minimum / 2, maximum * 2);
        double step = Math.Max(1, Math.Ceiling(Math.Log2(maximum / minimum) / ticks));
        if (wholeTicks)
        {
            minimum = Math.Pow(2, Math.Floor((Math.Log2(minimum) / step) + 1e-9) * step);
            maximum = Math.Pow(2, Math.Ceiling((Math.Log2(maximum) / step) - 1e-9) * step);
        }

        return new ChartAxis(minimum, maximum, step, IsLogarithmic: true);
    }

    /// <summary>The values of the ticks, from the first.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            // By whole multiples: adding the step again and again would gather rounding.
            long first = (long)Math.Ceiling(Scale(Minimum) / Step - 1e-9);
            long last = (long)Math.Floor(Scale(Maximum) / Step + 1e-9);
            for (long i = first; i <= last; i++)
                yield return IsLogarithmic ? Math.Pow(2, i * Step) : i * Step;
        }
    }

    /// <summary>The text of a tick: as many decimals as the step, or the power of two, needs, thousands apart.</summary>
    public string Label(double value)
    {
        if (IsLogarithmic)
            return value is >= 1e7 or < 1e-3 ? value.ToString("0.###e0", CultureInfo.InvariantCulture) : value.ToString("#,0.##########", CultureInfo.InvariantCulture);
        if (Math.Abs(value) >= 1e7 || (Step < 1e-4 && value != 0))
            return value.ToString("0.###e0", CultureInfo.InvariantCulture);
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(Step) + 1e-9));
        return value.ToString("#,0." + new string('0', decimals), CultureInfo.InvariantCulture);
    }

    /// <summary>Where a value lies: 0 at the minimum, 1 at the maximum.</summary>
    public double Position(double value) => (Scale(value) - Scale(Minimum)) / (Scale(Maximum) - Scale(Minimum));

    private double Scale(double value) => IsLogarithmic ? Math.Log2(value) : value;
}
