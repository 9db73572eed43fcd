using Belamy.Data;
using Belamy.Metrics;
using Belamy.Objectives;
using Belamy.Penalties;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("r3gan", "three MNIST digits as three channels; 25 Gaussians on a grid")]
    internal static void CheckR3gan(ReproductionRun run)
    {
        (long points, long stacked, int pictures) = run.Choose((10L, 3L, 300), (3_000L, 1_000L, 10_000), (50_000L, 30_000L, 26_000));
        run.Description = $"stacked digits: {stacked:N0} steps of 64, a discriminator of a quarter of the generator's maps, rates of 5·10⁻⁴, {pictures:N0} samples; points: {points:N0} steps of 128, three hidden layers of 128, rates of 10⁻³, 2,500 samples";

        var data = (StackedDigitsDataset)run.Open("stacked-mnist");
        using ImageClassifier classifier = run.Judge(data.Digits);
        Adversarial pairs = R3gan with { Networks = run.Protocol == Protocol.Full ? R3gan.Networks : QuarterDiscriminator, Width = 16, Latent = 64, Averaging = 0.99 };
        pairs = pairs.With("learning-rate", "5e-4").With("final-learning-rate", "1.25e-4");
        Adversarial plain = pairs with { Objective = new NonSaturating(), Penalty = new NoPenalty() };
        StackedModes[] both = Stacked(pairs, "stacked digits"), atReal = Stacked(AtReal(pairs), "stacked digits, R1 alone"), neither = Stacked(plain, "stacked digits, the plain game");
        run.Published("stacked digits: modes of 1,000", Modes(both), 1000, 1, Better.Higher, isOurs: true);
        run.Published("stacked digits: reverse KL of modes, nats", Divergence(both), 0.029, 0.01, Better.Lower, isOurs: true);
        run.Effect("stacked digits: modes of 1,000, by R2 beside R1", Modes(both), Modes(atReal), published: "1,000; without R2 it diverges");
        run.Effect("stacked digits: modes of 1,000, by pairs and both penalties", Modes(both), Modes(neither));
        run.Tell("stacked digits: reverse KL of modes by R1 alone, nats", Divergence(atReal));
        run.Tell("stacked digits: reverse KL of modes of the plain game, nats", Divergence(neither));

        var grid = (MixtureDataset)run.Open("grid25");
        Adversarial dense = (R3gan with { Penalty = new R1AndR2 { Gamma = 0.02, FinalGamma = 0.002 }, Width = 16, Latent = 4, Batch = 128, Averaging = 0.99 })
            .With("learning-rate", "1e-3").With("final-learning-rate", "2e-4");
        run.Tell("grid: modes reached, of 25", Covered(dense, "grid"));
        run.Tell("grid: modes reached by R1 alone, of 25", Covered(AtReal(dense), "grid, R1 alone"));

        StackedModes[] Stacked(Adversarial recipe, string label) => run.Each(recipe, data, stacked, label, trained =>
        {
            run.Picture ??= trained.Generator.Sample(25).ToGrid(5);
            return StackedModes.Compute(classifier.Classify(trained.Generator.Sample(pictures).Values).Classes, data.Channels, data.Digits.ClassNames.Count);
        });

        double[] Covered(Adversarial recipe, string label) => [.. run.EachModes(recipe, grid, points, label, "r3gan on grid25").Select(one => (double)one.Covered)];

        static Adversarial AtReal(Adversarial recipe) => recipe with { Penalty = (R1AndR2)recipe.Penalty with { AtGenerated = false } };
        static double[] Modes(StackedModes[] found) => [.. found.Select(one => (double)one.Modes)];
        static double[] Divergence(StackedModes[] found) => [.. found.Select(one => one.Divergence)];
    }
}
