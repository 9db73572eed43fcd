namespace Belamy.Networks;

/// <summary>Dense layers whose weights are a direction and a length. Salimans and Kingma 2016, arXiv:1602.07868.</summary>
internal static class NormedDense
{
    /// <summary>A layer whose weights of each unit keep one length, which is not learned.</summary>
    /// <param name="outputs">Units.</param>
    /// <param name="length">The length.</param>
    public static Dense FixedLength(int outputs, double length) =>
        new(outputs, initializer: Initializers.Normal(0, 0.1), weight: new WeightNorm(length, Learned: false));

    /// <summary>A layer that learns the lengths.</summary>
    /// <param name="outputs">Units.</param>
    /// <param name="deviation">The deviation of the weights at first.</param>
    public static Dense Create(int outputs, double deviation) => new(outputs, initializer: Initializers.Normal(0, deviation), weight: new WeightNorm());
}
