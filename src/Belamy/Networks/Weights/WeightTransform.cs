using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>How a layer's weight is made from what training changes. One value describes it for any number of layers.</summary>
public abstract record WeightTransform
{
    /// <summary>The initial values of the trained weight.</summary>
    /// <param name="layer">The layer's own.</param>
    public virtual Initializer Initial(Initializer layer) => layer;

    /// <summary>Creates what one layer needs beside its weight, and returns the weight to use in a pass.</summary>
    /// <param name="site">The layer's weight.</param>
    public abstract Func<ForwardContext, Tensor> Build(WeightSite site);
}

/// <summary>The weight of one layer, as a <see cref="WeightTransform"/> sees it.</summary>
/// <param name="Weight">What training changes.</param>
/// <param name="OutputAxis">The axis of the layer's outputs.</param>
/// <param name="Fan">The layer's fan.</param>
/// <param name="AddParameter">Creates a parameter of the layer that training changes: its name, shape and initial values.</param>
/// <param name="AddStatistic">Creates a parameter of the layer that is measured: its name, shape and initial values.</param>
public sealed record WeightSite(
    Parameter Weight,
    int OutputAxis,
    Fan Fan,
    Func<string, Shape, Initializer, Parameter> AddParameter,
    Func<string, Shape, Initializer, Parameter> AddStatistic);
