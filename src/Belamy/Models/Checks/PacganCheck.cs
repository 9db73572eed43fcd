using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Networks for stacked digits in which the discriminator has a quarter of the maps, after Metz et al. 2016,
    /// arXiv:1611.02163, where a plain GAN collapses.
    /// </summary>
    private static NetworkPair QuarterDiscriminator { get; } = new(
        "transposed convolutions against a discriminator of a quarter of the size",
        sizes => new Sequential(
            new Dense(64 * 7 * 7, bias: false, Initializers.HeNormal), new Reshape(64, 7, 7), new BatchNorm(), new ReLU(),
            new TransposedConvolution(32, kernel: 4, stride: 2, bias: false, initializer: Initializers.HeNormal), new BatchNorm(), new ReLU(),
            new TransposedConvolution(16, kernel: 4, stride: 2, bias: false, initializer: Initializers.HeNormal), new BatchNorm(), new ReLU(),
            new Convolution(8, kernel: 3, bias: false, initializer: Initializers.HeNormal), new BatchNorm(), new ReLU(),
            new Convolution(sizes.Item[0], kernel: 3), new Tanh()),
        _ => new Sequential(
            new Convolution(2, kernel: 3, stride: 2, initializer: Initializers.HeNormal), new LeakyReLU(),
            new Convolution(4, kernel: 3, stride: 2, initializer: Initializers.HeNormal), new LeakyReLU(),
            new Convolution(8, kernel: 3, stride: 2, initializer: Initializers.HeNormal), new LeakyReLU(),
            new Flatten(), new Dense(1)));

    [Check("pacgan", "8 Gaussians on a circle, 25 on a grid; with --full, three digits as three channels", Revision = 4)]
    internal static void CheckPacgan(ReproductionRun run)
    {
        const long StackedSteps = 8_000;
        (int width, long ring, long grid) = run.Choose((8, 10L, 10L), (64, 4_000L, 5_000L), (64, 4_000L, 15_000L));
        double decay = run.Choose(0, 0, 0.7);
        // Three seeds of the grid take longer than a scaled check may, and one decides nothing.
        bool isFull = run.Protocol == Protocol.Full;
        IReadOnlyList<long> ringSeeds = run.Seeds(3), seeds = run.Seeds(isFull ? 3 : 1);
        run.Description = $"{ring:N0} steps on the circle and {grid:N0} on the grid, six moves of the discriminator each, width {width}, 100 packs a batch, {ringSeeds.Count} seeds{(isFull ? "" : " on the circle, 1 on the grid")}, 2,500 samples{(isFull ? $"; stacked digits: {StackedSteps:N0} steps of 64 pictures, rates of 2·10⁻⁴ and, for the discriminator, 5·10⁻⁴ that fall to 0 over the last half, 26,000 samples" : "")}";
        Recipe recipe = run.Recipe with { Width = width, DiscriminatorMoves = 6, Averaging = 0.99, LearningRateDecay = decay };
        recipe = recipe.With("optimizer.beta1", "0.5").With("generator.learning-rate", "2e-4").With("discriminator.learning-rate", "3.5e-4");
        run.Note($"{(isFull ? "Shorter than published" : "Scaled down")}: six moves of the discriminator, β₁ = ½ and rates of 2·10⁻⁴ (generator) and 3.5·10⁻⁴ (discriminator){(decay > 0 ? " that fall over the last 70 %" : "")}, and averaged weights stand in for 400 epochs at 10⁻⁴ and β₁ = 0.8.{(isFull ? "" : " One seed of the grid decides nothing: the full protocol judges three, of more steps.")}");

        var circle = (MixtureDataset)run.Open("ring8");
        var lattice = (MixtureDataset)run.Open("grid25");
        (MixtureModes[] plainRing, MixtureModes[] packedRing) = (Modes(circle, ring, 1, ringSeeds), Modes(circle, ring, 2, ringSeeds));
        (MixtureModes[] plainGrid, MixtureModes[] pairs, MixtureModes[] fours) = (Modes(lattice, grid, 1, seeds), Modes(lattice, grid, 2, seeds), Modes(lattice, grid, 4, seeds));
        run.Tell("ring, plain GAN: modes of 8", Covered(plainRing), "6.3");
        run.Works("ring, packed by 2: modes of 8", Covered(packedRing), Ask.AtLeast(7.8), "7.9");
        run.Tell("grid, plain GAN: modes of 25", Covered(plainGrid), "17.3");
        if (isFull)
        {
            run.Works("grid, packed by 2: modes of 25", Covered(pairs), Ask.AtLeast(23.5), "23.8");
            run.Works("grid, packed by 4: modes of 25", Covered(fours), Ask.AtLeast(24.5), "24.8");
            run.Works("grid: reverse KL of modes, packed by 4 less plain GAN, nats", Divergence(fours).Average() - Divergence(plainGrid).Average(), new Ask("< 0", difference => difference < 0), "-0.66");
        }
        else
        {
            run.Tell("grid, packed by 2: modes of 25", Covered(pairs), "23.8");
            run.Tell("grid, packed by 4: modes of 25", Covered(fours), "24.8");
        }

        foreach ((string kind, MixtureModes[] modes, string divergence, string quality) in
            ((string, MixtureModes[], string, string)[])[("plain GAN", plainGrid, "0.70", "94.8"), ("packed by 2", pairs, "0.13", "91.3"), ("packed by 4", fours, "0.04", "93.6")])
        {
            run.Tell($"grid, {kind}: reverse KL of modes, nats", Divergence(modes), divergence);
            run.Tell($"grid, {kind}: samples within 3 deviations of a mode, %", [.. modes.Select(one => 100 * one.HighQuality)], quality);
        }

        if (isFull)
        {
            (double[] plain, double[] packed) = (Stacked(1), Stacked(2));
            run.Works("stacked digits, packed by 2: modes of 1,000, as a multiple of the plain GAN's", packed.Average() / Math.Max(1, plain.Average()), Ask.AtLeast(3), "484.5 / 30.6");
            run.Tell("stacked digits, plain GAN: modes of 1,000", plain, "30.6");
            run.Tell("stacked digits, packed by 2: modes of 1,000", packed, "484.5");
            run.Note("Stacked digits: the published runs have batches of 128 packs and 500,000 steps at 10⁻⁴ and 2·10⁻⁴, and batch norm in the discriminator. At constant rates modes rise and fall as they train, and the multiple with them: 2.4 after 8,000 steps. With batch norm in the discriminator it is 4.4 on one seed, and below 1 on another; its rate of 10⁻³ keeps the plain GAN from collapsing too (811 modes on one seed).");
        }

        // Packs share the batch here, so that both see the same pictures.
        double[] Stacked(int packing)
        {
            const int Pictures = 26_000;
            var data = (StackedDigitsDataset)run.Open("stacked-mnist");
            Recipe pictures = Recipe.Default with { Networks = QuarterDiscriminator, Packing = packing, Latent = 256, Averaging = 0, LearningRateDecay = 0.5 };
            pictures = pictures.With("discriminator.learning-rate", "5e-4");
            using ImageClassifier classifier = run.Judge(data.Digits);
            return [.. seeds.Select(seed =>
            {
                using TrainingRun trained = run.Train(pictures, data, StackedSteps, seed, $"stacked digits, packed by {packing}");
                return (double)StackedModes.Compute(classifier.Classify(trained.Generator.Sample(Pictures).Values).Classes, data.Channels, data.Digits.ClassNames.Count).Modes;
            })];
        }

        MixtureModes[] Modes(MixtureDataset data, long steps, int packing, IReadOnlyList<long> each) => [.. each.Select(seed =>
        {
            using TrainingRun trained = run.Train(recipe with { Packing = packing, Batch = 100 * packing }, data, steps, seed, $"{data.Name}, packed by {packing}");
            run.Picture = ReproductionRun.Plot(trained, data, $"{data.Name}, packed by {packing}, {steps:N0} steps");
            return ReproductionRun.Modes(trained.Generator, data);
        })];

        static double[] Covered(MixtureModes[] modes) => [.. modes.Select(one => (double)one.Covered)];
        static double[] Divergence(MixtureModes[] modes) => [.. modes.Select(one => one.ReverseDivergence)];
    }
}
