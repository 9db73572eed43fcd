using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;

namespace Belamy.Bench.Workloads;

/// <summary>
/// R3GAN: bottlenecks with grouped convolutions and without normalization, a relativistic game, flat at real and at generated items.
/// Huang et al. 2024, arXiv:2501.05441.
/// </summary>
internal static class BottleneckWorkloads
{
    private const int GroupWidth = 16;
    private const int Expansion = 2;
    private const int Start = 4;
    private const int Latent = 64;

    // From 4×4 to 32×32.
    private static readonly int[] Maps = [128, 128, 128, 64];

    public static IEnumerable<Workload> All()
    {
        const int batch = 64, side = 32;
        yield return new Workload("r3gan32 step, batch 64", GameWork.FlatStep(GeneratorWork(), DiscriminatorWork(), batch, 3 * side * side), () => GameRepetition.Prepare(
            new Adversarial
            {
                Networks = new NetworkPair("bottlenecks", _ => Generator(), _ => Discriminator()),
                Objective = new Relativistic(),
                Penalty = new R1AndR2 { Gamma = 0.05 },
                Averaging = 0,
                Latent = Latent,
                Batch = batch,
                Generator = Settings,
                Discriminator = Settings,
            },
            [3, side, side]));
    }

    private static PlayerSettings Settings => new() { LearningRate = 2e-4, Optimizer = new Adam { Beta1 = 0, Beta2 = 0.99 } };

    /// <summary>Begins from learned 4×4 maps that a linear function of the latent vector scales; doubled by repetition between blocks.</summary>
    private static Sequential Generator()
    {
        List<Module> modules = [new GenerativeBasis(Maps[0], Start, Start)];
        for (int stage = 0; stage < Maps.Length; stage++)
        {
            if (stage > 0)
            {
                modules.Add(new NearestUpsampling());
                AddWidth(modules, Maps[stage - 1], Maps[stage]);
            }

            modules.Add(Block(Maps[stage]));
        }

        return new Sequential([.. modules, new Convolution(3, kernel: 1, bias: false)]);
    }

    /// <summary>The mirror: halved by means between blocks; ends in a depthwise layer of 4×4.</summary>
    private static Sequential Discriminator()
    {
        List<Module> modules = [new Convolution(Maps[^1], kernel: 1, bias: false)];
        for (int stage = Maps.Length - 1; stage >= 0; stage--)
        {
            modules.Add(Block(Maps[stage]));
            if (stage > 0)
            {
                modules.Add(new AveragePool());
                AddWidth(modules, Maps[stage], Maps[stage - 1]);
            }
        }

        return new Sequential([.. modules, new Convolution(Maps[0], kernel: Start, padding: 0, bias: false, groups: Maps[0]), new Flatten(), new Dense(1, bias: false)]);
    }

    private static Residual Block(int maps) => new(new Sequential(
        new Convolution(Expansion * maps, kernel: 1), new LeakyReLU(0.2),
        new Convolution(Expansion * maps, kernel: 3, groups: Expansion * maps / GroupWidth), new LeakyReLU(0.2),
        new Convolution(maps, kernel: 1, bias: false)));

    private static void AddWidth(List<Module> modules, int from, int to)
    {
        if (from != to)
            modules.Add(new Convolution(to, kernel: 1, bias: false));
    }

    private static NetworkWork GeneratorWork() => new(
    [
        LayerWork.Dense(Latent, Maps[0]),
        .. Enumerable.Range(0, Maps.Length).SelectMany(stage => BlockWork(Maps[stage], Start << stage)),
        .. Enumerable.Range(1, Maps.Length - 1).Where(stage => Maps[stage] != Maps[stage - 1])
            .Select(stage => LayerWork.Convolution(Maps[stage - 1], Maps[stage], 1, Start << stage)),
        LayerWork.Convolution(Maps[^1], 3, 1, Start << (Maps.Length - 1)),
    ]);

    private static NetworkWork DiscriminatorWork() => new(
    [
        LayerWork.Convolution(3, Maps[^1], 1, Start << (Maps.Length - 1)),
        .. Enumerable.Range(0, Maps.Length).SelectMany(stage => BlockWork(Maps[stage], Start << stage)),
        .. Enumerable.Range(1, Maps.Length - 1).Where(stage => Maps[stage] != Maps[stage - 1])
            .Select(stage => LayerWork.Convolution(Maps[stage], Maps[stage - 1], 1, Start << (stage - 1))),
        LayerWork.Convolution(Maps[0], Maps[0], Start, 1, groups: Maps[0]),
        LayerWork.Dense(Maps[0], 1),
    ]);

    private static IEnumerable<LayerWork> BlockWork(int maps, int side) =>
    [
        LayerWork.Convolution(maps, Expansion * maps, 1, side),
        LayerWork.Convolution(Expansion * maps, Expansion * maps, 3, side, groups: Expansion * maps / GroupWidth),
        LayerWork.Convolution(Expansion * maps, maps, 1, side),
    ];
}
