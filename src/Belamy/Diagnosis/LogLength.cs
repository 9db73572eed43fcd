using Belamy.Games;
namespace Belamy.Diagnosis;

/// <summary>Whether a log is long enough for its silence to mean that nothing is the matter.</summary>
public static class LogLength
{
    /// <summary>The symptoms that a log is too short to look for.</summary>
    public static IReadOnlyList<Symptom> NotJudged(RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return [.. Symptom.All.Where(symptom => !symptom.IsJudged(history))];
    }

    /// <summary>Says in a sentence or two what cannot be judged yet; null where the log is long enough for all.</summary>
    public static string? Describe(RunHistory history)
    {
        IReadOnlyList<Symptom> open = NotJudged(history);
        if (open.Count == 0)
            return null;
        int lines = history.Names.Max(name => (int?)history.All(name).Length) ?? 0;
        int measures = history.All(Numbers.DataDiversity).Length;
        return $"There is too little log to judge: {Counted.Of(lines, "line")} and {Counted.Of(measures, "measure")} of samples. Not looked for yet: {string.Join(", ", open.Select(symptom => symptom.Name))}.";
    }
}
