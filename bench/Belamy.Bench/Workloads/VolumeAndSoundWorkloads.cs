namespace Belamy.Bench.Workloads;

/// <summary>Games along three spatial axes and along one.</summary>
internal static class VolumeAndSoundWorkloads
{
    private const int CriticMoves = 5;
    private const int Samples = 4096;

    private static readonly NetworkWork VolumeGenerator = new(
        LayerWork.Dense(200, 8192),
        LayerWork.TransposedConvolution(128, 64, 4, inputPixels: 4, axes: 3),
        LayerWork.TransposedConvolution(64, 32, 4, inputPixels: 8, axes: 3),
        LayerWork.TransposedConvolution(32, 1, 4, inputPixels: 16, axes: 3));

    private static readonly NetworkWork VolumeDiscriminator = new(
        LayerWork.Convolution(1, 32, 4, outputPixels: 16, axes: 3),
        LayerWork.Convolution(32, 64, 4, outputPixels: 8, axes: 3),
        LayerWork.Convolution(64, 128, 4, outputPixels: 4, axes: 3),
        LayerWork.Dense(8192, 1));

    private static readonly NetworkWork WaveGenerator = new(
        LayerWork.Dense(100, 2048),
        LayerWork.TransposedConvolution(128, 64, 25, inputPixels: 16, axes: 1),
        LayerWork.TransposedConvolution(64, 32, 25, inputPixels: 64, axes: 1),
        LayerWork.TransposedConvolution(32, 16, 25, inputPixels: 256, axes: 1),
        LayerWork.TransposedConvolution(16, 1, 25, inputPixels: 1024, axes: 1));

    private static readonly NetworkWork WaveCritic = new(
        LayerWork.Convolution(1, 16, 25, outputPixels: 1024, axes: 1),
        LayerWork.Convolution(16, 32, 25, outputPixels: 256, axes: 1),
        LayerWork.Convolution(32, 64, 25, outputPixels: 64, axes: 1),
        LayerWork.Convolution(64, 128, 25, outputPixels: 16, axes: 1),
        LayerWork.Dense(2048, 1));

    public static IEnumerable<Workload> All()
    {
        // No average and no limit of the discriminator's accuracy, which the peers have not.
        yield return new Workload(
            "gan3d32 step, batch 16",
            GameWork.Step(VolumeGenerator, VolumeDiscriminator, 16, 32 * 32 * 32),
            () => GameRepetition.Prepare(Models.Gan3d with { Batch = 16, Averaging = 0, AccuracyLimit = 1 }, [1, 32, 32, 32]));
        yield return new Workload(
            $"wavegan4096 step ({CriticMoves}+1), batch 32",
            GameWork.PenaltyStep(WaveGenerator, WaveCritic, CriticMoves, 32, Samples),
            () => GameRepetition.Prepare(Models.WaveGan with { Batch = 32, DiscriminatorMoves = CriticMoves }, [1, Samples]));
    }
}
