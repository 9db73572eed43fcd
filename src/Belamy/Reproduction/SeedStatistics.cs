namespace Belamy.Reproduction;

/// <summary>
/// Whether an idea does something, by values of several seeds with it and without it.
/// </summary>
/// <remarks>
/// <para>The gain is the median with the idea less the median without it, counted in the direction of better. The spread is
/// the greatest less the least value of a kind, and of both kinds the wider. The effect is shown where the gain is above the
/// spread, which takes at least three seeds of each. With at least five of each it is shown too where the spreads lie apart:
/// every value with the idea is better than every one without it. Games that lack an idea often fail in a different way with
/// each seed, and a spread as wide as that would hide any gain.</para>
/// <para>Both are hard tests: where three seeds with the idea and three without it come from one normal distribution, the gain
/// is above the spread in about one case of twenty-five; five and five from any one distribution lie apart in one case of 252.
/// A value that is no number shows nothing.</para>
/// </remarks>
public static class SeedStatistics
{
    /// <summary>The fewest seeds of each kind that show an effect.</summary>
    public const int FewestSeeds = 3;

    /// <summary>The fewest seeds of each kind that show an effect by lying apart.</summary>
    public const int FewestSeedsApart = 5;

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

    /// <summary>Whether the gain is above the spread, or enough values lie apart.</summary>
    /// <param name="with">One value a seed, at least <see cref="FewestSeeds"/>.</param>
    /// <param name="without">One value a seed, as many at least.</param>
    /// <param name="higher">Whether more is better.</param>
    public static bool ShowsEffect(IReadOnlyList<double> with, IReadOnlyList<double> without, bool higher = true)
    {
        ArgumentNullException.ThrowIfNull(with);
        ArgumentNullException.ThrowIfNull(without);
        if (with.Concat(without).Any(value => !double.IsFinite(value)))
            return false;
        int seeds = Math.Min(with.Count, without.Count);
        bool isApart = seeds >= FewestSeedsApart && (higher ? with.Min() > without.Max() : with.Max() < without.Min());
        return isApart || (seeds >= FewestSeeds && Gain(with, without, higher) > Spread(with, without));
    }
}
