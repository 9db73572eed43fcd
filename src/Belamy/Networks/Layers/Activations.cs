using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>A function of each value by itself.</summary>
public abstract class Activation : Module
{
    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) => input;

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Apply(input);
    }

    /// <summary>The function.</summary>
    protected abstract Tensor Apply(Tensor x);
}

/// <summary>x where x &gt; 0, else 0; its slope at 0 is 0.</summary>
public sealed class ReLU : Activation
{
    /// <inheritdoc/>
    public override string Description => "ReLU";

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tensor.Select(x > 0, x, Tensor.Zeros(x.Shape, x.ElementType));
    }
}

/// <summary>x where x &gt; 0, else slope × x.</summary>
/// <param name="slope">The slope below 0.</param>
public sealed class LeakyReLU(double slope = 0.2) : Activation
{
    /// <inheritdoc/>
    public override string Description => $"leaky ReLU {slope:0.###}";

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tensor.Select(x > 0, x, x * slope);
    }
}

/// <summary>x where x &gt; 0, else e^x - 1. Clevert et al. 2015, arXiv:1511.07289.</summary>
public sealed class Elu : Activation
{
    /// <inheritdoc/>
    public override string Description => "ELU";

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        // The bound keeps the exponential, which is not selected there, from overflowing.
        return Tensor.Select(x > 0, x, x.Min(0).Exp() - 1);
    }
}

/// <summary>The hyperbolic tangent, in (-1, 1).</summary>
public sealed class Tanh : Activation
{
    /// <inheritdoc/>
    public override string Description => "tanh";

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Tanh();
    }
}

/// <summary>1 / (1 + e^-x), in (0, 1).</summary>
public sealed class Sigmoid : Activation
{
    /// <inheritdoc/>
    public override string Description => "sigmoid";

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Sigmoid();
    }
}

/// <summary>ln(1 + e^x), a smooth ReLU.</summary>
public sealed class Softplus : Activation
{
    /// <inheritdoc/>
    public override string Description => "softplus";

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Softplus();
    }
}

/// <summary>scale × x + offset with fixed numbers: brings the range of one layer to that of another.</summary>
/// <param name="scale">The factor.</param>
/// <param name="offset">What is added.</param>
public sealed class Affine(double scale, double offset) : Activation
{
    /// <inheritdoc/>
    public override string Description => $"{scale:0.###} x + {offset:0.###}";

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return (x * scale) + offset;
    }
}
