namespace Belamy.Reproduction;

/// <summary>A reproduction that was carried out: the table and what belongs to it.</summary>
public sealed record Verdict
{
    /// <summary>The form of judging that verdicts have now.</summary>
    public const int CurrentForm = 2;

    /// <summary>
    /// The form of judging: 0 for verdicts of a time when rows had no kinds and "reached" meant no more than a bound of ours.
    /// They are read and shown, and stand for nothing.
    /// </summary>
    public int Form { get; init; }

    /// <summary>The name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>What it was measured on.</summary>
    public required string Data { get; init; }

    /// <summary>How much of the published protocol was carried out.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>What was carried out, in words: steps, sizes.</summary>
    public required string Description { get; init; }

    /// <summary>The rows of the table.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Remarks: what a figure means, what was tried where one was missed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The first seed.</summary>
    public required long Seed { get; init; }

    /// <summary>All seeds that something was trained with.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [];

    /// <summary>How long it took by the clock, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>How long the processor worked for it, in seconds of one core; 0 where that was not kept.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>What it ran on; null where that was not kept.</summary>
    public Machine? Machine { get; init; }

    /// <summary>The commit that the program was built from; empty where that is not known.</summary>
    public string Commit { get; init; } = "";

    /// <summary>Follows from the recipe and the check: another one is due when it changes.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The version of Belamy.</summary>
    public required string Version { get; init; }

    /// <summary>The file of its picture, relative to the log; empty when there is none.</summary>
    public string Picture { get; init; } = "";

    /// <summary>How many rows of a kind were judged.</summary>
    /// <param name="evidence">The kind.</param>
    public int Asked(Evidence evidence) => Findings.Count(finding => finding.Evidence == evidence && finding.IsReached is not null);

    /// <summary>How many rows of a kind were missed.</summary>
    /// <param name="evidence">The kind.</param>
    public int Missed(Evidence evidence) => Findings.Count(finding => finding.Evidence == evidence && finding.IsReached == false);

    /// <summary>What came of it.</summary>
    /// <remarks>
    /// The highest kind of evidence that all rows of that kind carry, provided that those below it carry theirs: a missed
    /// bound or effect is a miss of the whole. A missed figure leaves an effect that is shown, and is named beside it; where
    /// no effect is shown it is a miss of the whole too.
    /// </remarks>
    public Outcome Outcome =>
        Protocol == Protocol.Quick ? (Findings.Any(finding => finding.IsReached == false) ? Outcome.Missed : Outcome.NotJudged)
        : Form < CurrentForm ? Outcome.Earlier
        : Missed(Evidence.Works) > 0 || Missed(Evidence.Effect) > 0 ? Outcome.Missed
        : Missed(Evidence.Figure) > 0 ? (Asked(Evidence.Effect) > 0 ? Outcome.EffectShown : Outcome.Missed)
        : Asked(Evidence.Figure) > 0 ? Outcome.FigureMet
        : Asked(Evidence.Effect) > 0 ? Outcome.EffectShown
        : Asked(Evidence.Works) > 0 ? Outcome.Works
        : Outcome.NotJudged;
}
