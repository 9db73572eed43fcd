using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Penalties;
using Belamy.Reproduction;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    [Check("wgan-gp", "25 Gaussians on a grid; MNIST digits", Revision = 2)]
    internal static void CheckWganGp(ReproductionRun run)
    {
        (int width, long steps) = run.Choose((16, 20L), (128, 4_000L), (512, 100_000L));
        (long pictureSteps, int count) = run.Choose((2L, 200), (1_500L, 5_000), (10_000L, 10_000));
        run.Description = $"grid: {steps:N0} steps of 5 critic moves and 1 generator move, width {width}, 2,500 samples; digits: {pictureSteps:N0} steps of 64, λ = 10, rate 5·10⁻⁴, {count:N0} samples";
        var data = (MixtureDataset)run.Open("grid25");
        Recipe recipe = run.Recipe with { Width = width };
        if (run.Protocol != Protocol.Full)
        {
            recipe = recipe with { LearningRateDecay = 0.3 };
            recipe = recipe.With("learning-rate", "5e-4");
            run.Note("Scaled down: a rate of 5·10⁻⁴ that falls to 0 over the last third stands in for 100,000 steps at 10⁻⁴.");
        }

        var modes = new List<MixtureModes>();
        foreach (long seed in run.Seeds(3))
        {
            using TrainingRun trained = run.Train(recipe, data, steps, seed);
            modes.Add(ReproductionRun.Modes(trained.Generator, data));
            run.Picture = ReproductionRun.Plot(trained, data, $"wgan-gp on grid25, {steps:N0} steps");
        }

        run.Works("modes covered, of 25", [.. modes.Select(found => (double)found.Covered)], Ask.AtLeast(24));
        run.Works("samples within 3 σ of a mode, %", [.. modes.Select(found => 100 * found.HighQuality)], Ask.AtLeast(10));

        Dataset digits = run.Open("mnist");
        Recipe pictures = run.Recipe with { Penalty = new GradientPenalty { Weight = 10 }, Batch = 64 };
        using TrainingRun drawn = run.Train(pictures.With("learning-rate", "5e-4"), digits, pictureSteps, label: "digits");
        using ImageClassifier classifier = run.Judge(digits);
        run.Works("classifier score of digits (inception-style), of 10", DigitReport.Create(classifier, drawn.Generator, count).Score, Ask.AtLeast(7));
        run.Works("mean slope of the critic of digits between real and generated ones", MeanSlope(drawn, digits, count: 256), Ask.Between(0.8, 1.2));
    }

    /// <summary>The mean of ‖∇D(x̂)‖ over pairs of a real and a generated item, with shares u that lie evenly in [0, 1].</summary>
    private static double MeanSlope(TrainingRun trained, Dataset data, int count)
    {
        var real = new float[count * data.ItemLength];
        data.ReadBatch([.. Enumerable.Range(0, count)], real);
        ReadOnlySpan<float> generated = trained.Generator.Sample(count).Values;
        var between = new float[real.Length];
        for (int at = 0; at < real.Length; at++)
        {
            float share = ((at / data.ItemLength) + 0.5f) / count;
            between[at] = (share * real[at]) + ((1 - share) * generated[at]);
        }

        FeatureMatrix slopes = ReproductionRun.Apply(
            new ArrayDataset("between", trained.Game.Game.Item, between), count, (context, items) => GradientNorm.Of(place => trained.Game.Parts.Critic!(context, place), items).Reshape(-1, 1));
        return slopes.Values.ToArray().Average();
    }
}
