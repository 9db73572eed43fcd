using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    [Check("catgan", "three blobs, and MNIST digits")]
    internal static void CheckCatgan(ReproductionRun run)
    {
        const int Categories = 20;
        (long steps, long labelledSteps) = run.Choose((10L, 10L), (1_500L, 6_000L), (60_000L, 120_000L));
        int width = run.Choose(20, 125, 250);
        run.Description = $"blobs: 1,500 steps; digits: {steps:N0} steps of 100 without labels, {labelledSteps:N0} with 100 labels, at width {width}, errors on 10,000 test digits";
        (double, double)[] centres = [(-2, -1.2), (2, -1.2), (0, 2.2)];
        var blobs = new MixtureDataset("blobs", centres, deviation: 0.5, count: 10_000);
        var otherBlobs = new MixtureDataset("blobs", centres, deviation: 0.5, count: 2_000, seed: 1);
        Recipe unlabelled = run.Recipe with { Game = setup => Categorical(setup, 0, setup.Classes), Latent = 2, Width = 50 };
        using (TrainingRun sorted = run.Train(unlabelled, blobs, Math.Min(steps, 1500), label: "blobs"))
            run.Works("accuracy on three blobs without labels, %", 100 * MajorityAccuracy(sorted.Game, otherBlobs, 3), Ask.AtLeast(95));

        Dataset data = run.Open("mnist");
        Dataset test = run.Open("mnist", DataSplit.Test);
        Recipe categorical = (run.Recipe with
        {
            Networks = CategoricalNetworks(Categories),
            Game = setup => Categorical(setup, 0, Categories),
            Width = width,
        }).With("learning-rate", "1e-3");
        var accuracies = new List<double>();
        foreach (long seed in run.Seeds(3))
        {
            using TrainingRun trained = run.Train(categorical, data, steps, seed, "without labels");
            accuracies.Add(100 * MajorityAccuracy(trained.Game, test, Categories));
        }

        run.Works("accuracy of 20 categories without labels, best seed, %", accuracies.Max(), Ask.AtLeast(70), "90.3");
        run.Tell("accuracy of 20 categories, each seed, %", accuracies);
        using TrainingRun labelled = run.Train(run.Recipe with { Width = width }, data, labelledSteps, label: "100 labels");
        run.Works("test error with 100 labels, %", 100 * ClassificationError.Of(labelled.Game, test), Ask.AtMost(6), "1.91 ± 0.10");
        run.Picture = labelled.Generator.Sample(25).ToGrid(5);
    }

    private static double MajorityAccuracy(AssembledGame game, Dataset data, int categories) =>
        ClusterAccuracy.Majority(ClassificationError.Classify(game, data), categories, data.Labels, data.ClassNames.Count);
}
