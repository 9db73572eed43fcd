namespace Belamy.Games;

/// <summary>How what was made comes into a hole.</summary>
public enum Blending
{
    /// <summary>Its differences of neighbours do, so that no seam is seen.</summary>
    Poisson,

    /// <summary>Its values do.</summary>
    Paste,
}
