using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
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
