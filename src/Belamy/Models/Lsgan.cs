using Belamy.Data;
using Belamy.Objectives;
using Belamy.Reproduction;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Least squares GAN. Mao, Li, Xie, Lau, Wang and Smolley 2016, "Least squares generative adversarial networks",
    /// arXiv:1611.04076.
    /// </summary>
    /// <remarks>
    /// <para>min over D ½E[(D(x) - b)²] + ½E[(D(G(z)) - a)²];  min over G ½E[(D(G(z)) - c)²] (equation 9), with a = 0,
    /// b = c = 1. <c>objective.fake=-1</c> with <c>objective.target=0</c> minimizes Pearson's χ² (equation 8).</para>
    /// <para>The logit is taken as it is, without a sigmoid: an item far from the boundary is pulled back to it, even on
    /// the right side, where cross-entropy is content and its gradient vanishes (section 3.2). Networks as for DCGAN, Adam
    /// with β₁ = ½, batches of 64 (section 4).</para>
    /// </remarks>
    [Model("lsgan", Card = "A4", Year = 2016, Arxiv = "1611.04076",
        Title = "Least squares generative adversarial networks", Authors = "Mao, Li, Xie, Lau, Wang, Smolley")]
    public static Recipe Lsgan { get; } = Recipe.Default with { Objective = new LeastSquares() };

    [Check("lsgan", "8 Gaussians on a circle")]
    internal static void CheckLsgan(ReproductionRun run)
    {
        long steps = run.Choose(20L, 10_000, 25_000);
        IReadOnlyList<long> seeds = run.Seeds(5);
        run.Description = $"{steps:N0} steps of 64 points, two hidden layers of 128, {seeds.Count} seeds, 2,500 samples; slopes over logits from ±10 to ±30";
        // Cross-entropy lets go of items that the discriminator is sure about; least squares never does.
        float[] surely = [.. Enumerable.Range(0, 81).Select(at => 10 + (at * 0.25f))];
        float[] fake = [.. surely.Select(logit => -logit)];
        run.Report("largest slope of saturating cross-entropy, items surely fake", LsganSlopes(new Minimax(), fake).Max(), Ask.AtMost(1e-3), always: true);
        run.Report("smallest slope of least squares, items surely fake", LsganSlopes(new LeastSquares(), fake).Min(), Ask.AtLeast(0.1), always: true);
        run.Report("largest slope of non-saturating cross-entropy, items surely real", LsganSlopes(new NonSaturating(), surely).Max(), Ask.AtMost(1e-3), always: true);
        run.Report("smallest slope of least squares, items surely real", LsganSlopes(new LeastSquares(), surely).Min(), Ask.AtLeast(0.1), always: true);

        var data = (MixtureDataset)run.Open("ring8-easy");
        double[] modes = Train(run.Recipe, "least squares"), plain = Train(run.Recipe with { Objective = new NonSaturating() }, "cross-entropy");
        run.Tell("modes reached, of 8", modes);
        run.Tell("modes reached by cross-entropy, of 8", plain);
        run.Report("modes more than by cross-entropy, medians", Median(modes) - Median(plain), Ask.AtLeast(0));
        run.Note("With 6,000 steps and layers of 64 it was the other way round: medians of 4 modes by least squares and 5 by cross-entropy.");

        double[] Train(Recipe recipe, string label)
        {
            Recipe small = recipe with
            {
                Latent = 8,
                Width = 64,
                Generator = recipe.Generator with { LearningRate = 3e-4 },
                Discriminator = recipe.Discriminator with { LearningRate = 1e-3 },
            };
            return [.. seeds.Select(seed =>
            {
                using TrainingRun trained = run.Train(small, data, steps, seed, label);
                run.Picture ??= ReproductionRun.Plot(trained, data, "Least squares GAN, 8 Gaussians on a circle");
                return (double)ReproductionRun.Modes(trained.Generator, data).Covered;
            })];
        }

        static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
    }

    /// <summary>|∂L/∂l| of the generator's loss at a single item of each logit.</summary>
    private static IEnumerable<double> LsganSlopes(Objective objective, float[] logits)
    {
        Tensor items = Tensor.Literal(NDArray.From<float>([logits.Length, 1], logits));
        Tensor sum = objective.GeneratorLoss(items, items) * logits.Length;
        return sum.Gradient(items).Evaluate().AsSpan<float>().ToArray().Select(slope => (double)Math.Abs(slope));
    }
}
