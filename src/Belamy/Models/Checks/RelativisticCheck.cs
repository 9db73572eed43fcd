using Belamy.Data;
using Belamy.Metrics;
using Belamy.Objectives;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("relativistic", "MNIST digits", Revision = 2)]
    internal static void CheckRelativistic(ReproductionRun run)
    {
        long steps = run.Choose(5L, 600, 5_000);
        int count = run.Choose(250, 2_000, 10_000), width = run.Choose(8, 8, 64);
        run.Description = $"{steps:N0} steps of 64 digits, width {width} (64 in full), {count:N0} samples, Fréchet distance of digit features; rates of 10⁻³ and the paper's hard setting of β = (0.9, 0.9)";
        run.Works("largest error of the relativistic average hinge at fixed logits", RelativisticHingeError(), Ask.AtMost(1e-6), always: true);

        Dataset data = run.Open("mnist");
        using ImageClassifier classifier = run.Judge(data);
        FeatureMatrix real = ClassifierRows(classifier, ItemFunction.Read(data, count));
        RelativisticAverage squares = ((RelativisticAverage)run.Recipe.Objective) with { Base = RelativisticBase.LeastSquares };
        run.Effect("Fréchet distance in the hard setting, relativistic average least squares against least squares",
            Distances(squares, hard: true, "relativistic, hard"), Distances(new LeastSquares(), hard: true, "least squares, hard"), higher: false, published: "RaLSGAN below LSGAN");
        run.Tell("Fréchet distance in the usual setting, relativistic average least squares", Distances(squares, hard: false, "relativistic"));
        run.Tell("Fréchet distance in the usual setting, least squares", Distances(new LeastSquares(), hard: false, "least squares"));
        run.Note("In the usual setting, at width 16 and 800 steps, the medians were 15.2 with it and 15.3 without.");

        double[] Distances(Objective objective, bool hard, string label)
        {
            Recipe recipe = run.Recipe with { Objective = objective, Width = width };
            if (hard)
                recipe = recipe.With("optimizer.beta1", "0.9").With("optimizer.beta2", "0.9");
            return run.Each(recipe, data, steps, label, trained =>
            {
                run.Picture ??= trained.Generator.Sample(25).ToGrid(5);
                return FrechetDistance.Between(real, ClassifierRows(classifier, trained.Generator.Sample(count).Values.ToArray()));
            });
        }
    }

    /// <summary>A classifier's features of pictures, a row for each.</summary>
    private static FeatureMatrix ClassifierRows(ImageClassifier classifier, float[] items)
    {
        var features = new float[items.Length / (int)classifier.Item.Count * classifier.FeatureCount];
        classifier.Analyze(items, [], features);
        return new FeatureMatrix(features, classifier.FeatureCount);
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
