using Belamy.Data;
using Belamy.Metrics;
using Belamy.Reproduction;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("lsro", "MNIST digits, 20 of each class labelled")]
    internal static void CheckLsro(ReproductionRun run)
    {
        const int Seeds = 5;
        Lsro recipe = (Lsro)run.Recipe with { LabelsPerClass = 20 };
        long steps = run.Choose(8L, 2_400, 20_000), part = Math.Max(1, steps * recipe.ClassifierShare / (recipe.GameShare + recipe.ClassifierShare));
        int queries = run.Choose(50, 1_000, 2_000), shown = run.Choose(200, 10_000, 10_000);
        Dataset data = run.Open("mnist"), test = run.Open("mnist", DataSplit.Test);
        int[] classes = test.Labels[..shown].ToArray();
        run.Description = $"a GAN of the 200 digits for {steps - part:N0} steps, then {part:N0} of the classifier with {recipe.Batch} labelled and as many generated digits each, beside as many with the labelled alone, {Seeds} seeds; the 10,000 test digits, of which the first {queries:N0} look for theirs among the rest by the classifier's last hidden layer";
        Measured[] with = Measure(recipe, steps, "with generated digits"), without = Measure(recipe with { Outliers = 0 }, part, "labels only");
        run.Effect("test digits told rightly, %, by generated ones", Of(with, one => one.Accuracy), Of(without, one => one.Accuracy));
        run.Works("mean gain, points", with.Average(one => one.Accuracy) - without.Average(one => one.Accuracy), Ask.AtLeast(1));
        run.Effect("nearest other digit of the same class, %, by generated ones", Of(with, one => one.RankOne), Of(without, one => one.RankOne), published: "78.06 against 73.69 of Market-1501");
        run.Effect("mean average precision, %, by generated ones", Of(with, one => one.Precision), Of(without, one => one.Precision), published: "56.23 against 51.48 of Market-1501");
        run.Note("A GAN of all 60,000 digits, whose samples look better, costs more: 67.7 % told rightly against 83.0 %, medians of five seeds; by a weight of 0.3, 0.1 and 0.03 of the generated digits 67, 69 and 71 %, a seed each, and 71 % after 150 steps in place of 600. "
            + "The classifier has 200 digits to learn from, which it soon knows by heart, and test digits are less like these than like what is generated. The authors' has 12,936 pictures and begins with the weights of ImageNet.");

        static double[] Of(Measured[] all, Func<Measured, double> what) => [.. all.Select(what)];

        Measured[] Measure(Lsro of, long length, string label) => run.Each(of, data, length, label, trained =>
        {
            if (of.Outliers > 0)
                run.Picture ??= trained.Generator.Sample(40).ToGrid(10);
            var parts = trained.Game.Parts;
            FeatureMatrix seen = ReproductionRun.Apply(test, shown, (context, items) => parts.Averaged(parts.Features!.Function(context, items)).Reshape(items.Shape[0], -1));
            Retrieval found = Retrieval.Compute(seen.First(queries), classes.AsMemory(0, queries), seen.Rows(queries, shown - queries), classes.AsMemory(queries), run.CancellationToken);
            return new Measured(100 - (100 * ClassificationError.Of(trained.Game, test)), 100 * found.RankOne, 100 * found.MeanAveragePrecision);
        }, Seeds);
    }

    private sealed record Measured(double Accuracy, double RankOne, double Precision);
}
