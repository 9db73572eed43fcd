using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Minibatch discrimination: features of an item are joined by how close it is to the others of its batch, so that a lack of
/// variety shows. Salimans et al. 2016, arXiv:1606.03498, section 3.2. Parameter: <c>weight</c> [features, kernels × dimensions].
/// </summary>
/// <remarks>M_i = f(x_i) T;  c_b(i, j) = e^(-‖M_ib - M_jb‖₁);  o_ib = Σ_{j≠i} c_b(i, j). Takes [features], returns [features + kernels].</remarks>
/// <param name="kernels">Number of closenesses, at least 1.</param>
/// <param name="dimensions">Values that each is measured by, at least 1.</param>
/// <param name="initializer">Initial weights; N(0, 0.05²) when left out.</param>
public sealed class MinibatchDiscrimination(int kernels = 100, int dimensions = 5, Initializer? initializer = null) : Module
{
    private Parameter? _weight;

    /// <inheritdoc/>
    public override string Description => $"minibatch discrimination, {Counted.Of(kernels, "kernel")} of {dimensions}";

    internal override bool SeesItemsAlone => false;

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank != 1)
            throw Unfit(input, "put Flatten before it");
        _weight = AddParameter(scope, "weight", [input[0], kernels * dimensions], initializer ?? Initializers.Normal(0, 0.05));
        return [input[0] + kernels];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        int batch = input.Shape[0];
        Tensor projected = Tensor.MatMul(input, context.Read(_weight!));
        Tensor difference = projected.Reshape(batch, 1, kernels, dimensions) - projected.Reshape(1, batch, kernels, dimensions);
        // Each item is at distance 0 of itself, which adds e⁰ = 1.
        Tensor closeness = (-difference.Abs().Sum(3)).Exp().Sum(1) - 1;
        return Tensor.Concat(1, input, closeness);
    }
}
