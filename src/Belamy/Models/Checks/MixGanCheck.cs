using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    [Check("mix-gan", "8 Gaussians on a circle")]
    internal static void CheckMixGan(ReproductionRun run)
    {
        long steps = run.Choose(10L, 6_000, 25_000);
        IReadOnlyList<long> seeds = run.Seeds(3);
        run.Description = $"{steps:N0} steps of 64 points, {MixSize} generators of two hidden layers of 16, discriminators of two of 64, {seeds.Count} seeds, 2,500 samples";
        foreach ((int batch, double expected) in ((int, double)[])[(12, 0.497), (13, 0.557), (15, 0.669)])
            run.Works($"probability of a duplicate among {batch} of 100 items", SupportSize.DuplicateProbability(100, batch), Ask.Between(expected - 5e-4, expected + 5e-4), always: true);

        var data = (MixtureDataset)run.Open("ring8");
        List<double> entropies = [], good = [], goodAlone = [];
        double[] mixed = Train(AssembleMix, "mixture"), single = Train(Adversarial.Assemble, "single");
        run.Works("modes reached, of 8", mixed, Ask.AtLeast(Math.Min(8, 2 * single.Average())));
        run.Tell("modes reached by a single generator, of 8", single);
        run.Tell("high-quality share, %", good);
        run.Tell("high-quality share of a single generator, %", goodAlone);
        run.Works("entropy of the generators' shares, of ln T", entropies, Ask.AtLeast(0.5));

        double[] Train(Func<GameSetup, GameParts> game, string label) => [.. seeds.Select(seed =>
        {
            NetworkPair dense = DensePair.Create();
            Recipe small = run.Recipe with
            {
                Game = game,
                Networks = new NetworkPair("dense, tiny generator", dense.Generator, sizes => dense.Discriminator(sizes with { Width = 32 })),
                Latent = 2,
                Width = 8,
                Generator = run.Recipe.Generator with { LearningRate = 1e-3 },
                Discriminator = run.Recipe.Discriminator with { LearningRate = 1e-3 },
            };
            using TrainingRun trained = run.Train(small, data, steps, seed, label);
            run.Picture ??= ReproductionRun.Plot(trained, data, "MIX+GAN, 8 Gaussians on a circle");
            bool isMixture = trained.Result.Metrics.TryGetValue("entropy", out double entropy);
            if (isMixture)
                entropies.Add(entropy / Math.Log(MixSize));
            MixtureModes modes = ReproductionRun.Modes(trained.Generator, data);
            (isMixture ? good : goodAlone).Add(100 * modes.HighQuality);
            return (double)modes.Covered;
        })];
    }
}
