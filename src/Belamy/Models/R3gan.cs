using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;

namespace Belamy;

public static partial class Models
{
    private const double LeakyGain = 1.3867504905630728; // √(2 / (1 + 0.2²)), He et al. 2015 for leaky ReLU 0.2.

    /// <summary>
    /// R3GAN: pairs of real and generated items, a discriminator that is flat at both, and no trick beside. Huang, Gokaslan, Kuleshov
    /// and Tompkin 2024, "The GAN is dead; long live the GAN! A modern GAN baseline", arXiv:2501.05441.
    /// </summary>
    /// <remarks>
    /// <para>With f(d) = softplus(-d): min over D E[f(D(x) - D(G(z)))] + γ/2 (E[‖∇D(x)‖²] + E[‖∇D(G(z))‖²]); min over G
    /// E[f(D(G(z)) - D(x))]. Both penalties are paid in every move (section 2).</para>
    /// <para>Pictures (section 3 and the authors' program): G and D mirror each other, without normalization. A stage has maps of one
    /// size and residual blocks: 1×1 to twice the maps, 3×3 in groups of 16, 1×1 back, leaky ReLU 0.2 between; the last kernel of a
    /// block starts at 0, the others are scaled by B^(-1/4) for B blocks. Bilinear resampling between stages, and a 1×1 convolution
    /// where maps change, outside the blocks. G begins with learned maps, each times a linear function of z; D ends with a depthwise
    /// convolution of the whole map and a linear layer. The four smallest stages have 4 × width maps, larger ones half as many each.
    /// Points: three hidden layers of 8 × width with leaky ReLU on both sides.</para>
    /// <para>z of 64, Adam with β₁ = 0. Over the burn-in, by a cosine: rates 2·10⁻⁴ → 5·10⁻⁵, β₂ 0.9 → 0.99, γ to a tenth
    /// (0.05 → 0.005 for CIFAR-10, 2 → 0.2 for FFHQ at 64×64); samples by the average of G's weights.</para>
    /// <para>Ours: one block a stage where the authors have two, width 16 in place of 192, batches of 64 in place of 512, γ of 1 → 0.1,
    /// no augmentation, no classes.</para>
    /// </remarks>
    [Model("r3gan", Card = "N2", Year = 2024, Arxiv = "2501.05441",
        Title = "The GAN is dead; long live the GAN! A modern GAN baseline", Authors = "Huang, Gokaslan, Kuleshov, Tompkin")]
    public static Adversarial R3gan { get; } = new()
    {
        Networks = new NetworkPair("bottlenecks without norm", BottleneckGenerator, BottleneckDiscriminator)
        {
            Defaults = _ => new NetworkDefaults(Latent: 64, Width: 16),
        },
        Objective = new Relativistic(),
        Penalty = new R1AndR2 { Gamma = 1, FinalGamma = 0.1 },
        BurnIn = 1,
        Averaging = 0.999,
        Steps = 100_000,
        Generator = BurningIn,
        Discriminator = BurningIn,
    };

    private static PlayerSettings BurningIn => new() { LearningRate = 2e-4, FinalLearningRate = 5e-5, Optimizer = new Adam { Beta1 = 0, Beta2 = 0.9, FinalBeta2 = 0.99 } };

    private static Sequential BottleneckGenerator(NetworkSizes sizes)
    {
        if (sizes.Item.Rank != 3)
            return new Sequential([.. LeakyLayers(sizes.Width), new Dense((int)sizes.Item.Count, initializer: Initializers.FanInNormal()), new Reshape(sizes.Item.ToArray())]);
        (int height, int width, int doublings) = ConvolutionalPair.Plan(sizes.Item);
        List<Module> modules = [new GenerativeBasis(MapsOf(sizes, 0), height, width), Bottleneck(MapsOf(sizes, 0), doublings + 1)];
        for (int stage = 1; stage <= doublings; stage++)
        {
            int maps = MapsOf(sizes, stage);
            if (maps != MapsOf(sizes, stage - 1))
                modules.Add(Pointwise(maps));
            modules.AddRange([new BilinearUpsampling(), Bottleneck(maps, doublings + 1)]);
        }

        return new Sequential([.. modules, Pointwise(sizes.Item[0])]);
    }

    private static Sequential BottleneckDiscriminator(NetworkSizes sizes)
    {
        if (sizes.Item.Rank != 3)
            return new Sequential([new Flatten(), .. LeakyLayers(sizes.Width), new Dense(1, initializer: Initializers.FanInNormal())]);
        (int height, int width, int doublings) = ConvolutionalPair.Plan(sizes.Item);
        if (height != width)
            throw new BelamyException($"The discriminator ends in a kernel of the whole map, which is square; {sizes.Item[2]}x{sizes.Item[1]} pictures are not.");
        List<Module> modules = [Pointwise(MapsOf(sizes, doublings))];
        for (int stage = doublings; stage > 0; stage--)
        {
            int maps = MapsOf(sizes, stage - 1);
            modules.AddRange([Bottleneck(MapsOf(sizes, stage), doublings + 1), new BilinearDownsampling()]);
            if (maps != MapsOf(sizes, stage))
                modules.Add(Pointwise(maps));
        }

        int last = MapsOf(sizes, 0);
        modules.Add(Bottleneck(last, doublings + 1));
        modules.Add(new Convolution(last, kernel: height, padding: 0, bias: false, initializer: Initializers.FanInNormal(), groups: last));
        return new Sequential([.. modules, new Flatten(), new Dense(1, bias: false, Initializers.FanInNormal())]);
    }

    private static int MapsOf(NetworkSizes sizes, int stage) => Math.Max(1, 4 * sizes.Width >> Math.Max(0, stage - 3));

    private static Convolution Pointwise(int maps) => new(maps, kernel: 1, bias: false, initializer: Initializers.FanInNormal());

    /// <summary>x + f(x), f between maps twice as many and 0 at the beginning: Zhang, Dauphin and Ma 2019, arXiv:1901.09321.</summary>
    private static Residual Bottleneck(int maps, int blocks)
    {
        const int GroupWidth = 16;
        int inside = 2 * maps, groups = Math.Max(1, inside / GroupWidth);
        while (inside % groups != 0)
            groups--;
        Initializer scaled = Initializers.FanInNormal(LeakyGain * Math.Pow(blocks, -0.25));
        return new Residual(new Sequential(
            new Convolution(inside, kernel: 1, initializer: scaled), new LeakyReLU(0.2),
            new Convolution(inside, kernel: 3, initializer: scaled, groups: groups), new LeakyReLU(0.2),
            new Convolution(maps, kernel: 1, bias: false, initializer: Initializers.Zeros)));
    }

    private static IEnumerable<Module> LeakyLayers(int width) => Enumerable.Range(0, 3)
        .SelectMany(_ => new Module[] { new Dense(8 * width, initializer: Initializers.FanInNormal(LeakyGain)), new LeakyReLU(0.2) });
}
