namespace Belamy.Runs;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing; the run may be what was wanted.</summary>
    Notice,

    /// <summary>The run will hardly become what was wanted.</summary>
    Warning,

    /// <summary>Going on is of no use.</summary>
    Failure,
}

/// <summary>What was found about a run.</summary>
/// <param name="Symptom">The name of the symptom: <c>collapse</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Step">The step it was found at.</param>
/// <param name="Sentence">What is the matter, in one sentence with its numbers.</param>
/// <param name="Advice">What to do about it, in one sentence.</param>
public sealed record Finding(string Symptom, Severity Severity, long Step, string Sentence, string Advice);
