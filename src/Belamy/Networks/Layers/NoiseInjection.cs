using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Noise from N(0, 1), one map for all channels, is added at a strength that is learned, in use too: what is left to chance in a picture,
/// such as single hairs. Karras et al. 2018, arXiv:1812.04948, section 2. Parameter: <c>strength</c>, [1] or [channels], which begins at 0.
/// </summary>
/// <param name="byChannel">Whether each channel has a strength of its own.</param>
public sealed class NoiseInjection(bool byChannel = false) : Module
{
    private Parameter? _strength;

    /// <inheritdoc/>
    public override string Description => "added noise";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank < 2)
            throw Unfit(input, "it takes [channels, spatial sizes ...]");
        _strength = AddParameter(scope, "strength", [byChannel ? input[0] : 1], Initializers.Zeros);
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        Tensor noise = context.RandomNormal(Path, input.Shape.With(1, 1)).Cast(input.ElementType);
        return input + (noise * context.Read(_strength!).AsChannels(input.Rank));
    }
}
