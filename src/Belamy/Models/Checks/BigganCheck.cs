using Belamy.Data;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("biggan", "MNIST digits")]
    internal static void CheckBiggan(ReproductionRun run)
    {
        const double Bound = 0.5;
        double[] bounds = [2, 1, Bound, 0.2];
        (long steps, int count) = run.Choose((3L, 200), (1_000L, 3_000), (50_000L, 10_000));
        run.Description = $"{steps:N0} steps of 2 + 1 moves of 32 digits at width 16, rates of 5·10⁻⁴ (G) and 2·10⁻³ (D), averages of 0.99; {count:N0} samples of each bound; the same without the orthogonal term, and with an embedding for each norm and z at the first layer alone";
        Dataset data = run.Open("mnist");
        using ImageClassifier classifier = run.Judge(data);
        float[] items = ItemFunction.Read(data, count);
        FeatureMatrix real = ClassifierRows(classifier, items);
        double spreadOfData = Spread(real, classifier.Classify(items).Classes);
        Adversarial shared = ((Adversarial)run.Recipe with { Batch = 32, Averaging = 0.99 }).With("generator.learning-rate", "5e-4").With("discriminator.learning-rate", "2e-3");
        Truncated[][] with = Play(shared, "shared embedding, orthogonal term"),
            loose = Play(shared with { Generator = shared.Generator with { OrthogonalRegularization = 0 } }, "without the orthogonal term"),
            apart = Play(shared with { Networks = shared.Networks with { Generator = AttentivePair.Create("apart", () => new SelfAttention(new SpectralNorm(), new OrthogonalInitializer()), new OrthogonalInitializer()).Generator } }, "an embedding for each norm");
        int cut = 1 + Array.IndexOf(bounds, Bound);
        run.Effect("digits recognized as the class asked for with confidence 0.9, %, z within 0.5", Each(with, one => one[cut].Recognized), Each(with, one => one[0].Recognized), published: "fidelity rises as the bound falls");
        run.Effect("spread within classes, in parts of the data's, z within 0.5", Each(with, one => one[cut].Spread), Each(with, one => one[0].Spread), higher: false, published: "variety falls with it");
        run.Effect("recognized at z within 0.5, %, by the orthogonal term", Each(with, one => one[cut].Recognized), Each(loose, one => one[cut].Recognized), published: "60 % of models take truncation with it, 16 % without");
        run.Effect("Fréchet distance on the classifier's features, by the shared embedding and latent parts", Each(with, one => one[0].Distance), Each(apart, one => one[0].Distance), higher: false);
        foreach ((double bound, int at) in bounds.Select((bound, at) => (bound, at + 1)))
            Beside(FormattableString.Invariant($"z within {bound}"), at);
        Beside("z as it is", 0);
        run.Tell("recognized of the data, %", 100.0 * classifier.Classify(items).Confidences.Count(one => one >= DigitReport.Confidence) / count);

        Truncated[][] Play(Adversarial recipe, string label) => run.Each(recipe, data, steps, label, trained =>
        {
            run.Picture ??= LabelledGrid.Create(
                new Samples(trained.Generator.Item, [.. bounds.Select(bound => (double?)bound).Prepend(null).SelectMany(bound => trained.Generator.Sample(20, truncation: bound).Values.ToArray())]).ToGrid(20),
                ["as it is", .. bounds.Select(bound => FormattableString.Invariant($"within {bound}"))], [""]);
            return bounds.Select(bound => (double?)bound).Prepend(null).Select(bound => Measure(trained.Generator.Sample(count, truncation: bound))).ToArray();
        });

        Truncated Measure(Samples made)
        {
            FeatureMatrix rows = ClassifierRows(classifier, made.Values.ToArray());
            (int[] classes, float[] confidences) = classifier.Classify(made.Values);
            return new Truncated(
                100.0 * Enumerable.Range(0, made.Count).Count(at => classes[at] == made.Labels[at] && confidences[at] >= DigitReport.Confidence) / made.Count,
                Spread(rows, [.. made.Labels]) / spreadOfData, FrechetDistance.Between(real, rows));
        }

        void Beside(string what, int at)
        {
            run.Tell($"{what}: recognized, %", Each(with, one => one[at].Recognized));
            run.Tell($"{what}: recognized without the orthogonal term, %", Each(loose, one => one[at].Recognized));
            run.Tell($"{what}: spread", Each(with, one => one[at].Spread));
        }

        static double[] Each(Truncated[][] runs, Func<Truncated[], double> value) => [.. runs.Select(value)];
    }

    /// <summary>The root of the mean squared distance of features from the mean of their class.</summary>
    private static double Spread(FeatureMatrix rows, IReadOnlyList<int> classes)
    {
        double sum = 0;
        foreach (IGrouping<int, int> one in Enumerable.Range(0, rows.Count).GroupBy(at => classes[at]))
        {
            int[] members = [.. one];
            for (int feature = 0; feature < rows.Dimension; feature++)
            {
                double mean = members.Average(at => (double)rows.Row(at)[feature]);
                sum += members.Sum(at => Math.Pow(rows.Row(at)[feature] - mean, 2));
            }
        }

        return Math.Sqrt(sum / rows.Count);
    }

    /// <summary>What samples of one bound are like.</summary>
    private sealed record Truncated(double Recognized, double Spread, double Distance);
}
