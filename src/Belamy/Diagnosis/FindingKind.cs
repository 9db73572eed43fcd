using Belamy.Runs;

namespace Belamy.Diagnosis;

/// <summary>All findings of one symptom in a run: each time that it came back is a finding of its own.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last, with the numbers that are worth telling.</param>
/// <param name="Count">How many there are.</param>
public sealed record FindingKind(Finding First, Finding Last, int Count)
{
    /// <summary>When they were: <c>at step 940</c>, <c>3 times from step 940 on</c>.</summary>
    public string When => Count == 1 ? $"at step {Quantity.Count(First.Step)}" : $"{Count} times from step {Quantity.Count(First.Step)} on";

    /// <summary>Sorts findings by their symptom, in the order in which each was first found.</summary>
    public static IReadOnlyList<FindingKind> Of(IEnumerable<Finding> findings) =>
        [.. findings.OrderBy(finding => finding.Step).GroupBy(finding => finding.Symptom).Select(kind => new FindingKind(kind.First(), kind.Last(), kind.Count()))];
}
