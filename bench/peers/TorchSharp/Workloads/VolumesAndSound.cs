using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Belamy.Bench.Peers.Workloads;

/// <summary>Games along three spatial axes and along one.</summary>
internal static class VolumesAndSound
{
    public static IEnumerable<Workload> All() =>
    [
        new("gan3d32 step, batch 16", () => Play.Step(VolumeGenerator(), VolumeDiscriminator(), 16, [1, 32, 32, 32], Uniform(16, 200))),
        new("wavegan4096 step (5+1), batch 32", () => Play.PenaltyStep(WaveGenerator(), WaveCritic(), 5, 32, [1, 4096], Uniform(32, 100))),
    ];

    private static Func<Tensor> Uniform(long batch, long size) => () => (rand(batch, size) * 2) - 1;

    private static Sequential VolumeGenerator() => Sequential(
        Linear(200, 8192, hasBias: false), Unflatten(1, [128, 4, 4, 4]), BatchNorm3d(128), ReLU(inplace: true),
        ConvTranspose3d(128, 64, 4, 2, 1, bias: false), BatchNorm3d(64), ReLU(inplace: true),
        ConvTranspose3d(64, 32, 4, 2, 1, bias: false), BatchNorm3d(32), ReLU(inplace: true),
        ConvTranspose3d(32, 1, 4, 2, 1), Sigmoid());

    private static Sequential VolumeDiscriminator() => Sequential(
        Conv3d(1, 32, 4, 2, 1), LeakyReLU(0.2, inplace: true),
        Conv3d(32, 64, 4, 2, 1, bias: false), BatchNorm3d(64), LeakyReLU(0.2, inplace: true),
        Conv3d(64, 128, 4, 2, 1, bias: false), BatchNorm3d(128), LeakyReLU(0.2, inplace: true),
        Flatten(), Linear(8192, 1));

    private static Sequential WaveGenerator() => Sequential(
        Linear(100, 2048), Unflatten(1, [128, 16]), ReLU(inplace: true),
        ConvTranspose1d(128, 64, 25, 4, 11, 1), ReLU(inplace: true),
        ConvTranspose1d(64, 32, 25, 4, 11, 1), ReLU(inplace: true),
        ConvTranspose1d(32, 16, 25, 4, 11, 1), ReLU(inplace: true),
        ConvTranspose1d(16, 1, 25, 4, 11, 1), Tanh());

    private static Sequential WaveCritic() => Sequential(
        Conv1d(1, 16, 25, 4, 11), LeakyReLU(0.2), new PhaseShuffle(),
        Conv1d(16, 32, 25, 4, 11), LeakyReLU(0.2), new PhaseShuffle(),
        Conv1d(32, 64, 25, 4, 11), LeakyReLU(0.2), new PhaseShuffle(),
        Conv1d(64, 128, 25, 4, 11), LeakyReLU(0.2),
        Flatten(), Linear(2048, 1));
}
