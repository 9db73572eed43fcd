namespace Belamy.Cli.Commands;

/// <summary>
/// Successive halving: all runs get the same share of the budget, the better half of them goes on, and so forth until one is left. Each
/// round has an equal part of the whole budget, so that a run gets the more the longer it stays. Jamieson and Talwalkar 2016,
/// arXiv:1502.07943, figure 1: r[k] = B / (|S[k]| ⌈log₂ n⌉).
/// </summary>
internal static class Halving
{
    /// <summary>How many runs train in each round: 6, 3, 2.</summary>
    /// <param name="runs">Runs at the beginning, at least 2.</param>
    public static IReadOnlyList<int> Rounds(int runs)
    {
        var rounds = new List<int>();
        for (int left = runs; left > 1; left = (left + 1) / 2)
            rounds.Add(left);
        return rounds;
    }

    /// <summary>How far a run has come at the end of each round, where one that stays to the end comes to 1.</summary>
    public static IReadOnlyList<double> Shares(IReadOnlyList<int> rounds)
    {
        double whole = rounds.Sum(runs => 1.0 / runs);
        double sum = 0;
        return [.. rounds.Select((runs, round) => round == rounds.Count - 1 ? 1 : (sum += 1.0 / runs) / whole)];
    }

    /// <summary>Steps at the end of each round for a run that makes so many in all; each round has one at least.</summary>
    public static IReadOnlyList<long> Steps(IReadOnlyList<int> rounds, long steps) => [.. Shares(rounds).Select((share, round) => Math.Max(round + 1, (long)Math.Round(share * steps)))];

    /// <summary>Time at the end of each round for a run that stays to the end, where all runs together may take so long.</summary>
    public static IReadOnlyList<TimeSpan> Times(IReadOnlyList<int> rounds, TimeSpan budget)
    {
        TimeSpan Of(int round) => budget / rounds.Count / rounds[round];
        return [.. rounds.Select((_, round) => Enumerable.Range(0, round + 1).Aggregate(TimeSpan.Zero, (sum, at) => sum + Of(at)))];
    }

    /// <summary>Those that go on: the better half, the earlier where two are equal; what has no value comes last.</summary>
    /// <param name="runs">The numbers of the runs.</param>
    /// <param name="value">The value of each; null where it has none.</param>
    /// <param name="isHigherBetter">Whether more is better.</param>
    public static IReadOnlyList<int> Keep(IReadOnlyList<int> runs, Func<int, double?> value, bool isHigherBetter) =>
        [.. Ranked(runs, value, isHigherBetter).Take((runs.Count + 1) / 2).Order()];

    /// <summary>Runs, the best first.</summary>
    public static IReadOnlyList<int> Ranked(IReadOnlyList<int> runs, Func<int, double?> value, bool isHigherBetter) =>
        [.. runs.Select(run => (Run: run, Value: value(run) is { } known && !double.IsNaN(known) ? known : (double?)null))
            .OrderBy(one => one.Value is null ? 1 : 0).ThenBy(one => (one.Value ?? 0) * (isHigherBetter ? -1 : 1)).ThenBy(one => one.Run).Select(one => one.Run)];
}
