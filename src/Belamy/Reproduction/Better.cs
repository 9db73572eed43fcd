namespace Belamy.Reproduction;

/// <summary>Which side of a published figure is as good as the figure.</summary>
public enum Better
{
    /// <summary>More is better: a value above the figure meets it.</summary>
    Higher,

    /// <summary>Less is better: a value below the figure meets it.</summary>
    Lower,

    /// <summary>Neither: a value meets the figure within its error alone.</summary>
    Neither,
}
