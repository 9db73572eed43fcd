using Belamy.Games;
using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// 3D-GAN: solids of cells by three-dimensional convolutions. Wu, Zhang, Xue, Freeman and Tenenbaum 2016, "Learning a
    /// probabilistic latent space of object shapes via 3D generative-adversarial modeling", arXiv:1610.07584.
    /// </summary>
    /// <remarks>
    /// <para>L = ln D(x) + ln(1 - D(G(z))) (equation 1), for G in its non-saturating form; z of 200 uniform values. The
    /// discriminator moves only where it judged at most 80 % of the last batch rightly (section 3.1).</para>
    /// <para>G makes 4³ cells of 512 maps and doubles them by kernels of 4³ to 256, 128, 64 maps and the 64³ cells of a volume,
    /// with batch norm and ReLU between and a sigmoid behind; D mirrors it with leaky ReLU of 0.2 (section 3.1, figure 1). Width 64 is
    /// the paper's; at 16³ cells, doubled twice, width 32 gives 64-32-1.</para>
    /// <para>Adam with β₁ = ½, batches of 100.</para>
    /// <para>Ours: rates of 5·10⁻⁴ for both. At the paper's 0.0025 for G and 10⁻⁵ for D, which are for a longer play, G has run away
    /// by step 600: D takes every volume that is made for real (loss 8), and they are noise. z from U(-1, 1), not U(0, 1): where every
    /// value of z is positive, Adam moves all weights of the first layer one way, what they have in common outgrows what z decides, and
    /// batch norm wipes out the rest: after 1,500 steps all samples were one (deviation over z 0.003, over cells 0.15). No batch norm
    /// where volumes enter D, as in DCGAN, and samples by the moving average of the generator.</para>
    /// </remarks>
    [Model("gan-3d", Card = "G4", Year = 2016, Arxiv = "1610.07584",
        Title = "Learning a probabilistic latent space of object shapes via 3D generative-adversarial modeling", Authors = "Wu, Zhang, Xue, Freeman, Tenenbaum")]
    public static Adversarial Gan3d { get; } = new()
    {
        Networks = new NetworkPair("volumes", Gan3dGenerator, Gan3dDiscriminator)
        {
            Defaults = item => new NetworkDefaults(Latent: 200, Width: item[^1] < 64 ? 32 : 64),
        },
        LatentDistribution = LatentDistribution.Uniform,
        AccuracyLimit = 0.8,
        Batch = 100,
        Steps = 5000,
        Generator = new PlayerSettings { LearningRate = 5e-4 },
        Discriminator = new PlayerSettings { LearningRate = 5e-4 },
    };

    private static Sequential Gan3dGenerator(NetworkSizes sizes)
    {
        int doublings = Gan3dDoublings(sizes.Item);
        int maps = sizes.Width << (doublings - 1);
        List<Module> modules = [new Dense(maps * 64, bias: false), new Reshape(maps, 4, 4, 4), new BatchNorm(), new ReLU()];
        for (int doubling = 1; doubling < doublings; doubling++)
            modules.AddRange([new TransposedConvolution(maps >> doubling, kernel: 4, stride: 2, bias: false), new BatchNorm(), new ReLU()]);
        return new Sequential([.. modules, new TransposedConvolution(1, kernel: 4, stride: 2), new Sigmoid()]);
    }

    private static Sequential Gan3dDiscriminator(NetworkSizes sizes)
    {
        int halvings = Gan3dDoublings(sizes.Item);
        List<Module> modules = [new Convolution(sizes.Width, kernel: 4, stride: 2), new LeakyReLU(0.2)];
        for (int halving = 1; halving < halvings; halving++)
            modules.AddRange([new Convolution(sizes.Width << halving, kernel: 4, stride: 2, bias: false), new BatchNorm(), new LeakyReLU(0.2)]);
        return new Sequential([.. modules, new Flatten(), new Dense(1)]);
    }

    /// <summary>How many times the 4 cells of an edge are doubled.</summary>
    private static int Gan3dDoublings(Shape item)
    {
        if (item.Rank != 4 || item[0] != 1)
            throw new BelamyException($"gan-3d: takes volumes, not items of {item}; choose volumes, such as those of solids, or another model");
        int doublings = 0;
        while (4 << doublings < item[1])
            doublings++;
        return doublings > 0 && item.Skip(1).All(edge => edge == 4 << doublings)
            ? doublings
            : throw new BelamyException($"gan-3d: makes cubes of 8, 16, 32 … cells along each edge, not {string.Join("×", item.Skip(1))}; choose such a size");
    }
}
