using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Where a generator of pictures begins: learned maps, each times a number that is a linear function of the latent vector. Huang et al.
/// 2024, arXiv:2501.05441, the authors' program. Parameters: <c>basis</c> [maps, height, width] and, under <c>scales</c>, a weight.
/// </summary>
/// <remarks>y_m = (W z)_m · B_m, with B from N(0, 1) and W from N(0, 1 / features).</remarks>
/// <param name="maps">Number of maps, at least 1.</param>
/// <param name="height">Their height in pixels, at least 1.</param>
/// <param name="width">Their width in pixels, at least 1.</param>
public sealed class GenerativeBasis(int maps, int height, int width) : Module
{
    private readonly Dense _scales = new(maps, bias: false, Initializers.FanInNormal());
    private Parameter? _basis;

    /// <inheritdoc/>
    public override string Description => $"{Counted.Of(maps, "learned map")} of {height}x{width}, scaled";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => [_scales];

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        _scales.Build(scope.Child("scales"), input);
        _basis = AddParameter(scope, "basis", [maps, height, width], Initializers.Normal(0, 1));
        return _basis.Shape;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        return _scales.Forward(context, input).Reshape(input.Shape[0], maps, 1, 1) * context.Read(_basis!).Reshape(1, maps, height, width);
    }
}
