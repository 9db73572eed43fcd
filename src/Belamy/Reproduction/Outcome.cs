namespace Belamy.Reproduction;

/// <summary>What came of a reproduction.</summary>
public enum Outcome
{
    /// <summary>Nothing was judged: too short, or nothing was asked. Every step of it ran.</summary>
    NotJudged,

    /// <summary>It was judged by an earlier kind of check, whose asks were bounds of ours; it stands for nothing until it is run again.</summary>
    Earlier,

    /// <summary>A bound, an effect or a figure is not what was asked for.</summary>
    Missed,

    /// <summary>It works by bounds of ours. Nothing of the paper is shown.</summary>
    Works,

    /// <summary>The paper's idea beats the same game without it by more than the spread of the seeds.</summary>
    EffectShown,

    /// <summary>The paper's figures are met within their errors.</summary>
    FigureMet,
}
