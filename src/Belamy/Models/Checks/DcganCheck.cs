using Belamy.Data;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("dcgan", "MNIST digits", Revision = 5)]
    internal static void CheckDcgan(ReproductionRun run)
    {
        (long steps, long longer, int count) = run.Choose((5L, 5L, 200), (600L, 4_000L, 5_000), (5_000L, 20_000L, 10_000));
        run.Description = $"{steps:N0} steps of 64 digits at the default width, and the dense networks of the model mlp as long; one run of {longer:N0} steps; {count:N0} samples";
        Dataset data = run.Open("mnist");
        using ImageClassifier classifier = run.Judge(data);
        FeatureMatrix real = ClassifierRows(classifier, ItemFunction.Read(data, count));
        double[] convolutional = Distances(Dcgan, "convolutional");
        double[] dense = Distances(Dcgan with { Networks = Mlp.Networks, Latent = Mlp.Latent, Width = Mlp.Width }, "dense");
        run.Effect("Fréchet distance on the classifier's features, by convolutions in place of dense layers", convolutional, dense, higher: false);

        using TrainingRun trained = run.Train(Dcgan, data, longer, label: "longer");
        DigitReport report = DigitReport.Create(classifier, trained.Generator, count);
        run.Works("samples recognized with confidence 0.9, %", 100 * report.Recognized, Ask.AtLeast(80));
        run.Works("share of the rarest digit, %", 100 * report.ClassShares.Min(), Ask.AtLeast(2));
        run.Works("classifier score (inception-style), of 10", report.Score, Ask.AtLeast(7));
        run.Picture = DcganArithmetic(run, trained.Generator, classifier, count);

        double[] Distances(Adversarial recipe, string label) => run.Each(recipe, data, steps, label, played =>
            FrechetDistance.Between(real, ClassifierRows(classifier, played.Generator.Sample(count).Values.ToArray())));
    }

    /// <summary>
    /// Arithmetic of latent vectors (the paper's section 6.3.2): bold a - thin a + thin b is to be a bold b, each term the mean
    /// of three vectors.
    /// </summary>
    /// <returns>Samples, and below them for each digit b a thin one, what comes of the sum, and a bold one.</returns>
    private static Image DcganArithmetic(ReproductionRun run, Generator generator, ImageClassifier classifier, int count)
    {
        const int Mean = 3;
        int length = generator.Prior.Size, digits = classifier.ClassNames.Count;
        float[] latents = generator.Latents(count);
        Samples samples = generator.Generate(latents);
        (int[] classes, float[] confidences) = classifier.Classify(samples.Values);
        int[][] byInk = [.. Enumerable.Range(0, digits).Select(digit => Enumerable.Range(0, count)
            .Where(at => classes[at] == digit && confidences[at] >= DigitReport.Confidence).OrderBy(at => Ink(samples, at)).ToArray())];
        if (byInk.Any(found => found.Length < 2 * Mean))
            return samples.Take(25).ToGrid(5);
        (int A, int B)[] pairs = [.. Enumerable.Range(0, digits).SelectMany(b => Enumerable.Range(1, digits - 1).Select(step => ((b + step) % digits, b)))];
        float[] sums = [.. pairs.SelectMany(pair => Enumerable.Range(0, length).Select(at => Bold(pair.A, at) - Thin(pair.A, at) + Thin(pair.B, at)))];
        Samples made = generator.Generate(sums);
        (int[] madeClasses, _) = classifier.Classify(made.Values);
        run.Tell($"latent arithmetic, bold a - thin a + thin b: digit b comes out, % of {pairs.Length} pairs", 100.0 * pairs.Where((pair, at) => madeClasses[at] == pair.B).Count() / pairs.Length);
        run.Tell("the same: ink added to thin b, % of what bold b has more", 100 * pairs.Select((pair, at) => Ink(made, at) - Ink(samples, byInk[pair.B][0])).Average()
            / pairs.Average(pair => Ink(samples, byInk[pair.B][^1]) - Ink(samples, byInk[pair.B][0])));
        float[] shown =
        [
            .. samples.Take(3 * digits).Values,
            .. byInk.SelectMany(found => samples.ValuesOf(found[0]).ToArray()),
            .. byInk.SelectMany((_, digit) => made.ValuesOf(digit * (digits - 1)).ToArray()),
            .. byInk.SelectMany(found => samples.ValuesOf(found[^1]).ToArray()),
        ];
        return LabelledGrid.Create(new Samples(generator.Item, shown).ToGrid(digits), ["samples", "", "", "thin", "arithmetic", "bold"], [""]);

        float Thin(int digit, int at) => byInk[digit].Take(Mean).Average(sample => latents[(sample * length) + at]);

        float Bold(int digit, int at) => byInk[digit].TakeLast(Mean).Average(sample => latents[(sample * length) + at]);

        static double Ink(Samples of, int at)
        {
            double sum = 0;
            foreach (float value in of.ValuesOf(at))
                sum += (value + 1) / 2;
            return sum;
        }
    }
}
