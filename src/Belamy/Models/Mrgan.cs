using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Runs;
using Belamy.Tensors;

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
    /// <para>Ours: samples are made by the moving average of the generator.</para>
    /// </remarks>
    [Model("mrgan", Card = "A19", Year = 2016, Arxiv = "1612.02136", Title = "Mode regularized generative adversarial networks",
        Authors = "Che, Li, Jacob, Bengio, Li")]
    public static Recipe Mrgan { get; } = Recipe.Default with
    {
        Game = setup => AssembleMrgan(setup, restoring: 0.2, realism: 0.4),
        Averaging = 0.998,
        Steps = 5000,
    };

    private static GameParts AssembleMrgan(GameSetup setup, double restoring, double realism)
    {
        Recipe recipe = setup.Recipe;
        Module generator = setup.Build("generator", recipe.Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item);
        Module discriminator = setup.Build("discriminator", recipe.Networks.Discriminator(setup.Sizes), setup.Item, [1]);
        Module encoder = setup.Build("encoder", new Sequential(recipe.Networks.Features(setup.Sizes), new Dense(setup.Sizes.Latent)), setup.Item);
        var average = setup.Average(generator);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", recipe.Discriminator, [discriminator], turn =>
        {
            Tensor samples = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            Tensor real = turn.Apply(discriminator, turn.Data);
            Tensor generated = turn.Apply(discriminator, samples);
            turn.MeasureAccuracy(real, generated);
            turn.Judge(items => turn.ApplyFrozen(discriminator, items), turn.Data, samples, real, generated);
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
            [.. critic, maker],
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
