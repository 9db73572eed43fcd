using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Equalized learning rate: w × gain / √fan-in with w ~ N(0, 1), so that every weight moves at a speed of its own scale.
/// Karras et al. 2017, arXiv:1710.10196, section 4.1.
/// </summary>
/// <param name="Gain">√2 before ReLU, 1 before a linear output; √2 when left out.</param>
/// <param name="Speed">
/// How many times as fast the weight moves, above 0: w × speed with w ~ N(0, 1 / speed²). A mapping network has 0.01. Karras et al. 2018,
/// arXiv:1812.04948, appendix C.
/// </param>
public sealed record EqualizedLearningRate(double Gain = 1.4142135623730951, double Speed = 1) : WeightTransform
{
    /// <inheritdoc/>
    public override Initializer Initial(Initializer layer) => Initializers.Normal(0, 1 / Speed);

    /// <inheritdoc/>
    public override Func<ForwardContext, Tensor> Build(WeightSite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        double factor = Gain * Speed / Math.Sqrt(site.Fan.In);
        return context => context.Read(site.Weight) * factor;
    }
}
