using Belamy.Tensors;

namespace Belamy.Optimization;

/// <summary>
/// The state of one player's optimizer: parameters under <c>optimizer/PLAYER/</c>, all 0 at first. A parameter that
/// belongs to two players has state for each.
/// </summary>
/// <param name="store">Holds the state.</param>
/// <param name="owner">The player's name.</param>
public sealed class OptimizerState(ParameterStore store, string owner)
{
    /// <summary>A value for the whole optimizer.</summary>
    /// <param name="slot">What it is: <c>first-weight</c>.</param>
    /// <returns>A scalar parameter.</returns>
    public Parameter Scalar(string slot) => Find($"optimizer/{owner}/{slot}", Shape.Scalar, ElementType.Float32);

    /// <summary>A value for each element of a parameter.</summary>
    /// <param name="slot">What it is: <c>first-moment</c>.</param>
    /// <param name="parameter">The parameter it belongs to.</param>
    /// <returns>A parameter of the same shape and type.</returns>
    public Parameter Of(string slot, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return Find($"optimizer/{owner}/{slot}/{parameter.Name}", parameter.Shape, parameter.ElementType);
    }

    private Parameter Find(string name, Shape shape, ElementType elementType) => store.FindOrCreate(name, shape, elementType);
}
