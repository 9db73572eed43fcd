using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// WaveGAN: raw sound by one-dimensional convolutions. Donahue, McAuley and Puckette 2018, "Adversarial audio synthesis",
    /// arXiv:1802.04208.
    /// </summary>
    /// <remarks>
    /// <para>DCGAN's networks laid along time: each 5×5 kernel becomes one of 25 samples, each stride of 2×2 one of 4. At 16,384
    /// samples and width d = 64 the generator goes from 16 samples of 16d maps to 64 of 8d, 256 of 4d, 1,024 of 2d, 4,096 of d
    /// and the sound, with ReLU between and tanh behind, no batch norm; the critic mirrors it with leaky ReLU and a
    /// <see cref="PhaseShuffle"/> of n = 2 behind all convolutions but the last (section 3, table 3 and 4). Other lengths are divided by 4
    /// while that goes and leaves 16 samples or more.</para>
    /// <para>The game of WGAN-GP: λ = 10, five moves of the critic per move of the generator, Adam with rate 10⁻⁴, β₁ = ½,
    /// β₂ = 0.9, batches of 64, z uniform, 100 values (table 5).</para>
    /// <para>Ours: width 16 where sounds have fewer than 16,384 samples. Of 3,000 spoken digits of half a second at width 16, rate 3·10⁻⁴ and
    /// batches of 24, a classifier that knows noise too is sure of 20 % after 1,300 steps, of 28 % after 2,450 and of 26 % after 5,300, of
    /// 8 of 10 digits by then. The paper's networks had width 64 and 200,000 steps.</para>
    /// </remarks>
    [Model("wavegan", Card = "G7", Year = 2018, Arxiv = "1802.04208", Title = "Adversarial audio synthesis", Authors = "Donahue, McAuley, Puckette")]
    public static Adversarial WaveGan { get; } = new()
    {
        Networks = WaveGanNetworks(shuffle: 2),
        // E[D(G(z))] - E[D(x)]
        Objective = new Wasserstein(),
        // λ E[(‖∇D(x̂)‖ - 1)²]
        Penalty = new GradientPenalty { Weight = 10 },
        LatentDistribution = LatentDistribution.Uniform,
        DiscriminatorMoves = 5,
        Averaging = 0,
        Steps = 20_000,
        Generator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0.5, Beta2 = 0.9 } },
        Discriminator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0.5, Beta2 = 0.9 } },
    };

    /// <param name="shuffle">n, the farthest shift of a phase shuffle; 0 for none.</param>
    private static NetworkPair WaveGanNetworks(int shuffle) => new("waves", WaveGanGenerator, sizes => WaveGanCritic(sizes, shuffle))
    {
        Defaults = item => new NetworkDefaults(Width: item[^1] < 16_384 ? 16 : 64, LearningRate: 1e-4),
    };

    private static Sequential WaveGanGenerator(NetworkSizes sizes)
    {
        (int start, int levels) = WaveGanPlan(sizes.Item);
        int maps = sizes.Width << (levels - 1);
        List<Module> modules = [new Dense(start * maps), new Reshape(maps, start), new ReLU()];
        for (int level = 1; level < levels; level++)
            modules.AddRange([new TransposedConvolution(maps >> level, kernel: 25, stride: 4), new ReLU()]);
        return new Sequential([.. modules, new TransposedConvolution(sizes.Item[0], kernel: 25, stride: 4), new Tanh()]);
    }

    private static Sequential WaveGanCritic(NetworkSizes sizes, int shuffle)
    {
        (_, int levels) = WaveGanPlan(sizes.Item);
        List<Module> modules = [];
        for (int level = 0; level < levels; level++)
        {
            modules.AddRange([new Convolution(sizes.Width << level, kernel: 25, stride: 4), new LeakyReLU(0.2)]);
            if (level < levels - 1 && shuffle > 0)
                modules.Add(new PhaseShuffle(shuffle));
        }

        return new Sequential([.. modules, new Flatten(), new Dense(1)]);
    }

    /// <summary>The samples that the generator begins with, and how many times they become four times as many.</summary>
    private static (int Start, int Levels) WaveGanPlan(Shape item)
    {
        if (item.Rank != 2)
            throw new BelamyException($"wavegan: takes sounds, not items of {item}; choose sounds, such as those of tones, or another model");
        (int start, int levels) = (item[1], 0);
        while (start % 4 == 0 && start >= 64)
            (start, levels) = (start / 4, levels + 1);
        return levels > 0 && start <= 255
            ? (start, levels)
            : throw new BelamyException($"wavegan: makes sounds of a few samples times 4, 16, 64 …, and {item[1]:N0} is none; choose a length such as 4,096, 8,192 or 16,384 samples");
    }
}
