using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>In training adds N(0, deviation²) to every value, other noise at every application; in use passes everything.</summary>
/// <param name="deviation">The deviation of the noise, at least 0.</param>
public sealed class GaussianNoise(double deviation) : Module
{
    private readonly double _deviation = deviation >= 0 ? deviation : throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "The deviation of noise is at least 0.");

    /// <inheritdoc/>
    public override string Description => $"noise {_deviation:0.###}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input;

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        return context.IsTraining && _deviation > 0 ? input + (context.RandomNormal(Path, input.Shape).Cast(input.ElementType) * _deviation) : input;
    }
}
