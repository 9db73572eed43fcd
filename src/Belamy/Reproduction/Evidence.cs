namespace Belamy.Reproduction;

/// <summary>What a row of a check can show.</summary>
public enum Evidence
{
    /// <summary>Nothing: the figure is only told.</summary>
    Told,

    /// <summary>That the model works: a bound of ours that a sound implementation keeps. It says nothing about the paper.</summary>
    Works,

    /// <summary>
    /// That the paper's idea does what the paper says: the medians with it and without it differ by more than the spread of
    /// the seeds.
    /// </summary>
    Effect,

    /// <summary>That the paper's figure is met within its error.</summary>
    Figure,
}
