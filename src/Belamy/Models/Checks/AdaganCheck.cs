using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("adagan", "10 Gaussians in the plane", Revision = 3)]
    internal static void CheckAdagan(ReproductionRun run)
    {
        long steps = run.Choose(2L, 3_000, 10_000);
        run.Description = $"{Adagan.Rounds} rounds of {steps:N0} steps of 256 points, generators of two hidden layers of 32, discriminators of two of 64, rates of 10⁻³; without: as many rounds on the data as they are; "
            + "coverage: the share of the data where the density of 2,000 samples is above that of all but 5 % of samples";
        double worst = 0, sum = 0;
        for (int covered = 1; covered < 10; covered++)
        {
            // A component that covers c of 10 equal modes evenly has 10/c times the data's density there.
            float[] ratios = [.. Enumerable.Range(0, 10).Select(mode => mode < covered ? 10f / covered : 0)];
            float[] weights = Belamy.Adagan.WeightsOf(Tensor.Literal(NDArray.From<float>([10], ratios)), Tensor.Constant(0.5)).Evaluate().AsSpan<float>().ToArray();
            worst = Math.Max(worst, Math.Abs(weights.Skip(covered).Sum() - Math.Min(1, 2 * (1 - (covered / 10.0)))));
            sum = Math.Max(sum, Math.Abs(weights.Sum() - 1));
        }

        run.Works("largest error of the weight of modes not covered, exact ratio", worst, Ask.AtMost(1e-5), always: true);
        run.Works("largest deviation of a sum of weights from 1", sum, Ask.AtMost(1e-5), always: true);

        var random = new CounterRandom(seed: 1);
        var data = new MixtureDataset(
            "10 modes", [.. Enumerable.Range(0, 10).Select(mode => (Place((ulong)mode), Place((ulong)mode + 10)))], deviation: 0.1, count: 20_000);
        (double Coverage, double Divergence)[] boosted = Play(Adagan, "boosted");
        (double Coverage, double Divergence)[] alike = Play(Adagan with { IsWeighted = false }, "without weights");
        (double Coverage, double Divergence)[] single = Play(Adagan with { IsWeighted = false, Rounds = 1 }, "one generator");
        run.Effect($"coverage after {Adagan.Rounds} rounds, by the weights of the data", Coverage(boosted), Coverage(alike));
        run.Effect($"coverage after {Adagan.Rounds} rounds against one generator", Coverage(boosted), Coverage(single));
        run.Effect($"reverse KL of modes after {Adagan.Rounds} rounds, nats, by the weights of the data", Divergence(boosted), Divergence(alike), higher: false);
        run.Note("With generators of 10 and 5 units and discriminators of 20 and 10 samples smear over the plane, and one generator already covers half of it or more.");

        double Place(ulong number) => -15 + (30 * random.Uniform(number));

        (double, double)[] Play(Adagan recipe, string label) => run.Each(
            recipe with
            {
                Networks = new NetworkPair("two hidden layers", sizes => TwoLayers(32, (int)sizes.Item.Count), _ => TwoLayers(64, 1)),
                Latent = 5,
                Generator = recipe.Generator with { LearningRate = 1e-3 },
                Discriminator = recipe.Discriminator with { LearningRate = 1e-3 },
            },
            data,
            recipe.Rounds * steps,
            label,
            trained =>
            {
                run.Picture ??= ReproductionRun.Plot(trained, data, "AdaGAN, 10 Gaussians");
                return (DensityCoverage.Compute(trained.Generator.Sample(3000), ItemFunction.Read(data, 2000)), ReproductionRun.Modes(trained.Generator, data).ReverseDivergence);
            });

        static double[] Coverage((double Coverage, double)[] runs) => [.. runs.Select(one => one.Coverage)];
        static double[] Divergence((double, double Divergence)[] runs) => [.. runs.Select(one => one.Divergence)];

        static Sequential TwoLayers(int units, int outputs) => new(
            new Dense(units, initializer: Initializers.HeNormal), new ReLU(), new Dense(units, initializer: Initializers.HeNormal), new ReLU(), new Dense(outputs));
    }
}
