using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("mlp", "MNIST digits", Revision = 2)]
    internal static void CheckMlp(ReproductionRun run)
    {
        long steps = run.Choose(20, 10_000, 30_000);
        int count = run.Choose(100, 1_000, 10_000);
        run.Description = $"{steps:N0} steps of 32 digits, {count:N0} samples, judged by a classifier of the data";
        Dataset data = run.Open("mnist");
        using TrainingRun trained = run.Train(Mlp, data, steps);
        using ImageClassifier classifier = run.Judge(data);
        DigitReport report = DigitReport.Create(classifier, trained.Generator, count);
        run.Works("share of the rarest digit, %", 100 * report.ClassShares.Min(), Ask.AtLeast(1));
        run.Works("mean confidence of the classifier", report.MeanConfidence, Ask.AtLeast(0.8));
        run.Works("classifier score (inception-style), of 10", report.Score, Ask.AtLeast(6));
        double right = (trained.Result.Metrics["accuracy-real"] + trained.Result.Metrics["accuracy-generated"]) / 2;
        run.Works("discriminator right at the end, on real and generated digits, %", 100 * right, Ask.Between(50, 85));
        run.Picture = trained.Generator.Sample(25).ToGrid(5);
    }
}
