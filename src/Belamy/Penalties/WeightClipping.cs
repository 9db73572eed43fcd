using System.ComponentModel.DataAnnotations;
using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>After every move each of the discriminator's weights is clipped to [-c, c], which bounds its slope. Arjovsky et al. 2017, arXiv:1701.07875, algorithm 1.</summary>
public sealed record WeightClipping : Penalty
{
    /// <inheritdoc/>
    public override string Name => "weight-clipping";

    /// <summary>c, above 0.</summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Bound { get; init; } = 0.01;

    /// <inheritdoc/>
    public override void Constrain(ForwardContext context, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (Parameter parameter in parameters)
        {
            Tensor bound = Tensor.Constant(Bound, parameter.Shape, parameter.ElementType);
            context.Update(parameter, Tensor.Min(Tensor.Max(context.Read(parameter), -bound), bound));
        }
    }
}
