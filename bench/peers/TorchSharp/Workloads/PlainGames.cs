using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Belamy.Bench.Peers.Workloads;

/// <summary>Games of two networks on vectors and pictures.</summary>
internal static class PlainGames
{
    private const long Latent = 100;

    public static IEnumerable<Workload> All() =>
    [
        new("mlp-gan step, batch 32", () => Play.Step(DenseGenerator(), DenseDiscriminator(), 32, [784], Normal(32))),
        new("mlp-gan step, batch 128", () => Play.Step(DenseGenerator(), DenseDiscriminator(), 128, [784], Normal(128))),
        new("dcgan28 step, batch 64", () => Play.Step(Generator28(), Discriminator28(inPlace: true), 64, [1, 28, 28], Normal(64))),
        // An activation in place would overwrite what the second derivative needs.
        new("wgan-gp28 step (5 critic + 1), batch 64", () => Play.PenaltyStep(Generator28(), Discriminator28(inPlace: false), 5, 64, [1, 28, 28], Normal(64))),
        new("dcgan64 step, batch 64", () => Play.Step(Generator64(), Discriminator64(), 64, [3, 64, 64], Normal(64))),
        new("dcgan28 sample, batch 256", () => Play.Sample(Generator28(), Normal(256))),
    ];

    private static Func<Tensor> Normal(long batch) => () => randn(batch, Latent);

    private static Network DenseGenerator() => Sequential(
        Linear(100, 256), LeakyReLU(0.2, inplace: true),
        Linear(256, 512), LeakyReLU(0.2, inplace: true),
        Linear(512, 1024), LeakyReLU(0.2, inplace: true),
        Linear(1024, 784), Tanh());

    private static Network DenseDiscriminator() => Sequential(
        Linear(784, 512), LeakyReLU(0.2, inplace: true),
        Linear(512, 256), LeakyReLU(0.2, inplace: true),
        Linear(256, 1));

    private static Network Generator28() => Sequential(
    [
        Linear(100, 6272, hasBias: false), Unflatten(1, [128, 7, 7]), BatchNorm2d(128), ReLU(inplace: true),
        .. Doubling(128, 128),
        .. Doubling(128, 64),
        Conv2d(64, 1, 7, 1, 3), Tanh(),
    ]);

    private static Network Discriminator28(bool inPlace) => Sequential(
        Conv2d(1, 64, 4, 2, 1), LeakyReLU(0.2, inPlace),
        Conv2d(64, 128, 4, 2, 1), LeakyReLU(0.2, inPlace),
        Flatten(), Linear(6272, 1));

    private static Network Generator64() => Sequential(
    [
        Linear(100, 8192, hasBias: false), Unflatten(1, [512, 4, 4]), BatchNorm2d(512), ReLU(inplace: true),
        .. Doubling(512, 256),
        .. Doubling(256, 128),
        .. Doubling(128, 64),
        ConvTranspose2d(64, 3, 4, 2, 1), Tanh(),
    ]);

    private static Network Discriminator64() => Sequential(
    [
        Conv2d(3, 64, 4, 2, 1), LeakyReLU(0.2, inplace: true),
        .. Halving(64, 128),
        .. Halving(128, 256),
        .. Halving(256, 512),
        Flatten(), Linear(8192, 1),
    ]);

    /// <summary>Transposed convolution 4×4 with stride 2, batch norm, ReLU.</summary>
    private static Network[] Doubling(long channels, long maps) =>
        [ConvTranspose2d(channels, maps, 4, 2, 1, bias: false), BatchNorm2d(maps), ReLU(inplace: true)];

    /// <summary>Convolution 4×4 with stride 2, batch norm, leaky ReLU.</summary>
    private static Network[] Halving(long channels, long maps) =>
        [Conv2d(channels, maps, 4, 2, 1, bias: false), BatchNorm2d(maps), LeakyReLU(0.2, inplace: true)];
}
