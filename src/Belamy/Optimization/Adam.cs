using System.ComponentModel.DataAnnotations;
using Belamy.Tensors;

namespace Belamy.Optimization;

/// <summary>Adam. Kingma and Ba 2015, arXiv:1412.6980, algorithm 1.</summary>
/// <remarks>
/// m ← β₁ m + (1 - β₁) g;  v ← β₂ v + (1 - β₂) g²;  θ ← θ - α m̂ / (√v̂ + ε), where m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ).
/// The factors 1 - βᵗ are kept as scalars c ← β c + (1 - β), which in single precision is closer to them than a power of β.
/// </remarks>
public sealed record Adam : Optimizer
{
    /// <inheritdoc/>
    public override string Name => "adam";

    /// <summary>β₁, the share of the first moment that stays at each move, in [0, 1).</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>β₂, the share of the second moment that stays at each move, in [0, 1).</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What β₂ is once a burn-in is over, in [0, 1); null for the same all along. Without effect in a game without a burn-in. Huang et al. 2024, arXiv:2501.05441.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double? FinalBeta2 { get; init; }

    /// <summary>ε, added to the root of the second moment.</summary>
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
        ArgumentNullException.ThrowIfNull(learningRate);
        Tensor firstWeight = Warm(context, state.Scalar("first-weight"), Beta1);
        Tensor? beta2 = FinalBeta2 is { } last ? context.Between(Beta2, last) : null;
        Tensor secondWeight = beta2 is null ? Warm(context, state.Scalar("second-weight"), Beta2) : Average(context, state.Scalar("second-weight"), Tensor.Constant(1, Shape.Scalar), beta2);
        Tensor rate = learningRate / firstWeight;
        Tensor scale = secondWeight.Rsqrt();
        for (int at = 0; at < parameters.Count; at++)
        {
            Parameter parameter = parameters[at];
            Tensor gradient = gradients[at];
            Tensor first = Average(context, state.Of("first-moment", parameter), gradient, Beta1);
            Parameter squares = state.Of("second-moment", parameter);
            Tensor second = beta2 is null ? Average(context, squares, gradient.Square(), Beta2) : Average(context, squares, gradient.Square(), beta2);
            context.Update(parameter, context.Read(parameter) - (rate * first / ((Root(second) * scale) + Epsilon)));
        }
    }

    private static Tensor Average(ForwardContext context, Parameter moment, Tensor value, double beta)
    {
        Tensor average = (context.Read(moment) * beta) + (value * (1 - beta));
        context.Update(moment, average);
        return average;
    }

    private static Tensor Average(ForwardContext context, Parameter moment, Tensor value, Tensor beta)
    {
        Tensor average = (context.Read(moment) * beta) + (value * (1 - beta));
        context.Update(moment, average);
        return average;
    }

    private static Tensor Warm(ForwardContext context, Parameter weight, double beta)
    {
        Tensor next = (context.Read(weight) * beta) + (1 - beta);
        context.Update(weight, next);
        return next;
    }
}
