using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("unrolled", "8 Gaussians on a circle (radius 2, σ 0.02)", Revision = 6)]
    internal static void CheckUnrolled(ReproductionRun run)
    {
        (int batch, long steps) = run.Choose((16, 20L), (128, 20_000L), (512, 25_000L));
        run.Description = $"{steps:N0} steps of {batch} points, K = 5 beside K = 0, 2,500 samples";
        var data = (MixtureDataset)run.Open("ring8-easy");
        Adversarial recipe = Unrolled with { Batch = batch };
        (double Modes, double Solid, double Hops)[] unrolled = Play(recipe, "K = 5"), plain = Play(recipe with { Unrolling = 0 }, "K = 0");
        run.Effect("modes with a sample within 3 σ, of 8, by unrolling", Of(unrolled, one => one.Modes), Of(plain, one => one.Modes), published: "all against one at a time");
        run.Tell("modes with 20 such samples, K = 5", Of(unrolled, one => one.Solid));
        run.Tell("modes with 20 such samples, K = 0", Of(plain, one => one.Solid));
        run.Tell("changes of the set of modes from one tenth of the run to the next, of 9, K = 5", Of(unrolled, one => one.Hops));
        run.Tell("the same, K = 0", Of(plain, one => one.Hops), "hops from mode to mode");
        run.Note("With a discriminator of two layers of 64 or 128 with tanh, as the authors' notebook has it, the plain game covers all 8 modes too, and unrolling gains nothing: 8, 7, 7 against 8, 8, 8. The appendix's discriminator of one layer with ReLU shows it. 10,000 steps show it too briefly: 8, 6, 2 against a median of 1. With rates of 10⁻⁴ for both neither game has come to the circle after 20,000 steps of 128.");
        run.Note("Stacked digits with a discriminator of a quarter of the size, where 30.6 modes of 1,000 become 327 in the paper: 2,000 steps of 32 pictures gave 4 modes without unrolling and 6 with it, one seed each. The published figures want a hundred times as long, which was not played.");

        (double, double, double)[] Play(Adversarial variant, string label) => [.. run.Seeds(SeedStatistics.FewestSeeds).Select(seed =>
        {
            var sets = new List<string>();
            using TrainingRun trained = run.Train(variant, data, steps, seed, label, visit: generator =>
                sets.Add(string.Concat(ReproductionRun.Modes(generator, data).Points.Select(points => points >= MixtureModes.Solid ? '1' : '0'))));
            MixtureModes modes = ReproductionRun.Modes(trained.Generator, data);
            run.Picture ??= ReproductionRun.Plot(trained, data, $"unrolled on ring8-easy, {label}, {steps:N0} steps");
            return ((double)modes.Covered, (double)modes.SolidlyCovered, (double)sets.Zip(sets.Skip(1)).Count(pair => pair.First != pair.Second));
        })];

        static double[] Of((double, double, double)[] runs, Func<(double Modes, double Solid, double Hops), double> value) => [.. runs.Select(value)];
    }
}
