using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Adaptive instance normalization: each channel of each item is brought to mean 0 and variance 1, then scaled and shifted as a style says.
/// Huang and Belongie 2017, arXiv:1703.06868; Karras et al. 2018, arXiv:1812.04948, equation 1. Parameters: <c>affine/…</c>.
/// </summary>
/// <remarks>(1 + a) (x - μ(x)) / σ(x) + b with (a, b) = affine(w).</remarks>
/// <param name="styles">Values of a style, at least 1.</param>
/// <param name="epsilon">Added to the variance under the root.</param>
public sealed class AdaptiveInstanceNorm(int styles, double epsilon = 1e-8) : StyledLayer
{
    private Dense? _affine;

    /// <inheritdoc/>
    public override string Description => "adaptive instance norm";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => _affine is null ? [] : [_affine];

    /// <inheritdoc/>
    public override Tensor Apply(ForwardContext context, Tensor maps, Tensor style)
    {
        ArgumentNullException.ThrowIfNull(maps);
        int channels = maps.Shape[1];
        Tensor values = _affine!.Forward(context, style), normal = Normalization.Over(maps, Normalization.AxesFrom(2, maps.Rank), epsilon);
        return (normal * OverPixels(values.Slice(1, 0, channels) + 1, maps)) + OverPixels(values.Slice(1, channels, channels), maps);
    }

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        if (input.Rank < 2)
            throw Unfit(input, "it takes [channels, spatial sizes ...]");
        _affine = new Dense(2 * input[0], weight: new EqualizedLearningRate(Gain: 1));
        _affine.Build(scope.Child("affine"), [styles]);
        return input;
    }
}
