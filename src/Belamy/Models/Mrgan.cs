using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Reproduction;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Mode regularized GAN: an encoder lets the generator restore real items, so that it learns to reach every one. Che, Li,
    /// Jacob, Bengio and Li 2016, "Mode regularized generative adversarial networks", arXiv:1612.02136.
    /// </summary>
    /// <remarks>
    /// <para>T_G = -E_z[ln D(G(z))] + E_x[λ₁ d(x, G∘E(x)) - λ₂ ln D(G∘E(x))] and T_E the second expectation (section 3.2), with
    /// d the mean of squared differences, λ₁ = 0.2 and λ₂ = 0.4. G and E move together: the first term does not depend on E.</para>
    /// <para>The networks are those of the data; the encoder is the discriminator's with latent values in place of its logit.</para>
    /// </remarks>
    [Model("mrgan", Card = "A19", Year = 2016, Arxiv = "1612.02136", Title = "Mode regularized generative adversarial networks",
        Authors = "Che, Li, Jacob, Bengio, Li")]
    public static Recipe Mrgan { get; } = Recipe.Default with
    {
        Game = setup => AssembleMrgan(setup, restoring: 0.2, realism: 0.4),
        Averaging = 0.998,
        Steps = 5000,
    };

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
        run.Report("modes of the grid, of 25", ReproductionRun.Modes(points.Generator, grid).Covered, Ask.AtLeast(20));
        using (TrainingRun plainPoints = run.Train(OfPoints(plain), grid, pointSteps, label: "points, plain"))
            run.Tell("modes of the grid, plain GAN", ReproductionRun.Modes(plainPoints.Generator, grid).Covered);
        run.Picture = ReproductionRun.Plot(points, grid, "mrgan on 25 Gaussians");

        ImageDataset digits = ((StackedDigitsDataset)run.Open("stacked-mnist")).Digits;
        var pairs = new StackedDigitsDataset("two digits", digits, channels: 2);
        using ImageClassifier classifier = ImageClassifier.Obtain(digits, cancellationToken: run.CancellationToken);
        using TrainingRun pictures = run.Train(run.Recipe, pairs, steps, label: "digits");
        using TrainingRun plainPictures = run.Train(plain, pairs, steps, label: "digits, plain");
        (StackedModes regularized, StackedModes without) = (Modes(pictures), Modes(plainPictures));
        run.Report("pairs of digits, of 100", regularized.Modes, Ask.AtLeast(Math.Min(95, 1.5 * without.Modes)));
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

    private static GameParts AssembleMrgan(GameSetup setup, double restoring, double realism)
    {
        Recipe recipe = setup.Recipe;
        Module generator = setup.Build("generator", recipe.Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item);
        Module discriminator = setup.Build("discriminator", recipe.Networks.Discriminator(setup.Sizes), setup.Item, [1]);
        Module encoder = setup.Build("encoder", new Sequential(recipe.Networks.Features(setup.Sizes), new Dense(setup.Sizes.Latent)), setup.Item);
        var average = setup.Average(generator);
        Player critic = setup.Player("discriminator", recipe.Discriminator, [discriminator], turn =>
        {
            Tensor samples = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            Tensor real = turn.Apply(discriminator, turn.Data);
            Tensor generated = turn.Apply(discriminator, samples);
            turn.MeasureAccuracy(real, generated);
            return recipe.Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player maker = setup.Player("generator", recipe.Generator, [generator, encoder], turn =>
        {
            Tensor samples = turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            // Samples are made of drawn vectors, so the running statistics of batch norm are to be those of drawn ones alone.
            Tensor restored = turn.ApplyFrozen(generator, turn.Apply(encoder, turn.Data));
            Tensor real = turn.ApplyFrozen(discriminator, turn.Data);
            Tensor distance = Reconstruction.Squared(turn.Data, restored);
            turn.Measure("distance", distance);
            return recipe.Objective.GeneratorLoss(real, turn.ApplyFrozen(discriminator, samples))
                + (distance * restoring) + (recipe.Objective.GeneratorLoss(real, turn.ApplyFrozen(discriminator, restored)) * realism);
        }, average);
        return new GameParts(
            [critic, maker],
            setup.Order,
            (context, latent, _) => generator.Forward(context, latent))
        {
            Average = average,
            Places = GameParts.Usual,
            Critic = (context, items) => discriminator.Forward(context, items),
            Features = ItemFeatures.Hidden(discriminator),
        };
    }
}
