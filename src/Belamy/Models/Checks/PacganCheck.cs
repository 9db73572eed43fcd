using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("pacgan", "8 Gaussians on a circle, 25 on a grid; with --full, three digits as three channels", Revision = 5)]
    internal static void CheckPacgan(ReproductionRun run)
    {
        const long StackedSteps = 8_000;
        (int width, long ring, long grid, double decay) = run.Choose((8, 10L, 10L, 0), (64, 3_000L, 5_000L, 0), (64, 4_000L, 15_000L, 0.7));
        bool isFull = run.Protocol == Protocol.Full;
        IReadOnlyList<long> seeds = run.Seeds(SeedStatistics.FewestSeeds);
        run.Description = $"{ring:N0} steps on the circle and {grid:N0} on the grid, six moves of the discriminator each, width {width}, 100 packs a batch, 2,500 samples{(isFull ? $"; stacked digits: {StackedSteps:N0} steps of 64 pictures, rates of 2·10⁻⁴ and, for the discriminator, 5·10⁻⁴ that fall to 0 over the last half, 26,000 samples" : "")}";
        Adversarial recipe = Pacgan with { Width = width, DiscriminatorMoves = 6, Averaging = 0.99, LearningRateDecay = decay };
        recipe = recipe.With("optimizer.beta1", "0.5").With("generator.learning-rate", "2e-4").With("discriminator.learning-rate", "3.5e-4");
        run.Note($"{(isFull ? "Shorter than published" : "Scaled down")}: six moves of the discriminator, β₁ = ½ and rates of 2·10⁻⁴ (generator) and 3.5·10⁻⁴ (discriminator){(decay > 0 ? " that fall over the last 70 %" : "")}, and averaged weights stand in for 400 epochs at 10⁻⁴ and β₁ = 0.8.");
        run.Note("The plain game reaches 7, 8 and 8 modes of the ring in these steps, where the paper's reached 6.3, so that packing has nothing to gain there. After 5,000 steps on the grid 20.6 % of the packed game's samples lie on modes, of the published 91.3 %; 8,000 steps brought 41 % on one seed, 15,000 (--full) 58 %.");

        var circle = (MixtureDataset)run.Open("ring8");
        var lattice = (MixtureDataset)run.Open("grid25");
        (MixtureModes[] plainRing, MixtureModes[] packedRing) = (Modes(circle, ring, 1), Modes(circle, ring, Pacgan.Packing));
        (MixtureModes[] plainGrid, MixtureModes[] pairs) = (Modes(lattice, grid, 1), Modes(lattice, grid, Pacgan.Packing));
        run.Published("ring, packed by 2: modes of 8", Covered(packedRing), 7.9, 0.1, Better.Higher);
        run.Effect("ring: modes of 8, by packing", Covered(packedRing), Covered(plainRing), published: "7.9 against 6.3");
        run.Published("grid, packed by 2: modes of 25", Covered(pairs), 23.8, 0.7, Better.Higher);
        run.Published("grid, packed by 2: samples within 3 deviations of a mode, %", Quality(pairs), 91.3, 0.8, Better.Higher);
        run.Published("grid, packed by 2: reverse KL of modes, nats", Divergence(pairs), 0.13, 0.04, Better.Lower);
        run.Effect("grid: modes of 25, by packing", Covered(pairs), Covered(plainGrid), published: "23.8 against 17.3");
        run.Effect("grid: reverse KL of modes, nats, by packing", Divergence(pairs), Divergence(plainGrid), higher: false, published: "0.13 against 0.70");
        run.Tell("grid, plain GAN: samples within 3 deviations of a mode, %", Quality(plainGrid), "94.8");
        if (isFull)
        {
            MixtureModes[] fours = Modes(lattice, grid, 4);
            run.Published("grid, packed by 4: modes of 25", Covered(fours), 24.8, 0.2, Better.Higher);
            run.Effect("stacked digits: modes of 1,000, by packing", Stacked(Pacgan.Packing), Stacked(1), published: "484.5 against 30.6");
            run.Note("Stacked digits: the published runs have batches of 128 packs and 500,000 steps at 10⁻⁴ and 2·10⁻⁴, and batch norm in the discriminator. At constant rates modes rise and fall as they train, and the multiple with them: 2.4 after 8,000 steps. With batch norm in the discriminator it is 4.4 on one seed, and below 1 on another; its rate of 10⁻³ keeps the plain GAN from collapsing too (811 modes on one seed).");
        }

        // Packs share the batch here, so that both see the same pictures.
        double[] Stacked(int packing)
        {
            const int Pictures = 26_000;
            var data = (StackedDigitsDataset)run.Open("stacked-mnist");
            Adversarial pictures = new Adversarial() with { Networks = QuarterDiscriminator, Packing = packing, Latent = 256, Averaging = 0, LearningRateDecay = 0.5 };
            pictures = pictures.With("discriminator.learning-rate", "5e-4");
            using ImageClassifier classifier = run.Judge(data.Digits);
            return [.. seeds.Select(seed =>
            {
                using TrainingRun trained = run.Train(pictures, data, StackedSteps, seed, $"stacked digits, packed by {packing}");
                return (double)StackedModes.Compute(classifier.Classify(trained.Generator.Sample(Pictures).Values).Classes, data.Channels, data.Digits.ClassNames.Count).Modes;
            })];
        }

        MixtureModes[] Modes(MixtureDataset data, long steps, int packing) =>
            run.Each(recipe with { Packing = packing, Batch = 100 * packing }, data, steps, $"{data.Name}, packed by {packing}", trained =>
            {
                run.Picture = ReproductionRun.Plot(trained, data, $"{data.Name}, packed by {packing}, {steps:N0} steps");
                return ReproductionRun.Modes(trained.Generator, data);
            });

        static double[] Covered(MixtureModes[] modes) => [.. modes.Select(one => (double)one.Covered)];
        static double[] Divergence(MixtureModes[] modes) => [.. modes.Select(one => one.ReverseDivergence)];
        static double[] Quality(MixtureModes[] modes) => [.. modes.Select(one => 100 * one.HighQuality)];
    }
}
