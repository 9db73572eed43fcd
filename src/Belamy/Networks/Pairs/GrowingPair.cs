namespace Belamy.Networks;

/// <summary>
/// Networks that grow, with an equalized learning rate everywhere and pixel norm in the generator. Karras et al. 2017, arXiv:1710.10196, table 2.
/// Width is the number of maps next to the picture, which doubles with every halving of the sides, to four times as many at most.
/// </summary>
/// <remarks>
/// <para>The generator: z of a mean square of 1, a dense layer to the smallest maps and a 3×3 convolution; then for each size nearest doubling
/// and two convolutions, all with leaky ReLU 0.2 and pixel norm; a 1×1 convolution makes the picture, without a bound.</para>
/// <para>The discriminator: a 1×1 convolution takes a picture, two of 3×3 and a mean of four pixels lead to the next size; at the smallest
/// the deviation over the batch beside the maps, a convolution, two dense layers.</para>
/// </remarks>
public static class GrowingPair
{
    private const int MostWidths = 4;

    private static readonly EqualizedLearningRate Equalized = new(), Linear = new(Gain: 1);

    /// <summary>The networks.</summary>
    public static NetworkPair Create() => new("growing", Generator, Discriminator)
    {
        Defaults = _ => new NetworkDefaults(Latent: 64, Width: 16, LearningRate: 1e-3),
    };

    private static GrowingGenerator Generator(NetworkSizes sizes)
    {
        (int height, int width, int doublings) = ConvolutionalPair.Plan(sizes.Item);
        int first = Maps(sizes, doublings);
        return new GrowingGenerator(
            new Sequential([new PixelNorm(), new Dense(first * height * width, weight: Equalized), new Reshape(first, height, width), new LeakyReLU(0.2), new PixelNorm(), .. Layer(first)]),
            [.. Enumerable.Range(1, doublings).Select(size => new Sequential([new NearestUpsampling(), .. Layer(Maps(sizes, doublings - size)), .. Layer(Maps(sizes, doublings - size))]))],
            [.. Enumerable.Range(0, doublings + 1).Select(_ => new Convolution(sizes.Item[0], kernel: 1, weight: Linear))]);

        static Module[] Layer(int maps) => [new Convolution(maps, kernel: 3, weight: Equalized), new LeakyReLU(0.2), new PixelNorm()];
    }

    private static GrowingDiscriminator Discriminator(NetworkSizes sizes)
    {
        (_, _, int doublings) = ConvolutionalPair.Plan(sizes.Item);
        int last = Maps(sizes, doublings);
        return new GrowingDiscriminator(
            new Sequential([new MinibatchDeviation(), .. Layer(last), new Flatten(), new Dense(last, weight: Equalized), new LeakyReLU(0.2), new Dense(1, weight: Linear)]),
            [.. Enumerable.Range(1, doublings).Select(size => new Sequential([.. Layer(Maps(sizes, doublings - size)), .. Layer(Maps(sizes, doublings - size + 1)), new AveragePool()]))],
            [.. Enumerable.Range(0, doublings + 1).Select(size => new Sequential([.. Layer(Maps(sizes, doublings - size), kernel: 1)]))]);

        static Module[] Layer(int maps, int kernel = 3) => [new Convolution(maps, kernel, weight: Equalized), new LeakyReLU(0.2)];
    }

    /// <summary>Maps at a size that is so many halvings below the picture.</summary>
    private static int Maps(NetworkSizes sizes, int halvings) => sizes.Width * Math.Min(1 << halvings, MostWidths);
}
