using Belamy.Optimization;

namespace Belamy;

/// <summary>How one player of a recipe learns.</summary>
public sealed record PlayerSettings
{
    /// <summary>The learning rate, above 0; null for what suits the networks and the data.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The rule that turns gradients into changes.</summary>
    public Optimizer Optimizer { get; init; } = new Adam { Beta1 = 0.5 };

    /// <summary>The greatest norm of all gradients of a move together, to which longer ones are shortened; 0 for no limit.</summary>
    public double GradientLimit { get; init; }
}
