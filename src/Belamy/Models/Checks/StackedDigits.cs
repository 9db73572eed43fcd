using Belamy.Networks;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Networks for stacked digits in which the discriminator has a quarter of the maps, after Metz et al. 2016,
    /// arXiv:1611.02163, where a plain GAN collapses.
    /// </summary>
    private static NetworkPair QuarterDiscriminator { get; } = new(
        "transposed convolutions against a discriminator of a quarter of the size",
        sizes => new Sequential(
            new Dense(64 * 7 * 7, bias: false, Initializers.HeNormal), new Reshape(64, 7, 7), new BatchNorm(), new ReLU(),
            new TransposedConvolution(32, kernel: 4, stride: 2, bias: false, initializer: Initializers.HeNormal), new BatchNorm(), new ReLU(),
            new TransposedConvolution(16, kernel: 4, stride: 2, bias: false, initializer: Initializers.HeNormal), new BatchNorm(), new ReLU(),
            new Convolution(8, kernel: 3, bias: false, initializer: Initializers.HeNormal), new BatchNorm(), new ReLU(),
            new Convolution(sizes.Item[0], kernel: 3), new Tanh()),
        _ => new Sequential(
            new Convolution(2, kernel: 3, stride: 2, initializer: Initializers.HeNormal), new LeakyReLU(),
            new Convolution(4, kernel: 3, stride: 2, initializer: Initializers.HeNormal), new LeakyReLU(),
            new Convolution(8, kernel: 3, stride: 2, initializer: Initializers.HeNormal), new LeakyReLU(),
            new Flatten(), new Dense(1)));
}
