using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("dragan", "25 Gaussians on a grid")]
    internal static void CheckDragan(ReproductionRun run)
    {
        // Modes of deviation 0.018 in data of deviation 1 ask for steep slopes; pictures do not.
        const double PointWeight = 0.1;
        long steps = run.Choose(20L, 10_000, 50_000);
        int units = run.Choose(32, 96, 512);
        IReadOnlyList<long> seeds = run.Seeds(3);
        run.Description = $"{steps:N0} steps of 64 points, four hidden layers of {units} (512 in full) without batch norm, λ = {PointWeight}, {seeds.Count} seeds, 2,500 samples";
        var data = (MixtureDataset)run.Open("grid25");
        MixtureModes[] with = Train(new Dragan { Weight = PointWeight }), without = Train(new NoPenalty());
        double[] modes = [.. with.Select(found => (double)found.Covered)], plain = [.. without.Select(found => (double)found.Covered)];
        run.Works("modes reached, of 25", modes, Ask.AtLeast(20));
        run.Tell("modes reached without the penalty, of 25", plain, "17.3 ± 0.8 (with batch norm)");
        run.Works("modes more than without the penalty", modes.Average() - plain.Average(), Ask.AtLeast(0));
        run.Note("λ = 10, as for pictures, reached 4.3 of 25 modes (5, 5, 3) in this setting, fewer than no penalty.");
        run.Tell("high-quality share, %", [.. with.Select(found => 100 * found.HighQuality)]);
        run.Tell("high-quality share without the penalty, %", [.. without.Select(found => 100 * found.HighQuality)]);

        MixtureModes[] Train(Penalty penalty) => [.. seeds.Select(seed =>
        {
            Recipe small = run.Recipe with
            {
                Networks = new NetworkPair("four dense layers", Generator, Discriminator),
                Penalty = penalty,
                Latent = 2,
                Width = units,
                Generator = new PlayerSettings { LearningRate = 3e-4, Optimizer = new Adam { Beta1 = 0.5 } },
                Discriminator = new PlayerSettings { LearningRate = 1e-3, Optimizer = new Adam { Beta1 = 0.5 } },
            };
            using TrainingRun trained = run.Train(small, data, steps, seed, penalty.Name);
            run.Picture ??= ReproductionRun.Plot(trained, data, "DRAGAN, 25 Gaussians on a grid");
            return ReproductionRun.Modes(trained.Generator, data);
        })];

        static Module Generator(NetworkSizes sizes) => new Sequential([.. Hidden(sizes, () => new ReLU()), new Dense((int)sizes.Item.Count)]);

        static Module Discriminator(NetworkSizes sizes) => new Sequential([.. Hidden(sizes, () => new LeakyReLU()), new Dense(1)]);

        static IEnumerable<Module> Hidden(NetworkSizes sizes, Func<Module> activation) => Enumerable.Range(0, 4)
            .SelectMany(_ => (Module[])[new Dense(sizes.Width, initializer: Initializers.HeNormal), activation()]);
    }
}
