using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Chains of convolutions for pictures with all weights spectrally normalized and a layer in between that sees whole maps: what networks
/// with self-attention are, without residual blocks. Zhang et al. 2018, arXiv:1805.08318. Width is the number of maps next to the picture.
/// </summary>
/// <remarks>
/// <para>The generator doubles from 4 × width maps down to width by transposed convolutions 4×4 with stride 2, batch norm (of the class where
/// there are classes) and ReLU; a 3×3 convolution and tanh make the picture.</para>
/// <para>The discriminator halves by convolutions 4×4 with stride 2 from width maps up to a side of 4, then comes one of 3×3; leaky ReLU 0.2;
/// the sum over all places; projection on the class, or one logit.</para>
/// </remarks>
public static class AttentivePair
{
    private const int LargestAttention = 32;
    private const int MostHalvings = 2;

    /// <summary>The networks.</summary>
    /// <param name="name">A short name.</param>
    /// <param name="attention">What stands in both networks where maps have a quarter of the picture's sides; null for nothing.</param>
    /// <param name="initializer">Initial weights; Glorot's uniform when left out.</param>
    public static NetworkPair Create(string name, Func<Module>? attention, Initializer? initializer = null) => new(
        name, sizes => Generator(sizes, attention, initializer), sizes => Discriminator(sizes, attention, initializer))
    {
        TakesClasses = true,
        ClassesAreOptional = true,
        Defaults = _ => new NetworkDefaults(Latent: 64, Width: 16),
    };

    /// <summary>The discriminator.</summary>
    /// <param name="sizes">What it is made to measure for.</param>
    /// <param name="attention">What stands where maps have a quarter of the picture's sides; null for nothing.</param>
    /// <param name="initializer">Initial weights; Glorot's uniform when left out.</param>
    public static Sequential Discriminator(NetworkSizes sizes, Func<Module>? attention, Initializer? initializer = null)
    {
        const int Smallest = 4, Most = 3;
        ArgumentNullException.ThrowIfNull(sizes);
        NetworkSizes.RequirePictures(sizes.Item);
        var norm = new SpectralNorm();
        List<Module> modules = [];
        int halvings = 0;
        for (int side = Math.Min(sizes.Item[1], sizes.Item[2]); side > Smallest; side = (side + 1) / 2)
        {
            modules.AddRange([new Convolution(sizes.Width << Math.Min(halvings, Most), kernel: 4, stride: 2, initializer: initializer, weight: norm), new LeakyReLU(0.2)]);
            if (++halvings == HalvingsToAttention(sizes.Item) && attention is not null)
                modules.Add(attention());
        }

        modules.AddRange([new Convolution(sizes.Width << Math.Min(halvings, Most), kernel: 3, initializer: initializer, weight: norm), new LeakyReLU(0.2), new GlobalSumPool()]);
        return new Sequential([.. modules, sizes.Classes >= 2 ? new ProjectionHead(sizes.Classes, norm, initializer) : new Dense(1, initializer: initializer, weight: norm)]);
    }

    /// <summary>Maps of the generator where the picture is still to be doubled so often: 4 × width at most.</summary>
    internal static int MapsOf(NetworkSizes sizes, int doublingsLeft) => sizes.Width << Math.Min(doublingsLeft, 2);

    /// <summary>How often a picture is halved until attention looks at all of it: twice, or until its longer side has at most 32 places.</summary>
    internal static int HalvingsToAttention(Shape item)
    {
        int most = ConvolutionalPair.Plan(item).Doublings, halvings = Math.Min(MostHalvings, most);
        while (halvings < most && Math.Max(item[1], item[2]) >> halvings > LargestAttention)
            halvings++;
        return halvings;
    }

    private static Sequential Generator(NetworkSizes sizes, Func<Module>? attention, Initializer? initializer)
    {
        (int height, int width, int doublings) = ConvolutionalPair.Plan(sizes.Item);
        var norm = new SpectralNorm();
        List<Module> modules = [];
        for (int left = doublings; left >= 0; left--)
        {
            int maps = MapsOf(sizes, left);
            modules.AddRange(left == doublings
                ? [new Dense(maps * height * width, bias: false, initializer, norm), new Reshape(maps, height, width)]
                : [new TransposedConvolution(maps, kernel: 4, stride: 2, bias: false, initializer: initializer, weight: norm)]);
            modules.AddRange([sizes.Classes >= 2 ? new ConditionalBatchNorm(sizes.Classes) : new BatchNorm(), new ReLU()]);
            if (attention is not null && left == HalvingsToAttention(sizes.Item))
                modules.Add(attention());
        }

        return new Sequential([.. modules, new Convolution(sizes.Item[0], kernel: 3, initializer: initializer, weight: norm), new Tanh()]);
    }
}
