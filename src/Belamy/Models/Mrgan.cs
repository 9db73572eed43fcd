using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy;

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
public sealed record Mrgan : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Mrgan()
    {
        Steps = 5000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>λ₁: what the distance of restored items counts.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Restoring { get; init; } = 0.2;

    /// <summary>λ₂: what it counts that restored items look real.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Realism { get; init; } = 0.4;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.998;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Module generator = setup.Build("generator", Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes), setup.Item, [1]);
        Module encoder = setup.Build("encoder", new Sequential(Networks.Features(setup.Sizes), new Dense(setup.Sizes.Latent)), setup.Item);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [discriminator], turn =>
        {
            Tensor samples = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            Tensor real = turn.Apply(discriminator, turn.Data);
            Tensor generated = turn.Apply(discriminator, samples);
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(items => turn.ApplyFrozen(discriminator, items), turn.Data, samples, real, generated);
            return Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player maker = setup.Player("generator", Generator, [generator, encoder], turn =>
        {
            Tensor samples = turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            // Samples are made of drawn vectors, so the running statistics of batch norm are to be those of drawn ones alone.
            Tensor restored = turn.ApplyFrozen(generator, turn.Apply(encoder, turn.Data));
            Tensor real = turn.ApplyFrozen(discriminator, turn.Data);
            Tensor distance = Reconstruction.Squared(turn.Data, restored);
            turn.Measure("distance", distance);
            return Objective.GeneratorLoss(real, turn.ApplyFrozen(discriminator, samples))
                + (distance * Restoring) + (Objective.GeneratorLoss(real, turn.ApplyFrozen(discriminator, restored)) * Realism);
        }, average);
        return new GameParts(
            [.. critic, maker],
            Order,
            (context, latent, _) => generator.Forward(context, latent))
        {
            Average = average,
            ScoresAreLogits = Objective.ScoresAreLogits,
            Critic = (context, items) => discriminator.Forward(context, items),
            Features = ItemFeatures.Hidden(discriminator),
        };
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Mrgan"/>
    [Model("mrgan", Card = "A19", Year = 2016, Arxiv = "1612.02136", Title = "Mode regularized generative adversarial networks",
        Authors = "Che, Li, Jacob, Bengio, Li")]
    public static Mrgan Mrgan { get; } = new();
}
