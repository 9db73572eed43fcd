using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// The deep convolutional pair of Radford et al. 2015, arXiv:1511.06434: strided convolutions instead of pooling, batch
/// norm, ReLU in the generator, leaky ReLU in the discriminator, weights N(0, 0.02²).
/// </summary>
/// <remarks>
/// <para>The generator projects the latent vector to a small picture and doubles it until it has the size of the data:
/// 28 = 7 · 2², 32 = 4 · 2³, 64 = 4 · 2⁴. It halves a side while that is even and above 7.</para>
/// <para>Pictures of one or two doublings (28×28) get the small form: from 128 maps to 128 to 64 at width 64, then a 7×7
/// convolution to the channels of the picture. Its discriminator has no batch norm and goes on below the generator's
/// smallest picture: 64, 128, then 256 maps by a 3×3 convolution with stride 2, two dense layers of 1024, one logit: depth
/// is what it needs to tell digits from almost digits, and here depth costs little. Dropout before the dense layers
/// keeps it from learning ten thousand pictures by heart.</para>
/// <para>Larger pictures get Radford's: maps halve with every doubling, 512-256-128-64 for 64×64 at width 64, and the last
/// doubling makes the picture; its discriminator mirrors it.</para>
/// </remarks>
public static class ConvolutionalPair
{
    private const int LargestStart = 7;
    private const int LargestSmallForm = 2;
    private const double DropoutRate = 0.2;

    private static readonly Initializer Scale = Initializers.Normal(1, 0.02);

    // A quarter of the width and a small latent vector: what they cost in variety they repay many times in steps per minute.
    private static readonly NetworkDefaults SmallForm = new(Latent: 16, Width: 16, LearningRate: 1e-3);

    /// <summary>The networks; kernels are 4×4 with stride 2 where nothing else is said.</summary>
    /// <param name="batchNormInDiscriminator">
    /// Whether the discriminator of larger pictures has batch norm, as Radford's; not beside a penalty on its slope at each item,
    /// for with it the slope at one item depends on the others.
    /// </param>
    public static NetworkPair Create(bool batchNormInDiscriminator = true) => new("convolutional", Generator, sizes => Discriminator(sizes, batchNormInDiscriminator))
    {
        Defaults = item => IsSmall(Plan(item).Doublings) ? SmallForm : new NetworkDefaults(),
    };

    private static bool IsSmall(int doublings) => doublings <= LargestSmallForm;

    private static Sequential Generator(NetworkSizes sizes)
    {
        (int height, int width, int doublings) = Plan(sizes.Item);
        bool small = IsSmall(doublings);
        int channels = sizes.Item[0];
        int maps = small ? 2 * sizes.Width : sizes.Width << (doublings - 1);
        List<Module> modules =
        [
            new Dense(maps * height * width, bias: false, Initializers.Dcgan),
            new Reshape(maps, height, width),
            new BatchNorm(scale: Scale),
            new ReLU(),
        ];
        for (int doubling = 1; doubling < doublings + (small ? 1 : 0); doubling++)
        {
            maps = !small ? maps / 2 : doubling < doublings ? maps : sizes.Width;
            modules.AddRange(
            [
                new TransposedConvolution(maps, kernel: 4, stride: 2, bias: false, initializer: Initializers.Dcgan),
                new BatchNorm(scale: Scale),
                new ReLU(),
            ]);
        }

        modules.Add(small
            ? new Convolution(channels, kernel: 7, initializer: Initializers.Dcgan)
            : new TransposedConvolution(channels, kernel: 4, stride: 2, initializer: Initializers.Dcgan));
        modules.Add(new Tanh());
        return new Sequential(modules);
    }

    private static Sequential Discriminator(NetworkSizes sizes, bool batchNorm)
    {
        (_, _, int doublings) = Plan(sizes.Item);
        bool small = IsSmall(doublings);
        List<Module> modules = [];
        for (int halving = 0; halving < doublings; halving++)
        {
            // No batch norm where pictures enter: Radford et al., section 3.
            bool normalized = batchNorm && !small && halving > 0;
            Initializer initializer = small ? Initializers.HeNormal : Initializers.Dcgan;
            modules.Add(new Convolution(sizes.Width << halving, kernel: 4, stride: 2, bias: !normalized, initializer: initializer));
            if (normalized)
                modules.Add(new BatchNorm(scale: Scale));
            modules.Add(new LeakyReLU(0.2));
        }

        if (small)
        {
            modules.AddRange(
            [
                new Convolution(sizes.Width << doublings, kernel: 3, stride: 2, initializer: Initializers.HeNormal),
                new LeakyReLU(0.2),
                new Flatten(),
                new Dropout(DropoutRate),
                new Dense(16 * sizes.Width, initializer: Initializers.HeNormal),
                new LeakyReLU(0.2),
                new Dropout(DropoutRate),
                new Dense(16 * sizes.Width, initializer: Initializers.HeNormal),
                new LeakyReLU(0.2),
                new Dropout(DropoutRate),
            ]);
        }
        else
        {
            modules.Add(new Flatten());
        }

        modules.Add(new Dense(1, initializer: Initializers.Dcgan));
        return new Sequential(modules);
    }

    /// <summary>The smallest picture that doublings make one of the data from, and how many of them.</summary>
    /// <exception cref="BelamyException">No picture of up to 14 pixels a side can be doubled to that size.</exception>
    internal static (int Height, int Width, int Doublings) Plan(Shape item)
    {
        NetworkSizes.RequirePictures(item);
        (int height, int width, int doublings) = (item[1], item[2], 0);
        while (height % 2 == 0 && width % 2 == 0 && Math.Min(height, width) > LargestStart)
            (height, width, doublings) = (height / 2, width / 2, doublings + 1);
        return doublings > 0 && Math.Max(height, width) <= 2 * LargestStart
            ? (height, width, doublings)
            : throw new BelamyException(
                $"Convolutional networks cannot make {item[2]}x{item[1]} pictures by doubling a small one; choose a size such as 28, 32, 48, 64, 96 or 128.");
    }
}
