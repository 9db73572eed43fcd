using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// The style-based pairs of Karras et al.: a mapping network, a start that is the same for all pictures, and layers that styles steer. Weights have an
/// equalized learning rate; what doubles and halves is filtered by [1, 3, 3, 1].
/// </summary>
/// <remarks>
/// The start is 4 to 7 pixels high, as that of <see cref="ConvolutionalPair"/>: 28 = 7 · 2², 32 = 4 · 2³, 64 = 4 · 2⁴. There are w maps beside the picture
/// and twice as many at each smaller size, at most 8w; two layers a size. A style has as many values as a latent vector, and the mapping network two layers, as in
/// the authors' program for small sets (arXiv:2006.06676), where the papers have eight.
/// </remarks>
public static class StylePair
{
    private const int MostWidths = 8;

    // The papers have eight. Deep ones make styles of all latent vectors alike, which takes long to undo at their speed.
    private const int MappingLayers = 2;
    private static readonly EqualizedLearningRate Equalized = new(), Linear = new(Gain: 1);

    /// <summary>
    /// Karras et al. 2018, arXiv:1812.04948: adaptive instance norm behind each layer, noise by channel, one layer that makes the picture; a
    /// discriminator of two convolutions a size.
    /// </summary>
    public static NetworkPair Normalized { get; } = Create("style-based, normalized", isModulated: false);

    /// <summary>Karras et al. 2019, arXiv:1912.04958: modulated convolutions, pictures of all sizes added up; a residual discriminator (figure 7).</summary>
    public static NetworkPair Modulated { get; } = Create("style-based, modulated", isModulated: true);

    private static NetworkPair Create(string name, bool isModulated) => new(name, sizes => Generator(sizes, isModulated), sizes => Discriminator(sizes, isResidual: isModulated))
    {
        Defaults = item => new NetworkDefaults(Latent: 64, Width: item[^1] < 64 ? 16 : 32, LearningRate: isModulated ? 2e-3 : 1e-3),
    };

    private static Sequential Generator(NetworkSizes sizes, bool isModulated)
    {
        (int height, int width, int doublings) = ConvolutionalPair.Plan(sizes.Item);
        int styles = sizes.Latent, channels = sizes.Item[0];
        var blocks = new SynthesisBlock[doublings + 1];
        for (int size = 0; size <= doublings; size++)
        {
            int maps = Maps(sizes, doublings - size);
            bool doubles = size > 0, isLast = size == doublings;
            blocks[size] = isModulated
                ? new SynthesisBlock([.. doubles ? [ModulatedLayer(doubles: true)] : (StyledLayer[])[], ModulatedLayer(doubles: false)],
                    new ModulatedConvolution(styles, channels, kernel: 1, demodulates: false, gain: 1))
                : new SynthesisBlock([NormalizedLayer(doubles, isFirst: !doubles), NormalizedLayer(doubles: false, isFirst: false)],
                    isLast ? new StyledChain(new Convolution(channels, kernel: 1, weight: Linear)) : null);

            StyledChain ModulatedLayer(bool doubles) => new(new ModulatedConvolution(styles, maps, doubles: doubles), new NoiseInjection(), new LeakyReLU(0.2));

            // The start is the first layer's maps.
            StyledChain NormalizedLayer(bool doubles, bool isFirst) => new(
            [
                .. doubles ? [new TransposedConvolution(maps, kernel: 3, stride: 2, padding: 0, weight: Equalized), new Blur(1, 1, gain: 2)]
                    : isFirst ? (Module[])[] : [new Convolution(maps, kernel: 3, weight: Equalized)],
                new NoiseInjection(byChannel: true), new LeakyReLU(0.2), new AdaptiveInstanceNorm(styles),
            ]);
        }

        var synthesis = new SynthesisNetwork([Maps(sizes, doublings), height, width], blocks);
        return new Sequential(new MappingNetwork(styles, MappingLayers), new LayerStyles(synthesis.Layers), synthesis);
    }

    private static Sequential Discriminator(NetworkSizes sizes, bool isResidual)
    {
        (_, _, int doublings) = ConvolutionalPair.Plan(sizes.Item);
        List<Module> modules = [new Convolution(sizes.Width, kernel: 1, weight: Equalized), new LeakyReLU(0.2)];
        for (int halving = 0; halving < doublings; halving++)
        {
            (int maps, int next) = (Maps(sizes, halving), Maps(sizes, halving + 1));
            Module[] block =
            [
                new Convolution(maps, kernel: 3, weight: Equalized), new LeakyReLU(0.2),
                new Blur(2, 2), new Convolution(next, kernel: 3, stride: 2, padding: 0, weight: Equalized), new LeakyReLU(0.2),
            ];
            modules.AddRange(!isResidual ? block :
            [
                new Residual(new Sequential(block), new Sequential(new BilinearDownsampling(), new Convolution(next, kernel: 1, bias: false, weight: Linear))),
                new Affine(Math.Sqrt(0.5), 0),
            ]);
        }

        int last = Maps(sizes, doublings);
        return new Sequential(
        [
            .. modules, new MinibatchDeviation(group: 4), new Convolution(last, kernel: 3, weight: Equalized), new LeakyReLU(0.2),
            new Flatten(), new Dense(last, weight: Equalized), new LeakyReLU(0.2), new Dense(1, weight: Linear),
        ]);
    }

    /// <summary>Maps at a size that is so many halvings below the picture.</summary>
    private static int Maps(NetworkSizes sizes, int halvings) => sizes.Width * Math.Min(1 << halvings, MostWidths);
}
