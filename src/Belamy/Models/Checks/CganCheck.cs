using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Penalties;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("cgan", "MNIST digits", Revision = 5)]
    internal static void CheckCgan(ReproductionRun run)
    {
        (long steps, long longer) = run.Choose((20L, 20L), (1_500L, 10_000L), (10_000L, 50_000L));
        int count = run.Choose(100, 5_000, 10_000);
        Adversarial recipe = Cgan with { Width = run.Choose(5, 25, 50) };
        run.Description = $"with the idea and without {steps:N0} steps, one run of {longer:N0} and two more of them for the likelihood; 100 digits a step at width {recipe.Width} (50 in the paper), rate falling to 0 over the last half, {count:N0} samples judged by a classifier of the data";
        Dataset data = run.Open("mnist");
        using TrainingRun trained = run.Train(recipe, data, longer, label: "longer");
        NetworkPair blind = recipe.Networks with { Discriminator = sizes => new Sequential(recipe.Networks.Discriminator(sizes).Children.Select(module => module is LabelBranch branch ? branch.Children[0] : module)) };
        ReportClasses(run, trained, recipe, recipe with { Networks = blind }, data, steps, count, "telling D the class", agreement: 90);
        double[] likelihoods = [Likelihood(trained), .. run.Seeds(SeedStatistics.FewestSeeds).Skip(1).Select(seed =>
        {
            using TrainingRun again = run.Train(recipe, data, longer, seed, "longer");
            return Likelihood(again);
        })];
        run.Published("Parzen log-likelihood of test digits, nats", likelihoods, 132, 1.8, Better.Higher);
        // One latent vector for each row, one class for each column: along a row the class alone changes.
        int latent = trained.Generator.Prior.Size, classes = data.ClassNames.Count;
        float[] vectors = trained.Generator.Latents(10);
        run.Picture = trained.Generator.Generate(
            [.. Enumerable.Range(0, 10 * classes).SelectMany(at => vectors.Skip(at / classes * latent).Take(latent))],
            [.. Enumerable.Range(0, 10 * classes).Select(at => at % classes)]).ToGrid(classes);
        run.Note("Without R1 and with dropout ½ the discriminator was right on everything before it had looked at the class: each class got one digit, mostly not its own, and 11 % were of their class.");

        double Likelihood(TrainingRun played) => DigitLikelihood(run, played.Generator, run.Choose(200, 10_000, 10_000));
    }

    /// <summary>Reports whether samples show the class that they were asked for, with the idea and without it, and what a classifier learns from them.</summary>
    /// <param name="run">The check.</param>
    /// <param name="trained">A longer run of the model.</param>
    /// <param name="recipe">The model.</param>
    /// <param name="without">The same without its idea.</param>
    /// <param name="data">The data.</param>
    /// <param name="steps">How long both are played to be compared.</param>
    /// <param name="count">How many samples are judged.</param>
    /// <param name="idea">The idea, in words.</param>
    /// <param name="agreement">How many samples have to be of the class that was asked for, %.</param>
    private static void ReportClasses(ReproductionRun run, TrainingRun trained, Recipe recipe, Recipe without, Dataset data, long steps, int count, string idea, double agreement)
    {
        using ImageClassifier classifier = run.Judge(data);
        run.Effect($"samples of the class that was asked for, %, by {idea}", run.Each(recipe, data, steps, "with", Agreement), run.Each(without, data, steps, "without", Agreement));
        run.Works("samples of the class that was asked for, %", Agreement(trained), Ask.AtLeast(agreement));
        if (run.Protocol == Protocol.Quick)
            return;
        Samples samples = trained.Generator.Sample(20_000);
        var generated = new ArrayDataset("samples", samples.Item, samples.Values.ToArray(), [.. samples.Labels], data.ClassNames);
        run.Works("digits a classifier recognizes that learned from 20,000 samples alone, %", 100 * ClassificationAccuracyScore.Compute(generated, run.Open("mnist", DataSplit.Test), cancellationToken: run.CancellationToken), Ask.AtLeast(90));

        double Agreement(TrainingRun played) => 100 * DigitReport.Create(classifier, played.Generator, count).Agreement!.Value;
    }
}
