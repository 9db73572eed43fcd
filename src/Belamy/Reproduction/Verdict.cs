namespace Belamy.Reproduction;

/// <summary>What came of a reproduction.</summary>
public enum Outcome
{
    /// <summary>Too short to be judged; every step of it ran.</summary>
    NotJudged,

    /// <summary>Every figure is what the check asks for.</summary>
    Reached,

    /// <summary>At least one figure is not.</summary>
    Missed,
}

/// <summary>A reproduction that was carried out: the table and what belongs to it.</summary>
public sealed record Verdict
{
    /// <summary>The name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>What it was measured on.</summary>
    public required string Data { get; init; }

    /// <summary>How much of the published protocol was carried out.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>What was carried out, in words: steps, seeds, sizes.</summary>
    public required string Description { get; init; }

    /// <summary>The lines of the table.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Remarks: what a figure means, what was tried where one was missed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The first seed.</summary>
    public required long Seed { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Follows from the recipe and the check: another one is due when it changes.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The version of Belamy.</summary>
    public required string Version { get; init; }

    /// <summary>The file of its picture, relative to the log; empty when there is none.</summary>
    public string Picture { get; init; } = "";

    /// <summary>What came of it.</summary>
    public Outcome Outcome =>
        Findings.Any(finding => finding.IsReached == false) ? Outcome.Missed
        : Protocol == Protocol.Quick ? Outcome.NotJudged
        : Outcome.Reached;
}
