using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>What networks are made to measure for.</summary>
/// <param name="Item">The shape of one item of the data: [channels, height, width] or [features].</param>
/// <param name="Latent">Number of values of a latent vector.</param>
/// <param name="Width">The unit that widths of layers are multiples of.</param>
public sealed record NetworkSizes(Shape Item, int Latent, int Width);

/// <summary>How the two networks of an adversarial game are made.</summary>
/// <param name="Name">A short name.</param>
/// <param name="Generator">Makes a network from [latent] to the item's shape, values in [-1, 1].</param>
/// <param name="Discriminator">Makes a network from the item's shape to one logit, [1].</param>
public sealed record NetworkPair(string Name, Func<NetworkSizes, Module> Generator, Func<NetworkSizes, Module> Discriminator)
{
    /// <summary>Convolutional networks for images, dense ones for everything else.</summary>
    public static NetworkPair ByData { get; } = new(
        "by data",
        sizes => For(sizes).Generator(sizes),
        sizes => For(sizes).Discriminator(sizes));

    private static NetworkPair For(NetworkSizes sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return sizes.Item.Rank == 3 ? ConvolutionalPair.Create() : DensePair.Create();
    }
}
