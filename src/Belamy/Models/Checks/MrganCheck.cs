using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    [Check("mrgan", "25 Gaussians on a grid, and two MNIST digits as two channels: 100 modes")]
    internal static void CheckMrgan(ReproductionRun run)
    {
        long pointSteps = run.Choose(20, 15_000, 25_000);
        long steps = run.Choose(5, 700, 10_000);
        int count = run.Choose(64, 2_500, 10_000);
        run.Description = $"points: {pointSteps:N0} steps of 128, 2 latent values, rate 10⁻³ falling to 0 over the last half; digits: {steps:N0} steps of {run.Recipe.Batch} at width 16, {count:N0} samples; the plain GAN beside it with the same networks and steps";
        Recipe plain = run.Recipe with { Game = Adversarial.Assemble };
        var grid = (MixtureDataset)run.Open("grid25");
        using TrainingRun points = run.Train(OfPoints(run.Recipe), grid, pointSteps, label: "points");
        run.Works("modes of the grid, of 25", ReproductionRun.Modes(points.Generator, grid).Covered, Ask.AtLeast(20));
        using (TrainingRun plainPoints = run.Train(OfPoints(plain), grid, pointSteps, label: "points, plain"))
            run.Tell("modes of the grid, plain GAN", ReproductionRun.Modes(plainPoints.Generator, grid).Covered);
        run.Picture = ReproductionRun.Plot(points, grid, "mrgan on 25 Gaussians");

        ImageDataset digits = ((StackedDigitsDataset)run.Open("stacked-mnist")).Digits;
        var pairs = new StackedDigitsDataset("two digits", digits, channels: 2);
        using ImageClassifier classifier = run.Judge(digits);
        using TrainingRun pictures = run.Train(run.Recipe, pairs, steps, label: "digits");
        using TrainingRun plainPictures = run.Train(plain, pairs, steps, label: "digits, plain");
        (StackedModes regularized, StackedModes without) = (Modes(pictures), Modes(plainPictures));
        run.Works("pairs of digits, of 100", regularized.Modes, Ask.AtLeast(Math.Min(95, 1.5 * without.Modes)));
        run.Tell("pairs of digits, plain GAN", without.Modes);
        run.Note("The grid: 5,000 steps at a constant rate reached 15 modes.");
        run.Tell("KL of the pairs from even", regularized.Divergence);
        run.Tell("KL of the pairs from even, plain GAN", without.Divergence);

        static Recipe OfPoints(Recipe recipe) => recipe with
        {
            Latent = 2,
            Batch = 128,
            LearningRateDecay = 0.5,
            Generator = recipe.Generator with { LearningRate = 1e-3 },
            Discriminator = recipe.Discriminator with { LearningRate = 1e-3 },
        };

        StackedModes Modes(TrainingRun trained) =>
            StackedModes.Compute(classifier.Classify(trained.Generator.Sample(count).Values).Classes, channels: 2, digits.ClassNames.Count);
    }
}
