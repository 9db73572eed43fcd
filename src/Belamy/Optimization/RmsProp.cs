using System.ComponentModel.DataAnnotations;
using Belamy.Tensors;

namespace Belamy.Optimization;

/// <summary>RMSProp. Tieleman and Hinton 2012, "Neural networks for machine learning", lecture 6.5.</summary>
/// <remarks>v ← ρ v + (1 - ρ) g²;  θ ← θ - α g / (√v + ε).</remarks>
public sealed record RmsProp : Optimizer
{
    /// <inheritdoc/>
    public override string Name => "rmsprop";

    /// <summary>ρ, the share of the mean square that stays at each move, in [0, 1).</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Decay { get; init; } = 0.99;

    /// <summary>ε, added to the root of the mean square.</summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    public override void Apply(
        ForwardContext context, OptimizerState state, IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> gradients, Tensor learningRate)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(gradients);
        for (int at = 0; at < parameters.Count; at++)
        {
            Parameter meanSquare = state.Of("mean-square", parameters[at]);
            Tensor next = (context.Read(meanSquare) * Decay) + (gradients[at].Square() * (1 - Decay));
            context.Update(meanSquare, next);
            context.Update(parameters[at], context.Read(parameters[at]) - (learningRate * gradients[at] / (Root(next) + Epsilon)));
        }
    }
}
