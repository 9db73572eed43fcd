using System.Runtime.InteropServices;
using Belamy.Games;
using Belamy.Runs;

namespace Belamy.Diagnosis;

/// <summary>The numbers of a run's log, as symptoms look at them: one series for each name, over the log's lines so far.</summary>
public sealed class RunHistory
{
    /// <summary>Lines at the beginning of a run in which the players find their balance: what they do there says nothing yet.</summary>
    public const int StartLines = 30;

    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);

    /// <summary>The step of the last line; 0 before the first.</summary>
    public long Step { get; private set; }

    /// <summary>The names of all numbers, in the order they came up.</summary>
    public IReadOnlyCollection<string> Names => _series.Keys;

    /// <summary>The history in a log.</summary>
    /// <param name="log">Its lines, as <see cref="RunLog.ReadMetrics"/> gives them.</param>
    public static RunHistory Of(IEnumerable<IReadOnlyDictionary<string, double>> log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var history = new RunHistory();
        foreach (IReadOnlyDictionary<string, double> line in log)
            history.Add(line);
        return history;
    }

    /// <summary>Adds a line of the log.</summary>
    /// <param name="line">Its numbers by name, <c>step</c> among them.</param>
    public void Add(IReadOnlyDictionary<string, double> line)
    {
        ArgumentNullException.ThrowIfNull(line);
        Add((long)line["step"], line);
    }

    /// <summary>Adds a line of the log.</summary>
    /// <param name="step">Its step.</param>
    /// <param name="numbers">Its numbers by name.</param>
    public void Add(long step, IReadOnlyDictionary<string, double> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        Step = step;
        foreach ((string name, double value) in numbers)
        {
            if (name == "step")
                continue;
            if (!_series.TryGetValue(name, out Series? series))
                _series.Add(name, series = new Series());
            series.Steps.Add(step);
            series.Values.Add(value);
        }
    }

    /// <summary>Forgets everything after a step.</summary>
    /// <param name="step">The last step that remains.</param>
    public void CutBack(long step)
    {
        Step = Math.Min(Step, step);
        foreach (Series series in _series.Values)
        {
            int kept = series.Steps.FindLastIndex(one => one <= step) + 1;
            series.Steps.RemoveRange(kept, series.Steps.Count - kept);
            series.Values.RemoveRange(kept, series.Values.Count - kept);
        }
    }

    /// <summary>All values of a number, the oldest first.</summary>
    /// <param name="name">The number: <c>generator-loss</c>.</param>
    public ReadOnlySpan<double> All(string name) =>
        _series.TryGetValue(name, out Series? series) ? CollectionsMarshal.AsSpan(series.Values) : [];

    /// <summary>The last values of a number, the oldest first; nothing where there are fewer.</summary>
    /// <param name="name">The number.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<double> Last(string name, int count)
    {
        ReadOnlySpan<double> all = All(name);
        return all.Length >= count ? all[^count..] : [];
    }

    /// <summary>The last values of a number, the oldest first; nothing where fewer came after the beginning.</summary>
    /// <param name="name">The number.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<double> LastSettled(string name, int count)
    {
        ReadOnlySpan<double> all = All(name);
        return all.Length >= StartLines + count ? all[^count..] : [];
    }

    /// <summary>Whether a number was logged often enough, or not at all in as many lines as would have held it.</summary>
    /// <param name="name">The number.</param>
    /// <param name="count">How many values are wanted.</param>
    /// <param name="beside">A number that would be logged as often.</param>
    internal bool IsSeen(string name, int count, string beside) =>
        All(name).Length >= count || (All(name).IsEmpty && All(beside).Length >= count);

    /// <summary>Whether the log of losses is longer than the beginning by a number of lines.</summary>
    internal bool IsSettled(int lines)
    {
        foreach (string name in Names)
        {
            if (name.EndsWith(Numbers.LossSuffix, StringComparison.Ordinal) && All(name).Length >= StartLines + lines)
                return true;
        }

        return false;
    }

    /// <summary>The steps at which a number was measured, one for each of <see cref="All"/>.</summary>
    /// <param name="name">The number.</param>
    public ReadOnlySpan<long> StepsOf(string name) =>
        _series.TryGetValue(name, out Series? series) ? CollectionsMarshal.AsSpan(series.Steps) : [];

    /// <summary>Whether there are values, and none of them is below a limit.</summary>
    internal static bool AreAtLeast(ReadOnlySpan<double> values, double limit)
    {
        foreach (double value in values)
        {
            if (value < limit)
                return false;
        }

        return !values.IsEmpty;
    }

    /// <summary>The mean of values.</summary>
    internal static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum / values.Length;
    }

    /// <summary>The middle one of the values' absolute amounts.</summary>
    internal static double MedianAmount(ReadOnlySpan<double> values)
    {
        double[] sorted = [.. values];
        for (int at = 0; at < sorted.Length; at++)
            sorted[at] = Math.Abs(sorted[at]);
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    private sealed class Series
    {
        public List<long> Steps { get; } = [];

        public List<double> Values { get; } = [];
    }
}
