using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// The logit of a projection discriminator: V_y · φ + ψ(φ), with a vector V_y of each class and an affine ψ. Miyato and
/// Koyama 2018, arXiv:1802.05637, equation 5. Parameters: <c>weight</c> [classes, features]; child <c>score</c>.
/// </summary>
/// <param name="classes">Number of classes, at least 1.</param>
/// <param name="transform">How the weights are made, such as <see cref="SpectralNorm"/>; as they are when left out.</param>
public sealed class ProjectionHead(int classes, WeightTransform? transform = null) : Module
{
    private readonly int _classes = classes >= 1 ? classes : throw new ArgumentOutOfRangeException(nameof(classes), classes, "A projection needs at least one class.");
    private readonly Dense _score = new(1, weight: transform);
    private Func<ForwardContext, Tensor>? _vectors;

    /// <inheritdoc/>
    public override string Description => $"projection on {_classes} classes";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => [_score];

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (input.Rank != 1)
            throw Unfit(input, "put Flatten before it");
        _score.Build(scope.Child("score"), input);
        _vectors = AddWeight(scope, "weight", [_classes, input[0]], Initializers.GlorotUniform, new Fan(input[0], _classes), outputAxis: 0, transform);
        return [1];
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => OnForward(context, input, null);

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input, Tensor? labels)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        Tensor vectors = _vectors!(context).Gather(Required(labels));
        return _score.Forward(context, input) + (vectors * input).Sum(1, keepAxes: true);
    }
}
