using System.ComponentModel.DataAnnotations;
using Belamy.Tensors;

namespace Belamy.Optimization;

/// <summary>Stochastic gradient descent with momentum.</summary>
/// <remarks>b ← μ b + g;  θ ← θ - α b, or with Nesterov's momentum θ ← θ - α (g + μ b). Polyak 1964; the form of Sutskever et al. 2013 with the rate outside, as in PyTorch.</remarks>
public sealed record Sgd : Optimizer
{
    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <summary>μ, the share of the velocity that stays at each move, in [0, 1).</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Momentum { get; init; }

    /// <summary>Whether the gradient is that of the point the velocity leads to.</summary>
    public bool Nesterov { get; init; }

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
            Tensor direction = gradients[at];
            if (Momentum != 0)
            {
                Parameter velocity = state.Of("velocity", parameters[at]);
                Tensor next = (context.Read(velocity) * Momentum) + direction;
                context.Update(velocity, next);
                direction = Nesterov ? direction + (next * Momentum) : next;
            }

            context.Update(parameters[at], context.Read(parameters[at]) - (learningRate * direction));
        }
    }
}
