using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Reproduction;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Unrolled GAN: the generator plays against the discriminator as it will be after its next K moves. Metz, Poole, Pfau and
    /// Sohl-Dickstein 2016, "Unrolled generative adversarial networks", arXiv:1611.02163.
    /// </summary>
    /// <remarks>
    /// <para>The generator minimizes f(θ_G, θ_D^K), θ_D^(k+1) = θ_D^k + η ∇f(θ_G, θ_D^k) (equations 7 to 9), gradients through
    /// the K moves included; the discriminator moves once. K is <c>unrolling</c>.</para>
    /// <para>Mixtures of Gaussians (appendix A): two layers of 128 with tanh on both sides, z of 256 values, Adam with
    /// β₁ = ½, rate 10⁻³ for the generator and 10⁻⁴ for the discriminator, batches of 512, the saddle objective. Weights begin
    /// as He et al. draw them, in place of orthogonal ones of gain 1.4. Pictures have a tanh behind G.</para>
    /// </remarks>
    [Model("unrolled", Card = "A10", Year = 2016, Arxiv = "1611.02163", Title = "Unrolled generative adversarial networks",
        Authors = "Metz, Poole, Pfau, Sohl-Dickstein")]
    public static Recipe Unrolled { get; } = Recipe.Default with
    {
        Networks = new NetworkPair(
            "tanh",
            sizes => new Sequential(
            [
                new Dense(sizes.Width, initializer: Initializers.HeNormal), new Tanh(), new Dense(sizes.Width, initializer: Initializers.HeNormal), new Tanh(),
                new Dense((int)sizes.Item.Count), .. sizes.Bounded(new Tanh()), new Reshape(sizes.Item.ToArray()),
            ]),
            sizes => new Sequential(
                new Flatten(), new Dense(sizes.Width, initializer: Initializers.HeNormal), new Tanh(), new Dense(sizes.Width, initializer: Initializers.HeNormal), new Tanh(), new Dense(1))),
        Objective = new Minimax(),
        Unrolling = 5,
        Latent = 256,
        Width = 128,
        Batch = 512,
        Averaging = 0,
        Steps = 25_000,
        Generator = new PlayerSettings { LearningRate = 1e-3, Optimizer = new Adam { Beta1 = 0.5 } },
        Discriminator = new PlayerSettings { LearningRate = 1e-4, Optimizer = new Adam { Beta1 = 0.5 } },
    };

    [Check("unrolled", "8 Gaussians on a circle (radius 2, σ 0.02)", Revision = 4)]
    internal static void CheckUnrolled(ReproductionRun run)
    {
        (int width, int batch, long steps) = run.Choose((16, 32, 20L), (64, 128, 10_000L), (128, 512, 25_000L));
        run.Description = $"{steps:N0} steps, width {width}, batches of {batch}, K = 5 beside K = 0; a mode counts from 20 good samples of 2,500";
        var data = (MixtureDataset)run.Open("ring8-easy");
        Recipe recipe = run.Recipe with { Width = width, Batch = batch };
        List<double> unrolled = [], unrolledHops = [], plain = [], plainHops = [];
        foreach (long seed in run.Seeds(3))
        {
            Measure(recipe with { Unrolling = 0 }, "K = 0", seed, plain, plainHops);
            Measure(recipe, "K = 5", seed, unrolled, unrolledHops);
        }

        run.Report("modes covered, of 8, K = 5, median", unrolled.Order().ElementAt(unrolled.Count / 2), Ask.AtLeast(7));
        run.Tell("the same, each seed", unrolled);
        run.Tell("modes covered, of 8, K = 0", plain);
        run.Tell("changes of the set of modes from one tenth of the run to the next, of 9, K = 5", unrolledHops);
        run.Report("the same, K = 0", plainHops, new Ask("> 0", hops => hops > 0), "hops from mode to mode");
        if (plain.Average() >= unrolled.Average())
            run.Note("K = 0 covers as many modes at the end of these steps, so that unrolling shows no gain here.");
        if (plainHops.Average() <= unrolledHops.Average())
            run.Note("Nor does the set of modes change more often on the way with K = 0.");

        void Measure(Recipe variant, string label, long seed, List<double> covered, List<double> hops)
        {
            var sets = new List<string>();
            using TrainingRun trained = run.Train(variant, data, steps, seed, label, visit: generator =>
                sets.Add(string.Concat(ReproductionRun.Modes(generator, data).Points.Select(points => points >= MixtureModes.Solid ? '1' : '0'))));
            covered.Add(ReproductionRun.Modes(trained.Generator, data).SolidlyCovered);
            hops.Add(sets.Zip(sets.Skip(1)).Count(pair => pair.First != pair.Second));
            run.Picture = ReproductionRun.Plot(trained, data, $"unrolled on ring8-easy, {label}, {steps:N0} steps");
        }
    }
}
