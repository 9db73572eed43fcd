using Belamy.Data;
using Belamy.Metrics;
using Belamy.Objectives;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("relativistic", "MNIST digits")]
    internal static void CheckRelativistic(ReproductionRun run)
    {
        long steps = run.Choose(5L, 800, 5_000);
        int count = run.Choose(250, 2_000, 10_000), width = run.Choose(8, 16, 64);
        IReadOnlyList<long> seeds = run.Seeds(3);
        run.Description = $"{steps:N0} steps of 64 digits, width {width} (64 in full), {seeds.Count} seeds, {count:N0} samples, Fréchet distance of digit features";
        run.Works("largest error of the relativistic average hinge at fixed logits", RelativisticHingeError(), Ask.AtMost(1e-6), always: true);

        Dataset data = run.Open("mnist");
        using ImageClassifier classifier = run.Judge(data);
        var real = new float[count * data.ItemLength];
        data.ReadBatch([.. Enumerable.Range(0, count)], real);
        FeatureMatrix realFeatures = Features(real);
        double[] average = Train(new RelativisticAverage { Base = RelativisticBase.LeastSquares }), plain = Train(new LeastSquares());
        run.Tell("Fréchet distance, relativistic average least squares", average);
        run.Tell("Fréchet distance, least squares", plain);
        run.Works("ratio of the means", average.Average() / plain.Average(), Ask.AtMost(1.1));

        double[] Train(Objective objective) => [.. seeds.Select(seed =>
        {
            using TrainingRun trained = run.Train(run.Recipe with { Objective = objective, Width = width }, data, steps, seed, objective.Name);
            Samples samples = trained.Generator.Sample(count);
            run.Picture ??= trained.Generator.Sample(25).ToGrid(5);
            return FrechetDistance.Between(realFeatures, Features(samples.Values.ToArray()));
        })];

        FeatureMatrix Features(float[] items)
        {
            var features = new float[count * classifier.FeatureCount];
            classifier.Analyze(items, [], features);
            return new FeatureMatrix(features, classifier.FeatureCount);
        }
    }

    /// <summary>Compares both losses at fixed logits with sums in plain C#.</summary>
    private static double RelativisticHingeError()
    {
        float[] real = [0.7f, -1.4f, 2.5f, 0.1f], generated = [-0.3f, 1.2f, -2.2f, 0.6f];
        double meanReal = real.Average(logit => (double)logit), meanGenerated = generated.Average(logit => (double)logit);
        double discriminator = real.Average(logit => Math.Max(0, 1 - (logit - meanGenerated))) + generated.Average(logit => Math.Max(0, 1 + (logit - meanReal)));
        double generator = real.Average(logit => Math.Max(0, 1 + (logit - meanGenerated))) + generated.Average(logit => Math.Max(0, 1 - (logit - meanReal)));
        var objective = new RelativisticAverage { Base = RelativisticBase.Hinge };
        Tensor r = Column(real), g = Column(generated);
        return Math.Max(Error(objective.DiscriminatorLoss(r, g), discriminator), Error(objective.GeneratorLoss(r, g), generator));

        static Tensor Column(float[] values) => Tensor.Literal(NDArray.From<float>([values.Length, 1], values));

        static double Error(Tensor loss, double expected) => Math.Abs(loss.Evaluate().AsSpan<float>()[0] - expected);
    }
}
