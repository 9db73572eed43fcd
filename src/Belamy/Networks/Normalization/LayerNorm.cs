using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Layer normalization: each item is brought to mean 0 and variance 1 over all of its values. Ba et al. 2016,
/// arXiv:1607.06450. Parameters: <c>scale</c> and <c>shift</c>, a value a channel (or feature).
/// </summary>
/// <param name="epsilon">Added to the variance under the root.</param>
public sealed class LayerNorm(double epsilon = 1e-5) : Module
{
    private Parameter? _scale;
    private Parameter? _shift;

    /// <inheritdoc/>
    public override string Description => "layer norm";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank < 1)
            throw Unfit(input, "it takes [features] or [channels, spatial sizes ...]");
        _scale = AddParameter(scope, "scale", [input[0]], Initializers.Ones);
        _shift = AddParameter(scope, "shift", [input[0]], Initializers.Zeros);
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        Tensor normal = Normalization.Over(input, Normalization.AxesFrom(1, input.Rank), epsilon);
        return (normal * context.Read(_scale!).AsChannels(input.Rank)) + context.Read(_shift!).AsChannels(input.Rank);
    }
}
