using System.Globalization;

namespace Belamy;

/// <summary>Numbers as people read them, the same under every culture.</summary>
public static class Quantity
{
    /// <summary>A whole number with thousands separated: 10,000.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things, in the singular where it is one: 1 step, 2,000 steps.</summary>
    /// <param name="value">How many.</param>
    /// <param name="noun">One of them.</param>
    /// <param name="plural">Several of them; the noun with an s when left out.</param>
    public static string Count(long value, string noun, string? plural = null) => $"{Count(value)} {(value == 1 ? noun : plural ?? noun + "s")}";

    /// <summary>An amount of memory or disk in decimal units: 48 kB, 6.4 MB.</summary>
    public static string Bytes(long value)
    {
        ReadOnlySpan<string> units = ["B", "kB", "MB", "GB", "TB"];
        double amount = value;
        int unit = 0;
        while (amount >= 999.5 && unit < units.Length - 1)
        {
            amount /= 1000;
            unit++;
        }

        string format = unit == 0 || amount >= 9.95 ? "0" : "0.0";
        return $"{amount.ToString(format, CultureInfo.InvariantCulture)} {units[unit]}";
    }

    /// <summary>A span of time as a clock shows it: 0:07, 12:05, 1:02:05.</summary>
    public static string Clock(TimeSpan value)
    {
        long seconds = Math.Max(0, (long)Math.Round(value.TotalSeconds));
        (long hours, long rest) = Math.DivRem(seconds, 3600);
        return hours > 0 ? $"{hours}:{rest / 60:00}:{rest % 60:00}" : $"{rest / 60}:{rest % 60:00}";
    }

    /// <summary>A share from 0 to 1 in whole percent: 78 %.</summary>
    public static string Percent(double share) => $"{(share * 100).ToString("0", CultureInfo.InvariantCulture)} %";

    /// <summary>A share from 0 to 1 in percent with one decimal: 84.1 %.</summary>
    public static string PrecisePercent(double share) => $"{(share * 100).ToString("0.0", CultureInfo.InvariantCulture)} %";

    /// <summary>A loss with three decimals, in a form that stays short for any size.</summary>
    public static string Loss(double value) => Math.Abs(value) is < 10_000 or double.NaN
        ? value.ToString("0.000", CultureInfo.InvariantCulture)
        : value.ToString("0.00e+0", CultureInfo.InvariantCulture);

    /// <summary>What a metric gave: whole numbers as such, others with as many digits as mean something.</summary>
    public static string Measured(double value) => Math.Abs(value) switch
    {
        double.NaN => "-",
        // Counts, such as modes, are whole.
        var amount when double.IsInteger(amount) => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.00", CultureInfo.InvariantCulture),
        >= 0.001 => value.ToString("0.0000", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00e+0", CultureInfo.InvariantCulture),
    };

    /// <summary>The parts of a shape with the sign of multiplication between them: 28 × 28 × 1.</summary>
    public static string Extents(ReadOnlySpan<int> extents)
    {
        var parts = new string[extents.Length];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = extents[i].ToString(CultureInfo.InvariantCulture);
        return string.Join(" × ", parts);
    }
}
