namespace Belamy.Games;

/// <summary>Where the holes are that a system learns to fill.</summary>
public enum HoleShape
{
    /// <summary>A rectangle in the middle, half as high and wide as the picture.</summary>
    Centre,

    /// <summary>A rectangle anywhere, a quarter to half as high and wide as the picture.</summary>
    Anywhere,

    /// <summary>A brush stroke of six straight pieces, each in a direction of its own.</summary>
    Strokes,

    /// <summary>The left, the right, the upper or the lower half.</summary>
    Half,
}
