namespace Belamy.Data.Tables;

/// <summary>Finds the modes of numbers: a mixture of normal distributions by expectation and maximization.</summary>
/// <remarks>
/// It begins with nine of equal weight, at quantiles of the numbers and of the different ones, and drops those that few numbers
/// belong to. Numbers that no mode reaches, which is four deviations, get one together, so that the encoding loses none.
/// </remarks>
internal static class NumberMixture
{
    /// <summary>Deviations to each side of a mean that a mode reaches.</summary>
    public const double Reach = 4;

    private const double FarOff = 3;
    private const int OfAll = 5, OfDifferent = 4;
    private const int Rounds = 60;
    private const int MostNumbers = 10_000;
    private const double Smallest = 0.005;
    private const double Enough = 1e-4;

    /// <summary>The modes of numbers, by their means.</summary>
    /// <param name="numbers">The numbers, at least one.</param>
    public static NumberMode[] Find(double[] numbers)
    {
        double[] sorted = [.. numbers.Order()];
        double range = sorted[^1] - sorted[0];
        if (range == 0)
            return [Single(sorted[0], 1)];
        double[] sample = sorted.Length <= MostNumbers ? sorted : [.. Enumerable.Range(0, MostNumbers).Select(at => sorted[(long)at * sorted.Length / MostNumbers])];
        double spread = Quantile(sample, 0.995) - Quantile(sample, 0.005);
        if (spread == 0)
            spread = range;
        // A mode of one number only would have no width.
        double narrowest = spread * 1e-4;
        // What lies far off would draw a mode of others towards it.
        sample = [.. sample.Where(number => number >= Quantile(sorted, 0.005) - FarOff * spread && number <= Quantile(sorted, 0.995) + FarOff * spread)];
        double[] different = [.. sample.Distinct()];
        double[] means = [.. Enumerable.Range(0, OfAll).Select(at => Quantile(sample, (at + 0.5) / OfAll)).Concat(Enumerable.Range(0, OfDifferent).Select(at => Quantile(different, (at + 0.5) / OfDifferent))).Distinct()];
        NumberMode[] modes = Array.ConvertAll(means, mean => new NumberMode(mean, spread / (OfAll + OfDifferent) / 2, 1.0 / means.Length));
        double likelihood = double.NegativeInfinity;
        for (int round = 0; round < Rounds; round++)
        {
            (modes, double now) = Improve(sample, modes, narrowest);
            if (now - likelihood < Enough && round > 5)
                break;
            likelihood = now;
        }

        modes = Merge([.. modes.Where(mode => mode.Weight >= Smallest).OrderBy(mode => mode.Mean)]);
        double[] beyond = [.. sorted.Where(number => !Array.Exists(modes, mode => Reaches(mode, number)))];
        if (beyond.Length > 0)
        {
            double deviation = Math.Max((beyond[^1] - beyond[0]) / 2 / Reach * (1 + 1e-9), narrowest);
            modes = [.. modes, new NumberMode((beyond[0] + beyond[^1]) / 2, deviation, (double)beyond.Length / sorted.Length)];
        }

        return Sharpen([.. modes.OrderBy(mode => mode.Mean)], sorted);
    }

    /// <summary>The mode that a number belongs to most likely, of those that reach it if any does.</summary>
    public static int MostLikely(IReadOnlyList<NumberMode> modes, double number)
    {
        (int best, bool isReached, double most) = (0, false, double.NegativeInfinity);
        for (int at = 0; at < modes.Count; at++)
        {
            bool reaches = Reaches(modes[at], number);
            double likelihood = LogDensity(modes[at], number);
            if (reaches == isReached ? likelihood > most : reaches)
                (best, isReached, most) = (at, reaches, likelihood);
        }

        return best;
    }

    /// <summary>Makes one of neighbours that are as good as the same.</summary>
    private static NumberMode[] Merge(NumberMode[] modes)
    {
        var merged = new List<NumberMode>();
        foreach (NumberMode mode in modes)
        {
            if (merged.Count > 0 && merged[^1] is var last && mode.Mean - last.Mean < Math.Min(mode.Deviation, last.Deviation) / 4
                && Math.Max(mode.Deviation, last.Deviation) < 1.5 * Math.Min(mode.Deviation, last.Deviation))
            {
                double weight = last.Weight + mode.Weight;
                merged[^1] = new NumberMode((last.Mean * last.Weight + mode.Mean * mode.Weight) / weight, Math.Max(mode.Deviation, last.Deviation), weight);
            }
            else
            {
                merged.Add(mode);
            }
        }

        return [.. merged];
    }

    /// <summary>Gives modes of one number alone that number, such as the nought of those who gained nothing.</summary>
    private static NumberMode[] Sharpen(NumberMode[] modes, double[] sorted)
    {
        var range = new (double Least, double Greatest)[modes.Length];
        Array.Fill(range, (double.PositiveInfinity, double.NegativeInfinity));
        for (int at = 0, mode = 0; at < sorted.Length; at++)
        {
            if (at == 0 || sorted[at] != sorted[at - 1])
                mode = MostLikely(modes, sorted[at]);
            range[mode] = (Math.Min(range[mode].Least, sorted[at]), Math.Max(range[mode].Greatest, sorted[at]));
        }

        return [.. modes.Select((mode, at) => range[at].Least == range[at].Greatest ? Single(range[at].Least, mode.Weight) : mode)];
    }

    // So narrow that wherever in the mode a value is made, it is rounded to the number.
    private static NumberMode Single(double number, double weight) => new(number, Math.Max(Math.Abs(number) * 1e-17, 1e-100), weight);

    private static bool Reaches(NumberMode mode, double number) => Math.Abs(number - mode.Mean) <= Reach * mode.Deviation;

    private static double Quantile(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];

    private static (NumberMode[] Modes, double Likelihood) Improve(double[] sample, NumberMode[] modes, double narrowest)
    {
        var weight = new double[modes.Length];
        var sum = new double[modes.Length];
        var square = new double[modes.Length];
        var share = new double[modes.Length];
        double likelihood = 0;
        foreach (double number in sample)
        {
            double most = double.NegativeInfinity, total = 0;
            for (int at = 0; at < modes.Length; at++)
                most = Math.Max(most, share[at] = LogDensity(modes[at], number));
            for (int at = 0; at < modes.Length; at++)
                total += share[at] = Math.Exp(share[at] - most);
            likelihood += most + Math.Log(total);
            for (int at = 0; at < modes.Length; at++)
            {
                double part = share[at] / total, offset = number - modes[at].Mean;
                weight[at] += part;
                sum[at] += part * offset;
                square[at] += part * offset * offset;
            }
        }

        var improved = new List<NumberMode>();
        for (int at = 0; at < modes.Length; at++)
        {
            if (weight[at] < Smallest * sample.Length / 10)
                continue;
            double shift = sum[at] / weight[at];
            double variance = Math.Max(0, square[at] / weight[at] - shift * shift);
            improved.Add(new NumberMode(modes[at].Mean + shift, Math.Max(Math.Sqrt(variance), narrowest), weight[at] / sample.Length));
        }

        return ([.. improved], likelihood / sample.Length);
    }

    private static double LogDensity(NumberMode mode, double number)
    {
        double z = (number - mode.Mean) / mode.Deviation;
        return Math.Log(mode.Weight / mode.Deviation) - z * z / 2;
    }
}
