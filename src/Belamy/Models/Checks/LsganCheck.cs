using Belamy.Data;
using Belamy.Objectives;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("lsgan", "8 Gaussians on a circle", Revision = 2)]
    internal static void CheckLsgan(ReproductionRun run)
    {
        long steps = run.Choose(20L, 10_000, 25_000);
        const int Seeds = 5;
        run.Description = $"{steps:N0} steps of 64 points, two hidden layers of 128, {Seeds} seeds, 2,500 samples; slopes over logits from ±10 to ±30";
        // Cross-entropy lets go of items that the discriminator is sure about; least squares never does.
        float[] surely = [.. Enumerable.Range(0, 81).Select(at => 10 + (at * 0.25f))];
        float[] fake = [.. surely.Select(logit => -logit)];
        run.Works("largest slope of saturating cross-entropy, items surely fake", LsganSlopes(new Minimax(), fake).Max(), Ask.AtMost(1e-3), always: true);
        run.Works("smallest slope of least squares, items surely fake", LsganSlopes(Lsgan.Objective, fake).Min(), Ask.AtLeast(0.1), always: true);
        run.Works("largest slope of non-saturating cross-entropy, items surely real", LsganSlopes(new NonSaturating(), surely).Max(), Ask.AtMost(1e-3), always: true);
        run.Works("smallest slope of least squares, items surely real", LsganSlopes(Lsgan.Objective, surely).Min(), Ask.AtLeast(0.1), always: true);

        var data = (MixtureDataset)run.Open("ring8-easy");
        run.Effect("modes reached, of 8, by least squares in place of cross-entropy", Train(Lsgan, "least squares"), Train(Lsgan with { Objective = new NonSaturating() }, "cross-entropy"));
        run.Note("With 6,000 steps and layers of 64 it was the other way round: medians of 4 modes by least squares and 5 by cross-entropy.");

        double[] Train(Adversarial recipe, string label) => [.. run.EachModes(
            recipe with
            {
                Latent = 8,
                Width = 64,
                Generator = recipe.Generator with { LearningRate = 3e-4 },
                Discriminator = recipe.Discriminator with { LearningRate = 1e-3 },
            },
            data,
            steps,
            label,
            "Least squares GAN, 8 Gaussians on a circle",
            Seeds).Select(modes => (double)modes.Covered)];
    }

    /// <summary>|∂L/∂l| of the generator's loss at a single item of each logit.</summary>
    private static IEnumerable<double> LsganSlopes(Objective objective, float[] logits)
    {
        Tensor items = Tensor.Literal(NDArray.From<float>([logits.Length, 1], logits));
        Tensor sum = objective.GeneratorLoss(items, items) * logits.Length;
        return sum.Gradient(items).Evaluate().AsSpan<float>().ToArray().Select(slope => (double)Math.Abs(slope));
    }
}
