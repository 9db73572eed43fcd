using Belamy.Augmentation;
using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    [Check("ada", "500 MNIST digits", Revision = 2)]
    internal static void CheckAda(ReproductionRun run)
    {
        const int Few = 500;
        long steps = run.Choose<long>(5, 1500, 20_000);
        int samples = run.Choose(200, 2_000, 10_000);
        run.Description = $"{steps:N0} steps of 32 digits at width 16, {run.Seeds(3).Count} seeds for the average, {samples:N0} samples; features of a classifier of all digits";
        Dataset all = run.Open("mnist");
        var order = new int[all.Count];
        new EndlessPermutation(all.Count, run.Seed).Fill(0, order);
        var few = new DatasetPart(all, order[..Few]);
        var heldOut = new DatasetPart(all, order[Few..(2 * Few)]);
        using ImageClassifier classifier = run.Judge(all);
        GaussianStatistics real = GaussianStatistics.Of(Features(Values(new DatasetPart(all, order[..Math.Min(order.Length, 5 * samples)]))));
        Recipe recipe = run.Recipe with { Batch = 32, Width = run.Choose<int?>(4, 16, null), Averaging = 0.99 };
        var distances = new List<(double Averaged, double Raw)>();
        double plainGap, gap, plainDistance;
        using (TrainingRun plain = run.Train(recipe with { Augmentation = new NoAugmentation() }, few, steps, label: "plain"))
            (plainGap, plainDistance) = (Gap(plain), Distance(plain.Generator));
        foreach (long seed in run.Seeds(3))
        {
            using TrainingRun augmented = run.Train(recipe with { Augmentation = new DiffAugment { Background = -1 } }, few, steps, seed, "augmented");
            using var raw = new Generator(augmented.Game.Parts.Generator!, augmented.Game.Prior, augmented.Game.Generator!.Item, seed);
            distances.Add((Distance(augmented.Generator), Distance(raw)));
            if (distances.Count > 1)
                continue;
            gap = Gap(augmented);
            run.Picture = augmented.Generator.Sample(25).ToGrid(5);
            run.Works("gap of D between training and held-out digits, share of the plain one's", gap / plainGap, Ask.AtMost(0.5));
            run.Tell("gap of D, plain", plainGap);
            run.Works("Fréchet distance, share of the plain one's", distances[0].Averaged / plainDistance, Ask.AtMost(1));
            run.Tell("Fréchet distance, plain", plainDistance);
        }

        run.Works("seeds of 3 with a smaller distance by averaged weights", distances.Count(pair => pair.Averaged <= pair.Raw), Ask.AtLeast(2));
        run.Tell("Fréchet distance, averaged weights", [.. distances.Select(pair => pair.Averaged)]);
        run.Tell("Fréchet distance, last weights", [.. distances.Select(pair => pair.Raw)]);
        using (TrainingRun adaptive = run.Train(recipe with { Augmentation = new AdaptiveAugmentation { Background = -1 } }, few, steps, label: "adaptive"))
        {
            run.Works("probability of a change at the end, adaptive", adaptive.Game.Game.Store["state/augmentation"].AsSpan<float>()[0], Ask.AtLeast(0.01));
            run.Tell("gap of D, adaptive", Gap(adaptive));
            run.Tell("Fréchet distance, adaptive", Distance(adaptive.Generator));
        }

        double Gap(TrainingRun trained) => MeanScore(trained.Game, few) - MeanScore(trained.Game, heldOut);

        double Distance(Generator generator) => FrechetDistance.Between(real, GaussianStatistics.Of(Features(generator.Sample(samples).Values.ToArray())));

        FeatureMatrix Features(float[] items)
        {
            var features = new float[items.Length / all.ItemLength * classifier.FeatureCount];
            classifier.Analyze(items, [], features);
            return new FeatureMatrix(features, classifier.FeatureCount);
        }
    }

    /// <summary>The mean logit that a discriminator gives data.</summary>
    private static double MeanScore(AssembledGame game, Dataset data)
    {
        var context = new ForwardContext { IsTraining = false, CollectsUpdates = false };
        Tensor items = Tensor.Literal(NDArray.From<float>([data.Count, .. data.ItemShape], Values(data)));
        using var program = Program.Compile("scores", [game.Parts.Critic!(context, items).Mean()]);
        program.Run();
        return program.Outputs[0].Scalar;
    }

    private static float[] Values(Dataset data)
    {
        var values = new float[data.Count * data.ItemLength];
        data.ReadBatch([.. Enumerable.Range(0, data.Count)], values);
        return values;
    }
}
