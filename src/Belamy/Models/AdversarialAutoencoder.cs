using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy;

/// <summary>Adversarial autoencoder. Makhzani et al. 2015, arXiv:1511.05644.</summary>
/// <remarks>
/// <para>Three players over an autoencoder. The discriminator of codes tells z ~ N(0, 1) from encoder(x); encoder and
/// decoder reconstruct, min E ‖r(x) - x‖²; the encoder makes its codes pass for draws of the prior. The three move in
/// turn, section 2. Codes follow from the item alone (the deterministic q of section 2.1).</para>
/// <para>784 → 256 → 64 → 8 and back with ReLU at width 64; discriminator 8 → 4 × width → 4 × width → 1 with leaky ReLU.
/// Adam. Ours: widths scaled down from 1000, 8 latent values at digits.</para>
/// </remarks>
public sealed record AdversarialAutoencoder : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public AdversarialAutoencoder()
    {
        Networks = Autoencoding.Networks;
        Latent = 8;
        Generator = new() { LearningRate = 5e-4, Optimizer = new Adam { Beta1 = 0.5 } };
        Discriminator = new() { LearningRate = 5e-4, Optimizer = new Adam { Beta1 = 0.5 } };
        LearningRateDecay = 0.5;
        Batch = 100;
        Steps = 10_000;
    }

    /// <summary>What it counts that the encoder's codes pass for draws of the prior.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double AdversarialWeight { get; init; } = 1;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (int size, int width) = (setup.Sizes.Latent, 4 * setup.Sizes.Width);
        Module encoder = setup.Build("encoder", Networks.Discriminator(setup.Sizes), setup.Item, [size]);
        Module decoder = setup.Build("decoder", Networks.Generator(setup.Sizes), [size], setup.Item);
        Module discriminator = setup.Build(
            "discriminator", new Sequential(new Dense(width), new LeakyReLU(0.2), new Dense(width), new LeakyReLU(0.2), new Dense(1)), [size], [1]);
        return new GameParts(
            [
                .. setup.Critic("discriminator", Discriminator, Penalty, [discriminator], turn =>
                {
                    Tensor drawn = setup.Prior.Draw(turn.Context, turn.Batch), codes = turn.ApplyFrozen(encoder, turn.Data);
                    Tensor real = turn.Apply(discriminator, drawn);
                    Tensor generated = turn.Apply(discriminator, codes);
                    turn.MeasureAccuracy(real, generated);
                    turn.Judge(batch => turn.ApplyFrozen(discriminator, batch), drawn, codes, real, generated);
                    return CrossEntropy.Binary(real, 1) + CrossEntropy.Binary(generated, 0);
                }),
                setup.Player("autoencoder", Generator, [encoder, decoder], turn =>
                    Reconstruction.Squared(turn.Data, turn.Apply(decoder, turn.Apply(encoder, turn.Data)))),
                setup.Player("encoder", Generator, [encoder], turn =>
                    CrossEntropy.Binary(turn.ApplyFrozen(discriminator, turn.Apply(encoder, turn.Data)), 1) * AdversarialWeight),
            ],
            Order,
            (context, latent, _) => decoder.Forward(context, latent))
        {
            Features = ItemFeatures.Code(encoder),
        };
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.AdversarialAutoencoder"/>
    [Model("adversarial-autoencoder", Card = "H3", Year = 2015, Arxiv = "1511.05644", Title = "Adversarial autoencoders",
        Authors = "Makhzani, Shlens, Jaitly, Goodfellow, Frey")]
    public static AdversarialAutoencoder AdversarialAutoencoder { get; } = new();
}
