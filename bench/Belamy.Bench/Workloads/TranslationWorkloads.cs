using Belamy.Networks;

namespace Belamy.Bench.Workloads;

/// <summary>Games whose generators make pictures of pictures.</summary>
internal static class TranslationWorkloads
{
    private const int Side = 64;
    private const int Blocks = 6;
    private const int TranslatorWidth = 32;
    private const int PatchWidth = 32;
    private const int NetWidth = 64;
    private const double Values = 3 * Side * Side;

    public static IEnumerable<Workload> All()
    {
        yield return new Workload("cyclegan64 step, batch 4", CycleWork(4), () => GameRepetition.Prepare(Cycle with { Batch = 4 }, ("a", Side), ("b", Side)));
        yield return new Workload("pix2pix64 step, batch 16", PairWork(16), () => GameRepetition.Prepare(Pair with { Batch = 16 }, ("input", Side), ("target", Side)));
        yield return new Workload(
            "srgan24 step, batch 16", SuperResolution.Work(16), () => GameRepetition.Prepare(new SuperResolution { Batch = 16 }, ("input", SuperResolution.Side), ("target", 4 * SuperResolution.Side)));
    }

    /// <summary>The paper's sizes at a quarter of its side: 6 blocks, patches of 70×70; no pool, which the peers have not.</summary>
    private static CycleGan Cycle => new()
    {
        Networks = new NetworkPair(
            "residual blocks and patches",
            _ => ResidualTranslator.Create(3, TranslatorWidth, Blocks),
            _ => PatchCritic.Create(PatchWidth, halvings: 3)),
        Replay = 0,
    };

    private static Pix2Pix Pair => new Pix2Pix { Width = NetWidth };

    private static Work CycleWork(int batch)
    {
        var translator = new NetworkWork(
        [
            LayerWork.Convolution(3, TranslatorWidth, 7, Side),
            LayerWork.Convolution(TranslatorWidth, 2 * TranslatorWidth, 3, Side / 2),
            LayerWork.Convolution(2 * TranslatorWidth, 4 * TranslatorWidth, 3, Side / 4),
            .. Enumerable.Repeat(LayerWork.Convolution(4 * TranslatorWidth, 4 * TranslatorWidth, 3, Side / 4), 2 * Blocks),
            LayerWork.TransposedConvolution(4 * TranslatorWidth, 2 * TranslatorWidth, 3, Side / 4),
            LayerWork.TransposedConvolution(2 * TranslatorWidth, TranslatorWidth, 3, Side / 2),
            LayerWork.Convolution(TranslatorWidth, 3, 7, Side),
        ]);
        NetworkWork critic = Critic(3, PatchWidth, halvings: 3);
        // There and back again and each of its own kind, for both: gradients reach the input of those that come second alone.
        double made = (6 * (translator.Forward + translator.WeightGradients)) + (4 * translator.InnerGradients) + (2 * translator.InputGradients);
        return GameWork.Move(
                (2 * translator.Forward) + (4 * (critic.Forward + critic.OwnGradients)), batch, 2 * critic.Weights, 2 * translator.Weights, 2 * Values)
            + GameWork.Move(
                made + (2 * (critic.Forward + critic.InputGradients)), batch, 2 * translator.Weights, 2 * critic.Weights, 2 * Values);
    }

    private static Work PairWork(int batch)
    {
        const int halvings = 6;
        int[] maps = [.. Enumerable.Range(0, halvings).Select(stage => NetWidth * Math.Min(8, 1 << stage))];
        var generator = new NetworkWork(
        [
            .. Enumerable.Range(0, halvings).Select(stage => LayerWork.Convolution(stage == 0 ? 3 : maps[stage - 1], maps[stage], 4, Side >> (stage + 1))),
            // The way up sees the way down beside what comes from below, but at the bottom.
            .. Enumerable.Range(0, halvings).Select(stage => LayerWork.TransposedConvolution(
                (stage == halvings - 1 ? 1 : 2) * maps[stage], stage == 0 ? 3 : maps[stage - 1], 4, Side >> (stage + 1))),
        ]);
        NetworkWork critic = Critic(6, NetWidth, halvings: 2);
        return GameWork.Move(
                generator.Forward + (2 * (critic.Forward + critic.OwnGradients)), batch, critic.Weights, generator.Weights, 2 * Values)
            // Of the pair that the critic sees only what was made needs a gradient.
            + GameWork.Move(
                generator.Forward + generator.OwnGradients + critic.Forward + critic.InputGradientsOf(0.5), batch, generator.Weights, critic.Weights, 2 * Values);
    }

    private static NetworkWork Critic(int channels, int width, int halvings)
    {
        List<LayerWork> layers = [LayerWork.Convolution(channels, width, 4, Side / 2)];
        int side = Side / 2;
        for (int stage = 1; stage <= halvings; stage++)
        {
            side = stage < halvings ? side / 2 : side;
            layers.Add(LayerWork.Convolution(width << (stage - 1), width << stage, 4, side));
        }

        return new NetworkWork([.. layers, LayerWork.Convolution(width << halvings, 1, 4, side)]);
    }
}
