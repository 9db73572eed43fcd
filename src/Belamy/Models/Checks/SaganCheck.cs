using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("sagan", "MNIST digits in pairs, of one class and colour, at the ends of a strip")]
    internal static void CheckSagan(ReproductionRun run)
    {
        (long steps, int count) = run.Choose((4L, 100), (2_500L, 5_000), (50_000L, 10_000));
        run.Description = $"{steps:N0} steps of 32 strips of 16×48 at width 16, rates of 5·10⁻⁴ (G) and 2·10⁻³ (D), the same without attention, and dcgan as long; {count:N0} samples";
        ArrayDataset small = MatchingDigits.Small(run.Open("digits")), pairs = MatchingDigits.Pairs(small);
        using ImageClassifier classifier = run.Judge(small);
        FeatureMatrix real = ClassifierRows(classifier, MatchingDigits.Ends(ItemFunction.Read(pairs, count)));
        Adversarial attentive = ((Adversarial)run.Recipe with { Batch = 32 }).With("generator.learning-rate", "5e-4").With("discriminator.learning-rate", "2e-3");
        (double Colours, double Classes, double Distance, double Recognized)[] with = Play(attentive, "attention"),
            without = Play(attentive with { Networks = AttentivePair.Create("without attention", null) }, "without attention"), plain = Play(Dcgan with { Batch = 32 }, "dcgan");
        run.Effect("difference of colour between the ends of a strip, in parts of that between strips, by attention", Each(with, one => one.Colours), Each(without, one => one.Colours), higher: false);
        run.Works("the same with attention", Each(with, one => one.Colours), Ask.AtMost(0.5));
        run.Tell("the same of dcgan, whose D sees all places by dense layers", Each(plain, one => one.Colours));
        Beside("Fréchet distance of digits on the classifier's features", one => one.Distance);
        Beside("digits recognized with confidence 0.9, %", one => one.Recognized);
        Beside("strips with one digit at both ends, %", one => one.Classes);
        run.Note("Without attention a place of D sees 18 columns at most, and 20 black ones lie between the ends.");

        (double, double, double, double)[] Play(Adversarial recipe, string label) => run.Each(recipe, pairs, steps, label, trained =>
        {
            run.Picture ??= trained.Generator.Sample(60).ToGrid(6);
            float[] made = trained.Generator.Sample(count).Values.ToArray(), ends = MatchingDigits.Ends(made);
            (int[] classes, float[] confidences) = classifier.Classify(ends);
            return (MatchingDigits.ColourDifference(made), 100.0 * classes.Chunk(2).Count(two => two[0] == two[1]) / count,
                FrechetDistance.Between(real, ClassifierRows(classifier, ends)), 100.0 * confidences.Count(one => one >= DigitReport.Confidence) / confidences.Length);
        });

        void Beside(string measure, Func<(double Colours, double Classes, double Distance, double Recognized), double> value)
        {
            run.Tell(measure, Each(with, value));
            run.Tell($"{measure}, without attention", Each(without, value));
            run.Tell($"{measure}, of dcgan", Each(plain, value));
        }

        static double[] Each<T>(T[] runs, Func<T, double> value) => [.. runs.Select(value)];
    }
}
