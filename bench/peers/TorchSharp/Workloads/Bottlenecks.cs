using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Belamy.Bench.Peers.Workloads;

/// <summary>R3GAN: bottlenecks with grouped convolutions and without normalization, a relativistic game, flat at real and at generated items.</summary>
internal static class Bottlenecks
{
    private const long Start = 4;
    private const long Latent = 64;
    private static readonly long[] Maps = [128, 128, 128, 64];

    public static IEnumerable<Workload> All() => [new("r3gan32 step, batch 64", () => FlatStep(64, 32))];

    private static Prepared FlatStep(long batch, long side)
    {
        Network generator = Generator(), discriminator = Discriminator();
        Play.Scale(generator, discriminator);
        Adam judges = optim.Adam(discriminator.parameters(), 2e-4, 0, 0.99), makers = optim.Adam(generator.parameters(), 2e-4, 0, 0.99);
        Tensor data = (rand(batch, 3, side, side) * 2) - 1;
        return new Prepared(
            () =>
            {
                Tensor items, place = data.detach().requires_grad_(true);
                using (no_grad())
                    items = generator.call(randn(batch, Latent));
                items.requires_grad_(true);
                Tensor real = discriminator.call(place), generated = discriminator.call(items);
                Play.Move(judges, functional.softplus(generated - real).mean() + (0.025 * (Steepness(real, place) + Steepness(generated, items))));
                Play.Freeze(discriminator);
                Play.Move(makers, functional.softplus(discriminator.call(data) - discriminator.call(generator.call(randn(batch, Latent)))).mean());
                Play.Release(discriminator);
            },
            Play.Count(generator, discriminator));

        static Tensor Steepness(Tensor scores, Tensor items) => Play.Slope(scores, items).square().sum([1, 2, 3]).mean();
    }

    private static Sequential Generator()
    {
        List<Network> layers = [new ScaledStart(Latent, Maps[0], Start), Block(Maps[0])];
        for (int stage = 1; stage < Maps.Length; stage++)
            layers.AddRange([Upsample(scale_factor: [2, 2], mode: UpsampleMode.Nearest), .. Widened(Maps[stage - 1], Maps[stage]), Block(Maps[stage])]);
        return Sequential([.. layers, Conv2d(Maps[^1], 3, 1, bias: false)]);
    }

    private static Sequential Discriminator()
    {
        List<Network> layers = [Conv2d(3, Maps[^1], 1, bias: false), Block(Maps[^1])];
        for (int stage = Maps.Length - 2; stage >= 0; stage--)
            layers.AddRange([AvgPool2d(2), .. Widened(Maps[stage + 1], Maps[stage]), Block(Maps[stage])]);
        return Sequential([.. layers, Conv2d(Maps[0], Maps[0], Start, groups: Maps[0], bias: false), Flatten(), Linear(Maps[0], 1, hasBias: false)]);
    }

    private static Residual Block(long maps) => new(
        Conv2d(maps, 2 * maps, 1), LeakyReLU(0.2),
        Conv2d(2 * maps, 2 * maps, 3, 1, 1, groups: 2 * maps / 16), LeakyReLU(0.2),
        Conv2d(2 * maps, maps, 1, bias: false));

    private static Network[] Widened(long fewer, long maps) => fewer == maps ? [] : [Conv2d(fewer, maps, 1, bias: false)];
}
