using System.Globalization;
using Belamy.Runs;

namespace Belamy.Diagnosis;

/// <summary>
/// One way in which training goes wrong, recognized by the numbers of the log alone, so that a run can be examined while
/// it goes on and long after. Symptoms are found by their type; a new one is a new file.
/// </summary>
public abstract class Symptom
{
    private static readonly Lazy<IReadOnlyList<Symptom>> Found = new(() =>
        [.. typeof(Symptom).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Symptom)))
            .Select(type => (Symptom)Activator.CreateInstance(type)!)
            .OrderBy(symptom => symptom.Name, StringComparer.Ordinal)]);

    /// <summary>All symptoms, in alphabetical order.</summary>
    public static IReadOnlyList<Symptom> All => Found.Value;

    /// <summary>Its name: <c>collapse</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How much it matters.</summary>
    public abstract Severity Severity { get; }

    /// <summary>What to do about it, in one sentence.</summary>
    public abstract string Advice { get; }

    /// <summary>
    /// Whether the log is long enough to look for it. What a run does not log at all, such as accuracies where there is no
    /// discriminator, is not waited for.
    /// </summary>
    /// <param name="history">The log so far.</param>
    public abstract bool IsJudged(RunHistory history);

    /// <summary>Looks for it.</summary>
    /// <param name="history">The log so far.</param>
    /// <returns>What is the matter, in one sentence with its numbers; null when the run does not have it.</returns>
    public abstract string? Look(RunHistory history);

    /// <summary>Whether there are values, and all are below a limit.</summary>
    protected static bool AreBelow(double limit, ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (value >= limit)
                return false;
        }

        return !values.IsEmpty;
    }

    /// <summary>A share in whole percent: 78 %.</summary>
    protected static string Percent(double share) => $"{(share * 100).ToString("0", CultureInfo.InvariantCulture)} %";

    /// <summary>A number with three digits that matter.</summary>
    protected static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
