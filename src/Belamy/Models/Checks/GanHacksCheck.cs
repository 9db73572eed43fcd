using Belamy.Data;
using Belamy.Diagnosis;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("ganhacks", "MNIST digits")]
    internal static void CheckGanHacks(ReproductionRun run)
    {
        long steps = run.Choose<long>(20, 5000, 30_000);
        int count = run.Choose(100, 1_000, 10_000);
        run.Description = $"{steps:N0} steps of 32 digits at width {run.Choose(8, 64, 64)}, {count:N0} samples; two fifths of the steps with the generator's rate times 100";
        Dataset data = run.Open("mnist");
        Adversarial recipe = GanHacks with { Width = run.Choose(8, 64, 64) };
        using ImageClassifier classifier = run.Judge(data);
        List<string> ofHealthy = [], ofBroken = [];
        using TrainingRun healthy = Watched(recipe, steps, "healthy", ofHealthy);
        using (Watched(recipe with { Generator = recipe.Generator with { LearningRate = 100 * recipe.Generator.LearningRate } }, 2 * steps / 5, "collapsing", ofBroken))
        {
        }

        run.Works("findings about the healthy run", ofHealthy.Count, Ask.AtMost(0));
        run.Works($"findings about the collapsing run{(ofBroken.Count > 0 ? $" ({string.Join(", ", ofBroken)})" : "")}", ofBroken.Count, Ask.AtLeast(1));
        run.Note("The broken run is found by discriminator-too-strong: its samples keep too much diversity for collapse (0.57 of the data's at one fifth of the steps, where nothing was found yet; two fifths are asked here).");
        DigitReport report = DigitReport.Create(classifier, healthy.Generator, count);
        run.Tell("mean confidence of the classifier", report.MeanConfidence);
        run.Tell("share of the rarest digit, %", 100 * report.ClassShares.Min());
        run.Picture = healthy.Generator.Sample(25).ToGrid(5);

        TrainingRun Watched(Adversarial watched, long length, string label, List<string> found)
        {
            var watch = new Watch();
            return run.Train(watched, data, length, label: label, log: (step, numbers) => found.AddRange(watch.Add(step, numbers).Select(finding => finding.Symptom)));
        }
    }
}
