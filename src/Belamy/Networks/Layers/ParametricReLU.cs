using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>x where x &gt; 0, else a x with a learned a for each channel. He et al. 2015, arXiv:1502.01852. Parameter: <c>slope</c> [channels].</summary>
/// <param name="initial">The slope at the beginning.</param>
public sealed class ParametricReLU(double initial = 0.25) : Module
{
    private Parameter? _slope;

    /// <inheritdoc/>
    public override string Description => "parametric ReLU";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank < 1)
            throw Unfit(input, "it takes [features] or [channels, spatial sizes ...]");
        _slope = AddParameter(scope, "slope", [input[0]], Initializers.Constant(initial));
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        return Tensor.Select(input > 0, input, input * context.Read(_slope!).AsChannels(input.Rank));
    }
}
