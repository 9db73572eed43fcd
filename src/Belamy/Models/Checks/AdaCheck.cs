using Belamy.Augmentation;
using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("ada", "500 MNIST digits", Revision = 4)]
    internal static void CheckAda(ReproductionRun run)
    {
        const int Few = 500;
        (long steps, int samples, double horizon) = run.Choose((5L, 200, 500_000), (4_000L, 2_000, 40_000), (20_000L, 10_000, 500_000));
        run.Description = $"{steps:N0} steps of 32 digits at width {run.Choose("4", "8", "the default")}, p may rise from 0 to 1 in {horizon:N0} digits (500,000 in the paper), {samples:N0} samples; features of a classifier of all digits";
        Dataset all = run.Open("mnist");
        var order = new int[all.Count];
        new EndlessPermutation(all.Count, run.Seed).Fill(0, order);
        var few = new DatasetPart(all, order[..Few]);
        var heldOut = new DatasetPart(all, order[Few..(2 * Few)]);
        using ImageClassifier classifier = run.Judge(all);
        FeatureMatrix real = ClassifierRows(classifier, ItemFunction.Read(new DatasetPart(all, order[..Math.Min(order.Length, 5 * samples)])));
        Adversarial recipe = Ada with { Batch = 32, Width = run.Choose<int?>(4, 8, null), Averaging = 0.99 };
        (double Distance, double Gap, double Probability)[] adaptive = Train(((AdaptiveAugmentation)Ada.Augmentation) with { Background = -1, Items = horizon }, "adaptive");
        (double Distance, double Gap, double Probability)[] none = Train(new NoAugmentation(), "none"), always = Train(new DiffAugment { Background = -1 }, "always");
        run.Effect("Fréchet distance, adaptive augmentation against none", Distances(adaptive), Distances(none), higher: false);
        run.Effect("Fréchet distance, adaptive augmentation against always", Distances(adaptive), Distances(always), higher: false);
        run.Effect("gap of D between training and held-out digits, adaptive augmentation against none", [.. adaptive.Select(one => one.Gap)], [.. none.Select(one => one.Gap)], higher: false, published: "overfits without");
        run.Works("probability of a change at the end", [.. adaptive.Select(one => one.Probability)], Ask.AtLeast(0.01));
        run.Note("1,000 steps at width 16 are over before the discriminator overfits: 46 with it, 52 without, 56 with changes always. Without changes the distance of seed 1 was 45 after 800 and 1,600 steps, then 68, 98 and 107. With p rising to 1 in 500,000 digits it had come to 0.02 after 1,500 steps.");
        run.Note("With 500 digits changes always, at full strength, are better than adaptive ones (39.2 against 50.5 after 4,000 steps): p ends near 0.2, below what would help most. The paper's rule was not made steeper after that was seen.");

        (double, double, double)[] Train(PictureAugmentation augmentation, string label) => run.Each(recipe with { Augmentation = augmentation }, few, steps, label, trained =>
        {
            run.Picture ??= trained.Generator.Sample(25).ToGrid(5);
            return (
                FrechetDistance.Between(real, ClassifierRows(classifier, trained.Generator.Sample(samples).Values.ToArray())),
                MeanScore(trained.Game, few) - MeanScore(trained.Game, heldOut),
                augmentation is AdaptiveAugmentation ? (double)trained.Game.Game.Store["state/augmentation"].AsSpan<float>()[0] : 0);
        });

        static double[] Distances((double Distance, double, double)[] runs) => [.. runs.Select(one => one.Distance)];
    }

    /// <summary>The mean logit that a discriminator gives data.</summary>
    private static double MeanScore(AssembledGame game, Dataset data)
    {
        var context = new ForwardContext { IsTraining = false, CollectsUpdates = false };
        Tensor items = Tensor.Literal(NDArray.From<float>([data.Count, .. data.ItemShape], ItemFunction.Read(data)));
        using var program = Program.Compile("scores", [game.Parts.Critic!(context, items).Mean()]);
        program.Run();
        return program.Outputs[0].Scalar;
    }
}
