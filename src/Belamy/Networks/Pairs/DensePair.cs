using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>Two plain networks of dense layers, for points and other small vectors.</summary>
public static class DensePair
{
    /// <summary>
    /// Generator: two hidden layers of 2 × width units with ReLU, a linear output. Discriminator: two hidden layers of
    /// 2 × width units with leaky ReLU, one logit.
    /// </summary>
    public static NetworkPair Create() => new("dense", Generator, Discriminator);

    private static Sequential Generator(NetworkSizes sizes) => new(
        new Dense(2 * sizes.Width, initializer: Initializers.HeNormal), new ReLU(),
        new Dense(2 * sizes.Width, initializer: Initializers.HeNormal), new ReLU(),
        new Dense((int)sizes.Item.Count),
        new Reshape(sizes.Item.ToArray()));

    private static Sequential Discriminator(NetworkSizes sizes) => new(
        new Flatten(),
        new Dense(2 * sizes.Width, initializer: Initializers.HeNormal), new LeakyReLU(),
        new Dense(2 * sizes.Width, initializer: Initializers.HeNormal), new LeakyReLU(),
        new Dense(1));
}
