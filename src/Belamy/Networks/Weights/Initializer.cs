using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>How many values feed one unit of a layer, and how many units one value feeds; what initial scales depend on.</summary>
/// <param name="In">Inputs of one output.</param>
/// <param name="Out">Outputs of one input.</param>
public readonly record struct Fan(double In, double Out);

/// <summary>The rule that gives a parameter its initial values. The predefined ones are in <see cref="Initializers"/>.</summary>
public abstract record Initializer
{
    /// <summary>The initial values as a graph, Float32.</summary>
    /// <param name="state">Int32 [4], the state that random numbers are drawn from.</param>
    /// <param name="stream">The parameter's own stream of random numbers.</param>
    /// <param name="shape">The parameter's shape.</param>
    /// <param name="fan">The layer's fan.</param>
    public abstract Tensor Values(Tensor state, uint stream, Shape shape, Fan fan);
}

/// <summary>The usual rules for initial values.</summary>
public static class Initializers
{
    /// <summary>0 everywhere.</summary>
    public static Initializer Zeros { get; } = new ConstantInitializer(0);

    /// <summary>1 everywhere.</summary>
    public static Initializer Ones { get; } = new ConstantInitializer(1);

    /// <summary>N(0, 0.02²): Radford et al. 2015, arXiv:1511.06434, section 4.</summary>
    public static Initializer Dcgan { get; } = Normal(0, 0.02);

    /// <summary>U(-a, a) with a = √(6 / (in + out)): Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks".</summary>
    public static Initializer GlorotUniform { get; } = new ScaledUniformInitializer(fan => 6 / (fan.In + fan.Out));

    /// <summary>N(0, 2 / (in + out)): Glorot and Bengio 2010.</summary>
    public static Initializer GlorotNormal { get; } = new ScaledNormalInitializer(fan => 2 / (fan.In + fan.Out));

    /// <summary>U(-a, a) with a = √(6 / in): He et al. 2015, arXiv:1502.01852; for layers followed by ReLU.</summary>
    public static Initializer HeUniform { get; } = new ScaledUniformInitializer(fan => 6 / fan.In);

    /// <summary>N(0, 2 / in): He et al. 2015, arXiv:1502.01852; for layers followed by ReLU.</summary>
    public static Initializer HeNormal { get; } = new ScaledNormalInitializer(fan => 2 / fan.In);

    /// <summary>N(0, gain² / in): LeCun et al. 1998, "Efficient BackProp", and with a gain He et al. 2015, arXiv:1502.01852.</summary>
    /// <param name="gain">What keeps the size of values past the activation before the layer: √2 for ReLU, 1 for none.</param>
    public static Initializer FanInNormal(double gain = 1) => new ScaledNormalInitializer(fan => gain * gain / fan.In);

    /// <summary>One number everywhere.</summary>
    /// <param name="value">The number.</param>
    public static Initializer Constant(double value) => new ConstantInitializer(value);

    /// <summary>Normal numbers.</summary>
    /// <param name="mean">Their mean.</param>
    /// <param name="deviation">Their standard deviation.</param>
    public static Initializer Normal(double mean, double deviation) => new NormalInitializer(mean, deviation);

    /// <summary>Uniform numbers in [low, high).</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">The bound above.</param>
    public static Initializer Uniform(double low, double high) => new UniformInitializer(low, high);

    private sealed record ConstantInitializer(double Value) : Initializer
    {
        public override Tensor Values(Tensor state, uint stream, Shape shape, Fan fan) => Tensor.Constant(Value, shape);
    }

    private sealed record NormalInitializer(double Mean, double Deviation) : Initializer
    {
        public override Tensor Values(Tensor state, uint stream, Shape shape, Fan fan) =>
            (Tensor.RandomNormal(state, stream, shape) * Deviation) + Mean;
    }

    private sealed record UniformInitializer(double Low, double High) : Initializer
    {
        public override Tensor Values(Tensor state, uint stream, Shape shape, Fan fan) =>
            (Tensor.RandomUniform(state, stream, shape) * (High - Low)) + Low;
    }

    private sealed record ScaledUniformInitializer(Func<Fan, double> SquaredBound) : Initializer
    {
        public override Tensor Values(Tensor state, uint stream, Shape shape, Fan fan)
        {
            double bound = Math.Sqrt(SquaredBound(fan));
            return (Tensor.RandomUniform(state, stream, shape) * (2 * bound)) - bound;
        }
    }

    private sealed record ScaledNormalInitializer(Func<Fan, double> Variance) : Initializer
    {
        public override Tensor Values(Tensor state, uint stream, Shape shape, Fan fan) =>
            Tensor.RandomNormal(state, stream, shape) * Math.Sqrt(Variance(fan));
    }
}
