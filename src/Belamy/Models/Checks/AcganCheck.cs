using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("acgan", "MNIST digits", Revision = 4)]
    internal static void CheckAcgan(ReproductionRun run)
    {
        (long steps, long longer) = run.Choose((10L, 10L), (500L, 3_000L), (5_000L, 20_000L));
        int count = run.Choose(100, 5_000, 10_000);
        run.Description = $"with the idea and without {steps:N0} steps, one run of {longer:N0}; {Acgan.Batch} digits a step at width 16, {count:N0} samples judged by a classifier of the data";
        Dataset data = run.Open("mnist");
        using TrainingRun trained = run.Train(Acgan, data, longer, label: "longer");
        ReportClasses(run, trained, Acgan, Acgan with { ClassWeight = 0 }, data, steps, count, "the loss of the class", agreement: 97);
        Dataset test = run.Open("mnist", DataSplit.Test);
        IReadOnlyDictionary<string, Module> networks = trained.Game.Networks;
        FeatureMatrix logits = ReproductionRun.Apply(test, run.Choose(100, 10_000, 10_000), (context, items) =>
            networks["classes"].Forward(context, networks["discriminator"].Forward(context, items)));
        int right = Enumerable.Range(0, logits.Count).Count(at => ImageClassifier.IndexOfMax(logits.Row(at)) == test.Labels[at]);
        run.Works("held-out digits that the discriminator's classes are right of, %", 100.0 * right / logits.Count, Ask.AtLeast(97));
        int pictures = run.Choose(100, 1_000, 1_000);
        Samples samples = trained.Generator.Sample(pictures);
        float[] real = ItemFunction.Read(data, pictures);
        (double generatedLikeness, _) = StructuralSimilarity.Diversity(new FeatureMatrix(samples.Values.ToArray(), data.ItemLength), samples.Item, [.. samples.Labels], pairs: pictures);
        (double realLikeness, _) = StructuralSimilarity.Diversity(new FeatureMatrix(real, data.ItemLength), samples.Item, data.Labels[..pictures], pairs: pictures);
        run.Works("MS-SSIM of pairs of a class above that of the data", generatedLikeness - realLikeness, Ask.AtMost(0.1));
        run.Picture = trained.Generator.Sample(100).ToGrid(10);
    }
}
