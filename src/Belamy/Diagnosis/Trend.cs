using System.Globalization;
using Belamy.Games;

namespace Belamy.Diagnosis;

/// <summary>Whether a run is still getting better, by how far its samples are from the data.</summary>
public static class Trend
{
    /// <summary>Measures that are compared with as many before them.</summary>
    public const int Measures = 3;

    private const double Better = 0.95;
    private const double Worse = 1.15;

    // 64 samples and 64 items of one distribution are up to this far from each other.
    private const double Floor = 0.02;

    /// <summary>Whether the samples get farther from the data.</summary>
    /// <param name="history">The log so far.</param>
    public static bool IsWorsening(RunHistory history) => Compare(history) is { } means && IsWorse(means.Before, means.Now);

    /// <summary>Says in one sentence whether the samples still come nearer to the data.</summary>
    public static string Describe(RunHistory history)
    {
        if (Compare(history) is not { } means)
        {
            int measured = history.All(Numbers.SampleDistance).Length;
            return $"It is too early to say whether it improves: {2 * Measures} measures of samples are compared, and there {(measured == 1 ? "is 1" : $"are {measured}")}.";
        }

        (double before, double now) = means;
        ReadOnlySpan<long> steps = history.StepsOf(Numbers.SampleDistance);
        string figures = $"the distance of its samples to the data went from {Number(before)} to {Number(now)} between step {steps[^(2 * Measures)]} and step {steps[^1]}";
        if (now < Better * before && before - now > Floor)
            return $"It is still improving: {figures}.";
        return IsWorse(before, now) ? $"It is getting worse: {figures}." : $"It no longer improves much: {figures}.";
    }

    private static bool IsWorse(double before, double now) => now > Worse * before && now - before > Floor;

    private static (double Before, double Now)? Compare(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        ReadOnlySpan<double> last = history.Last(Numbers.SampleDistance, 2 * Measures);
        return last.IsEmpty ? null : (RunHistory.Mean(last[..Measures]), RunHistory.Mean(last[Measures..]));
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
