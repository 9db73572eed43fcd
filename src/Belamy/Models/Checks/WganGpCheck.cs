using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Penalties;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("wgan-gp", "25 Gaussians on a grid; MNIST digits", Revision = 3)]
    internal static void CheckWganGp(ReproductionRun run)
    {
        (int width, long steps) = run.Choose((16, 20L), (128, 2_500L), (512, 100_000L));
        (long pictureSteps, int count) = run.Choose((2L, 200), (1_000L, 5_000), (10_000L, 10_000));
        run.Description = $"grid: {steps:N0} steps of 5 critic moves and 1 generator move, width {width}, 2,500 samples; weight clipping with c = 0.01, and with the 0.1 that suits it better, beside it; digits: {pictureSteps:N0} steps of 64, rate 5·10⁻⁴, {count:N0} samples";
        var data = (MixtureDataset)run.Open("grid25");
        Adversarial recipe = WganGp with { Width = width };
        if (run.Protocol != Protocol.Full)
        {
            recipe = recipe with { LearningRateDecay = 0.3 };
            recipe = recipe.With("learning-rate", "5e-4");
            run.Note("Scaled down: a rate of 5·10⁻⁴ that falls to 0 over the last third stands in for 100,000 steps at 10⁻⁴.");
        }

        MixtureModes[] penalized = Play(recipe, "gradient penalty"), clipped = Play(recipe with { Penalty = new WeightClipping() }, "clipping to 0.01");
        MixtureModes[] looser = Play(recipe with { Penalty = new WeightClipping { Bound = 0.1 } }, "clipping to 0.1");
        run.Effect("modes of 25, by the penalty in place of clipping", Covered(penalized), Covered(clipped), published: "clipping learns simple critics alone");
        run.Effect("samples within 3 σ of a mode, %, by the penalty in place of clipping", Good(penalized), Good(clipped));
        run.Effect("samples within 3 σ of a mode, %, by the penalty in place of looser clipping", Good(penalized), Good(looser));
        run.Tell("modes of 25, clipping to 0.1", Covered(looser));

        Dataset digits = run.Open("mnist");
        using ImageClassifier classifier = run.Judge(digits);
        using TrainingRun drawn = run.Train((WganGp with { Batch = 64 }).With("learning-rate", "5e-4"), digits, pictureSteps, label: "digits");
        run.Works("classifier score of digits (inception-style), of 10", DigitReport.Create(classifier, drawn.Generator, count).Score, Ask.AtLeast(7));
        run.Works("mean slope of the critic of digits between real and generated ones", MeanSlope(drawn, digits, count: 256), Ask.Between(0.8, 1.2));

        MixtureModes[] Play(Adversarial of, string label) => run.EachModes(of, data, steps, label, $"wgan-gp on grid25, {steps:N0} steps");

        static double[] Covered(MixtureModes[] modes) => [.. modes.Select(found => (double)found.Covered)];

        static double[] Good(MixtureModes[] modes) => [.. modes.Select(found => 100 * found.HighQuality)];
    }

    /// <summary>The mean of ‖∇D(x̂)‖ over pairs of a real and a generated item, with shares u that lie evenly in [0, 1].</summary>
    private static double MeanSlope(TrainingRun trained, Dataset data, int count)
    {
        float[] real = ItemFunction.Read(data, count);
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
