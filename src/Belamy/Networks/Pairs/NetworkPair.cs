using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>What networks are made to measure for.</summary>
/// <param name="Item">The shape of one item of the data: [channels, height, width] or [features].</param>
/// <param name="Latent">Number of values of a latent vector.</param>
/// <param name="Width">The unit that widths of layers are multiples of.</param>
public sealed record NetworkSizes(Shape Item, int Latent, int Width)
{
    /// <summary>Number of classes of the data; 0 where they have none.</summary>
    public int Classes { get; init; }

    /// <summary>Fails unless items are pictures, for networks whose layers take nothing else.</summary>
    /// <param name="item">The shape of one item of the data.</param>
    /// <exception cref="BelamyException">They are not.</exception>
    public static void RequirePictures(Shape item)
    {
        if (item.Rank != 3)
            throw new BelamyException($"Convolutional networks take pictures, not items of {item}; choose another model or data set.");
    }

    /// <summary>The last layers of a generator: pictures have a range that layers may keep them within, points have none.</summary>
    /// <param name="layers">What keeps values within [-1, 1]; left out for points.</param>
    public IReadOnlyList<Module> Bounded(params IReadOnlyList<Module> layers) => Item.Rank == 3 ? layers : [];
}

/// <summary>Settings that suit networks for a certain kind of data; a recipe that leaves one open gets it from here.</summary>
/// <param name="Latent">Number of values of a latent vector.</param>
/// <param name="Width">The unit that widths of layers are multiples of.</param>
/// <param name="LearningRate">The learning rate of both players.</param>
public sealed record NetworkDefaults(int Latent = 100, int Width = 64, double LearningRate = 2e-4);

/// <summary>How the two networks of an adversarial game are made.</summary>
/// <param name="Name">A short name.</param>
/// <param name="Generator">Makes a network from [latent] to the item's shape, values in [-1, 1].</param>
/// <param name="Discriminator">Makes a network from the item's shape to one logit, [1].</param>
public sealed record NetworkPair(string Name, Func<NetworkSizes, Module> Generator, Func<NetworkSizes, Module> Discriminator)
{
    /// <summary>Convolutional networks for images, dense ones for everything else.</summary>
    public static NetworkPair ByData { get; } = new(
        "by data",
        sizes => For(sizes.Item).Generator(sizes),
        sizes => For(sizes.Item).Discriminator(sizes))
    {
        Defaults = item => For(item).Defaults(item),
    };

    /// <summary>
    /// The same with a discriminator that judges every item by itself, without batch norm: what a penalty on its slope at each
    /// item needs.
    /// </summary>
    public static NetworkPair ItemByItem { get; } = ByData with
    {
        Name = "by data, critic without batch norm",
        Discriminator = sizes => sizes.Item.Rank == 3 ? ConvolutionalPair.Create(batchNormInDiscriminator: false).Discriminator(sizes) : DensePair.Create().Discriminator(sizes),
    };

    /// <summary>Whether both networks take the class of an item beside it.</summary>
    public bool TakesClasses { get; init; }

    /// <summary>Whether networks that take classes are made without them for data that have none: <see cref="NetworkSizes.Classes"/> is below 2.</summary>
    public bool ClassesAreOptional { get; init; }

    /// <summary>
    /// The discriminator without its last layer: what it knows of an item, for systems that ask it for more than one logit.
    /// </summary>
    /// <param name="sizes">What it is made to measure for.</param>
    /// <exception cref="BelamyException">The discriminator is no chain of modules.</exception>
    public Sequential Features(NetworkSizes sizes) => Discriminator(sizes) is Sequential { Children.Count: > 1 } chain
        ? new Sequential(chain.Children.SkipLast(1))
        : throw new BelamyException($"networks={Name}: their discriminator is no chain of layers, whose last could be left out");

    /// <summary>The layers of one of these networks, for systems that have some of them in common for two sets of data.</summary>
    /// <param name="network">The generator or the discriminator.</param>
    /// <exception cref="BelamyException">It is no chain of modules.</exception>
    internal Sequential Chain(Module network) =>
        network as Sequential ?? throw new BelamyException($"networks={Name}: {network.Description} is no chain of layers, some of which could be shared");

    /// <summary>The settings that suit these networks for items of a shape.</summary>
    public Func<Shape, NetworkDefaults> Defaults { get; init; } = _ => new NetworkDefaults();

    private static NetworkPair For(Shape item) => item.Rank == 3 ? ConvolutionalPair.Create() : DensePair.Create();
}
