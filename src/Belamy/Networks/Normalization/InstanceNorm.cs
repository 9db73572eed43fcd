using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Instance normalization: each channel of each item is brought to mean 0 and variance 1 over its spatial axes. Ulyanov et
/// al. 2016, arXiv:1607.08022. Parameters, unless it is not affine: <c>scale</c> and <c>shift</c> [channels].
/// </summary>
/// <param name="affine">Whether it scales and shifts each channel.</param>
/// <param name="epsilon">Added to the variance under the root.</param>
public sealed class InstanceNorm(bool affine = true, double epsilon = 1e-5) : Module
{
    private Parameter? _scale;
    private Parameter? _shift;

    /// <inheritdoc/>
    public override string Description => "instance norm";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank < 2)
            throw Unfit(input, "it takes [channels, spatial sizes ...]");
        if (affine)
        {
            _scale = AddParameter(scope, "scale", [input[0]], Initializers.Ones);
            _shift = AddParameter(scope, "shift", [input[0]], Initializers.Zeros);
        }

        return input;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        Tensor normal = Normalization.Over(input, Normalization.AxesFrom(2, input.Rank), epsilon);
        return affine
            ? (normal * context.Read(_scale!).AsChannels(input.Rank)) + context.Read(_shift!).AsChannels(input.Rank)
            : normal;
    }
}
