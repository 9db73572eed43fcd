using Belamy.Tensors;

namespace Belamy.Optimization;

/// <summary>Stochastic gradient descent with momentum.</summary>
/// <remarks>b ← μ b + g;  θ ← θ - α b. Polyak 1964; the form of Sutskever et al. 2013 with the rate outside, as in PyTorch.</remarks>
public sealed record Sgd : Optimizer
{
    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <summary>μ, the share of the velocity that stays at each move, in [0, 1).</summary>
    public double Momentum { get; init; }

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
                direction = (context.Read(velocity) * Momentum) + direction;
                context.Update(velocity, direction);
            }

            context.Update(parameters[at], context.Read(parameters[at]) - (learningRate * direction));
        }
    }
}
