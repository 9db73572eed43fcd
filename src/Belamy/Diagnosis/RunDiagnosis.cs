using Belamy.Runs;

namespace Belamy.Diagnosis;

/// <summary>Something that is or was the matter with a run.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="IsPresent">Whether it still is the matter.</param>
/// <param name="Sentence">When and what, in one sentence with its numbers.</param>
/// <param name="Advice">What to do about it, in one sentence.</param>
public sealed record Complaint(Severity Severity, bool IsPresent, string Sentence, string Advice);

/// <summary>What is the matter with a run, finished or going on, by its log alone.</summary>
/// <param name="Step">The last step of the log.</param>
/// <param name="Complaints">What is the matter, what still is before what no longer is.</param>
/// <param name="Verdict">All in a sentence where nothing is the matter, or the log is too short to tell; null where complaints say it all.</param>
/// <param name="Trend">Where the losses go, in a sentence; null while there is no log.</param>
public sealed record RunDiagnosis(long Step, IReadOnlyList<Complaint> Complaints, string? Verdict, string? Trend)
{
    /// <summary>Examines a run.</summary>
    /// <param name="log">Its log.</param>
    /// <exception cref="BelamyException">The log cannot be read.</exception>
    public static RunDiagnosis Of(RunLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Of(log.ReadAll());
    }

    /// <summary>Examines a run by all that its log holds.</summary>
    internal static RunDiagnosis Of(RunLogNews log)
    {
        var watch = new Watch();
        return Of(watch, watch.AddAll(log.Numbers), log.Findings);
    }

    /// <summary>Examines a run whose log was looked at already.</summary>
    /// <param name="watch">What has looked at it.</param>
    /// <param name="found">All that it found on the way.</param>
    /// <param name="logged">The findings in the log.</param>
    internal static RunDiagnosis Of(Watch watch, IReadOnlyList<Finding> found, IReadOnlyList<Finding> logged)
    {
        if (watch.History.Names.Count == 0 && logged.Count == 0)
            return new RunDiagnosis(0, [], "Its log is empty so far; there is nothing to go by.", null);

        // Symptoms are looked for anew; what the trainer alone could see is in the log.
        Finding[] events = [.. logged.Where(finding => !Symptom.All.Any(symptom => symptom.Name == finding.Symptom))];
        IReadOnlyList<Finding> present = watch.Present;
        ILookup<bool, FindingKind> kinds = FindingKind.Of(found.Concat(events)).ToLookup(kind => present.Contains(kind.Last));
        return new RunDiagnosis(
            watch.History.Step,
            [.. kinds[true].Select(Present), .. kinds[false].Select(kind => Past(kind, events.Contains(kind.Last)))],
            Judge(watch.History, found, events, present),
            Diagnosis.Trend.Describe(watch.History));
    }

    private static Complaint Present(FindingKind kind)
    {
        string before = kind.Count > 1 ? $", {kind.When}" : "";
        return new Complaint(kind.Last.Severity, IsPresent: true, $"Since step {Quantity.Count(kind.Last.Step)}{before}: {kind.Last.Sentence}", kind.Last.Advice);
    }

    private static Complaint Past(FindingKind kind, bool isEvent) =>
        new(kind.Last.Severity, IsPresent: false, $"{char.ToUpperInvariant(kind.When[0])}{kind.When[1..]}{(isEvent ? "" : ", gone since")}: {kind.Last.Sentence}", kind.Last.Advice);

    private static string? Judge(RunHistory history, IReadOnlyList<Finding> found, Finding[] events, IReadOnlyList<Finding> present)
    {
        if (LogLength.Describe(history) is { } tooLittle)
            return tooLittle;
        // What ended a run is the matter with it, whatever the lines before say.
        if (present.Count > 0 || events.Any(finding => finding.Severity == Severity.Failure && finding.Step >= history.Step))
            return null;
        if (Diagnosis.Trend.IsWorsening(history))
            return "There is no finding, but it is not well either.";
        return events.Length == 0 && found.Count == 0 ? "Nothing is the matter with it." : "Nothing is the matter with it now.";
    }
}
