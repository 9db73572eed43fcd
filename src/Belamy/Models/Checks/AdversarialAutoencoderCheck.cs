using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("adversarial-autoencoder", "MNIST's 10,000 test digits", Revision = 2)]
    internal static void CheckAdversarialAutoencoder(ReproductionRun run)
    {
        long steps = run.Choose(10, 4_000, 30_000);
        int count = run.Choose(100, 1_000, 10_000);
        Dataset data = run.Open("mnist");
        float[] test = ItemFunction.Read(run.Open("mnist", DataSplit.Test), run.Choose(500, 10_000, 10_000));
        run.Description = $"{steps:N0} steps of {AdversarialAutoencoder.Batch} digits, {AdversarialAutoencoder.Latent} latent values; {count:N0} samples judged by a classifier of the data";
        using TrainingRun trained = run.Train(AdversarialAutoencoder, data, steps);
        int size = AdversarialAutoencoder.Latent!.Value;
        float[] codes = ItemFunction.Apply("codes", test, trained.Game.Game.Item, (context, x) => trained.Game.Networks["encoder"].Forward(context, x));
        (double Mean, double Deviation)[] moments = [.. Enumerable.Range(0, size).Select(at => CodeMoments([.. codes.Where((_, index) => index % size == at)]))];
        run.Works("codes of test digits: largest |mean| of a value (prior 0)", moments.Max(value => Math.Abs(value.Mean)), Ask.AtMost(0.25));
        run.Works("codes of test digits: mean deviation of a value (prior 1)", moments.Average(value => value.Deviation), Ask.Between(0.8, 1.2));
        run.Tell("test error, of pixels in [0, 1]", MeanSquare(Reconstruct(trained, test), test) / 4);
        using ImageClassifier classifier = run.Judge(data);
        DigitReport report = DigitReport.Create(classifier, trained.Generator, count);
        run.Works("share of the rarest digit, %", 100 * report.ClassShares.Min(), Ask.AtLeast(3));
        double[] with = [report.MeanConfidence, .. run.Seeds(SeedStatistics.FewestSeeds).Skip(1).Select(seed =>
        {
            using TrainingRun other = run.Train(AdversarialAutoencoder, data, steps, seed, "adversarial");
            return Confidence(other);
        })];
        run.Effect("mean confidence of the classifier in samples of the prior, by the adversary of codes", with,
            run.Each(AdversarialAutoencoder with { AdversarialWeight = 0 }, data, steps, "autoencoder alone", Confidence));
        run.Picture = trained.Generator.Sample(50).ToGrid(10);

        double Confidence(TrainingRun made) => DigitReport.Create(classifier, made.Generator, count).MeanConfidence;
    }

    private static (double Mean, double Deviation) CodeMoments(float[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }
}
