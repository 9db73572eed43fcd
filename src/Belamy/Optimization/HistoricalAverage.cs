using Belamy.Tensors;

namespace Belamy.Optimization;

/// <summary>
/// Historical averaging: parameters are held near the mean of all their past values, which ends orbits. Salimans et al. 2016,
/// arXiv:1606.03498, section 3.3.
/// </summary>
/// <param name="state">Holds the means and the number of moves.</param>
public sealed class HistoricalAverage(OptimizerState state)
{
    /// <summary>Σ ‖θ - 1/t Σ θ[i]‖² over the parameters, the present values being the last of the mean; the means move on.</summary>
    /// <param name="context">The context of a move that changes the parameters.</param>
    /// <param name="parameters">What the player moves.</param>
    /// <returns>A scalar.</returns>
    public Tensor Distance(ForwardContext context, IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        Parameter count = state.Scalar("history");
        Tensor moves = context.Read(count) + 1;
        context.Update(count, moves);
        Tensor distance = Tensor.Zeros(Shape.Scalar, parameters.Count > 0 ? parameters[0].ElementType : ElementType.Float32);
        foreach (Parameter parameter in parameters)
        {
            Parameter mean = state.Of("history", parameter);
            Tensor value = context.Read(parameter);
            Tensor moved = context.Read(mean) + ((value.StopGradient() - context.Read(mean)) / moves.Cast(value.ElementType));
            context.Update(mean, moved);
            distance += (value - moved.StopGradient()).Square().Sum();
        }

        return distance;
    }
}
