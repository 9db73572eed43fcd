namespace Belamy.Reproduction;

/// <summary>
/// Whether an idea does something, by values of several seeds with it and without it.
/// </summary>
/// <remarks>
/// <para>The gain is the median with the idea less the median without it, counted in the direction of better. The spread is
/// the greatest less the least value of a kind, and of both kinds the wider. The effect is shown where the gain is above the
/// spread, which takes at least three seeds of each.</para>
/// <para>That is a hard test: where three seeds with the idea and three without it come from one normal distribution, the gain
/// is above the spread in about one case of twenty-five. A value that is no number shows nothing.</para>
/// </remarks>
public static class SeedStatistics
{
    /// <summary>The fewest seeds of each kind that show an effect.</summary>
    public const int FewestSeeds = 3;

    /// <summary>The middle of sorted values, or the mean of the two in the middle.</summary>
    /// <param name="values">At least one value.</param>
    public static double Median(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Any(double.IsNaN))
            return double.NaN;
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>How much better the median is with the idea than without it.</summary>
    /// <param name="with">One value a seed.</param>
    /// <param name="without">One value a seed.</param>
    /// <param name="higher">Whether more is better.</param>
    public static double Gain(IReadOnlyList<double> with, IReadOnlyList<double> without, bool higher = true) =>
        higher ? Median(with) - Median(without) : Median(without) - Median(with);

    /// <summary>The wider of the two spreads.</summary>
    /// <param name="with">One value a seed.</param>
    /// <param name="without">One value a seed.</param>
    public static double Spread(IReadOnlyList<double> with, IReadOnlyList<double> without) =>
        Math.Max(with.Max() - with.Min(), without.Max() - without.Min());

    /// <summary>Whether the gain is above the spread.</summary>
    /// <param name="with">One value a seed, at least <see cref="FewestSeeds"/>.</param>
    /// <param name="without">One value a seed, as many at least.</param>
    /// <param name="higher">Whether more is better.</param>
    public static bool ShowsEffect(IReadOnlyList<double> with, IReadOnlyList<double> without, bool higher = true)
    {
        ArgumentNullException.ThrowIfNull(with);
        ArgumentNullException.ThrowIfNull(without);
        if (with.Concat(without).Any(value => !double.IsFinite(value)))
            return false;
        return Math.Min(with.Count, without.Count) >= FewestSeeds && Gain(with, without, higher) > Spread(with, without);
    }
}
