using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    [Check("adagan", "10 Gaussians in the plane")]
    internal static void CheckAdagan(ReproductionRun run)
    {
        long steps = run.Choose(2L, 2_000, 10_000);
        IReadOnlyList<long> seeds = run.Seeds(3);
        run.Description = $"{AdaganRounds} rounds of {steps:N0} steps of 256 points against one round, two hidden layers of 32, {seeds.Count} seeds; "
            + "coverage: the share of the data where the density of 2,000 samples is above that of all but 5 % of samples";
        double worst = 0, sum = 0;
        for (int covered = 1; covered < 10; covered++)
        {
            // A component that covers c of 10 equal modes evenly has 10/c times the data's density there.
            float[] ratios = [.. Enumerable.Range(0, 10).Select(mode => mode < covered ? 10f / covered : 0)];
            float[] weights = BoostingWeights(Tensor.Literal(NDArray.From<float>([10], ratios)), Tensor.Constant(0.5)).Evaluate().AsSpan<float>().ToArray();
            worst = Math.Max(worst, Math.Abs(weights.Skip(covered).Sum() - Math.Min(1, 2 * (1 - (covered / 10.0)))));
            sum = Math.Max(sum, Math.Abs(weights.Sum() - 1));
        }

        run.Works("largest error of the weight of modes not covered, exact ratio", worst, Ask.AtMost(1e-5), always: true);
        run.Works("largest deviation of a sum of weights from 1", sum, Ask.AtMost(1e-5), always: true);

        var random = new CounterRandom(seed: 1);
        var data = new MixtureDataset(
            "10 modes", [.. Enumerable.Range(0, 10).Select(mode => (Place((ulong)mode), Place((ulong)mode + 10)))], deviation: 0.5, count: 20_000);
        double[] boosted = Coverage(AdaganRounds), single = Coverage(1);
        run.Works($"coverage after {AdaganRounds} rounds", boosted, Ask.AtLeast(0.85));
        run.Tell("coverage after 1 round", single);
        run.Works("coverage gained", boosted.Average() - single.Average(), new Ask("> 0", gain => gain > 0));

        double Place(ulong number) => -15 + (30 * random.Uniform(number));

        double[] Coverage(int rounds) => [.. seeds.Select(seed =>
        {
            Recipe small = run.Recipe with
            {
                Game = setup => AssembleBoosting(setup, rounds),
                Latent = 5,
                Width = 16,
                Generator = run.Recipe.Generator with { LearningRate = 1e-3 },
                Discriminator = run.Recipe.Discriminator with { LearningRate = 1e-3 },
            };
            using TrainingRun trained = run.Train(small, data, rounds * steps, seed, $"{rounds} rounds");
            run.Picture ??= ReproductionRun.Plot(trained, data, "AdaGAN, 10 Gaussians");
            return DensityCoverage.Compute(trained.Generator.Sample(3000), ItemFunction.Read(data, 2000), data.Deviation);
        })];
    }
}
