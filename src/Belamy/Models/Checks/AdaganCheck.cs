using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    [Check("adagan", "10 Gaussians in the plane", Revision = 2)]
    internal static void CheckAdagan(ReproductionRun run)
    {
        long steps = run.Choose(2L, 2_000, 10_000);
        run.Description = $"{AdaganRounds} rounds of {steps:N0} steps of 256 points, two hidden layers of 32, the discriminator's rate a tenth of the generator's, so that one generator misses modes; without: as many rounds on the data as they are; "
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
            "10 modes", [.. Enumerable.Range(0, 10).Select(mode => (Place((ulong)mode), Place((ulong)mode + 10)))], deviation: 0.1, count: 20_000);
        double[] boosted = Coverage(run.Recipe, AdaganRounds, "boosted");
        double[] alike = Coverage(run.Recipe with { Game = setup => AssembleBoosting(setup, AdaganRounds, weighted: false) }, AdaganRounds, "without weights");
        double[] single = Coverage(run.Recipe with { Game = Adversarial.Assemble }, 1, "one generator");
        run.Effect($"coverage after {AdaganRounds} rounds, by the weights of the data", boosted, alike);
        run.Effect($"coverage after {AdaganRounds} rounds against one generator", boosted, single);

        double Place(ulong number) => -15 + (30 * random.Uniform(number));

        double[] Coverage(Recipe recipe, int rounds, string label) => run.Each(
            recipe with
            {
                Latent = 5,
                Width = 16,
                Generator = recipe.Generator with { LearningRate = 1e-3 },
                Discriminator = recipe.Discriminator with { LearningRate = 1e-4 },
            },
            data,
            rounds * steps,
            label,
            trained =>
            {
                run.Picture ??= ReproductionRun.Plot(trained, data, "AdaGAN, 10 Gaussians");
                return DensityCoverage.Compute(trained.Generator.Sample(3000), ItemFunction.Read(data, 2000), data.Deviation);
            });
    }
}
