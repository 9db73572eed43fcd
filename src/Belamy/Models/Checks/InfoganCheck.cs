using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("infogan", "MNIST digits, without their labels", Revision = 2)]
    internal static void CheckInfogan(ReproductionRun run)
    {
        long steps = run.Choose(10, 5_000, 20_000);
        int count = run.Choose(100, 10_000, 10_000);
        IReadOnlyList<long> seeds = run.Seeds(3);
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits at width 16, best of {seeds.Count} seeds; {count:N0} held-out digits, each category matched with one digit";
        Dataset data = run.Open("mnist");
        Dataset test = run.Open("mnist", DataSplit.Test);
        var agreements = new List<double>();
        var bounds = new List<double>();
        foreach (long seed in seeds)
        {
            using TrainingRun trained = run.Train(run.Recipe, data, steps, seed);
            IReadOnlyDictionary<string, Module> networks = trained.Game.Networks;
            FeatureMatrix codes = ReproductionRun.Apply(test, count, (context, items) => networks["codes"].Forward(context, networks["discriminator"].Forward(context, items)));
            int[] found = [.. Enumerable.Range(0, codes.Count).Select(at => ImageClassifier.IndexOfMax(codes.Row(at)[..InfoganCategories]))];
            agreements.Add(100 * ClusterAccuracy.Matched(found, InfoganCategories, test.Labels, test.ClassNames.Count));
            Samples samples = trained.Generator.Sample(run.Choose(100, 2_000, 10_000));
            FeatureMatrix logs = ReproductionRun.Apply(new ArrayDataset("samples", samples.Item, samples.Values.ToArray()), samples.Count, (context, items) =>
                CrossEntropy.LogSoftmax(networks["codes"].Forward(context, networks["discriminator"].Forward(context, items)).Slice(1, 0, InfoganCategories)));
            bounds.Add(1 + (Enumerable.Range(0, logs.Count).Average(at => logs.Row(at)[samples.Labels[at]]) / Math.Log(InfoganCategories)));
            if (agreements[^1] == agreements.Max())
                run.Picture = trained.Generator.Sample(10 * InfoganCategories).ToGrid(InfoganCategories);
        }

        run.Works("held-out digits whose category is their digit's, best seed, %", agreements.Max(), Ask.AtLeast(90), published: "95");
        run.Tell("the same of every seed, %", agreements);
        run.Works("bound on the information of c₁, of ln 10, the same seed", bounds[agreements.IndexOf(agreements.Max())], Ask.AtLeast(0.9), published: "1");
    }
}
