namespace Belamy.Objectives;

/// <summary>What a relativistic objective makes of the difference between a real and a generated item.</summary>
public enum RelativisticBase
{
    /// <summary>softplus(-d), the cross-entropy of σ(d) with 1.</summary>
    CrossEntropy,

    /// <summary>(d - 1)².</summary>
    LeastSquares,

    /// <summary>max(0, 1 - d).</summary>
    Hinge,
}
