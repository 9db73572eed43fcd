using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Penalties;
using Belamy.Reproduction;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    [Check("cgan", "MNIST digits", Revision = 2)]
    internal static void CheckCgan(ReproductionRun run)
    {
        long steps = run.Choose(20, 10_000, 50_000);
        int count = run.Choose(100, 5_000, 10_000);
        Recipe recipe = run.Recipe with { Width = run.Choose(5, 25, 50) };
        run.Description = $"{steps:N0} steps of 100 digits at width {recipe.Width} (50 in the paper), rate falling to 0 over the last half, {count:N0} samples judged by a classifier of the data";
        Dataset data = run.Open("mnist");
        using TrainingRun trained = run.Train(recipe, data, steps);
        ReportClasses(run, trained, data, count, agreement: 90);
        // One latent vector for each row, one class for each column: along a row the class alone changes.
        int latent = trained.Generator.Prior.Size, classes = data.ClassNames.Count;
        float[] vectors = trained.Generator.Latents(10);
        run.Picture = trained.Generator.Generate(
            [.. Enumerable.Range(0, 10 * classes).SelectMany(at => vectors.Skip(at / classes * latent).Take(latent))],
            [.. Enumerable.Range(0, 10 * classes).Select(at => at % classes)]).ToGrid(classes);
        run.Note("Without R1 and with dropout ½ the discriminator was right on everything before it had looked at the class: each class got one digit, mostly not its own, and 11 % were of their class.");
    }

    /// <summary>Reports whether samples show the class that they were asked for, and what a classifier learns from them.</summary>
    private static void ReportClasses(ReproductionRun run, TrainingRun trained, Dataset data, int count, double agreement)
    {
        run.Status("judging samples");
        using ImageClassifier classifier = run.Judge(data);
        DigitReport report = DigitReport.Create(classifier, trained.Generator, count);
        run.Works("samples of the class that was asked for, %", 100 * report.Agreement!.Value, Ask.AtLeast(agreement));
        if (run.Protocol == Protocol.Quick)
            return;
        Samples samples = trained.Generator.Sample(20_000);
        var generated = new ArrayDataset("samples", samples.Item, samples.Values.ToArray(), [.. samples.Labels], data.ClassNames);
        run.Works("digits a classifier recognizes that learned from 20,000 samples alone, %", 100 * ClassificationAccuracyScore.Compute(generated, run.Open("mnist", DataSplit.Test), cancellationToken: run.CancellationToken), Ask.AtLeast(90));
    }
}
