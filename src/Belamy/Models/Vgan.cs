using System.ComponentModel.DataAnnotations;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// VGAN: films of a foreground that moves over a background that stands still. Vondrick, Pirsiavash and Torralba 2016,
/// "Generating videos with scene dynamics", arXiv:1609.02612.
/// </summary>
/// <remarks>
/// <para>G(z) = m(z) ⊙ f(z) + (1 - m(z)) ⊙ b(z) (equation 2): b is one picture for all frames, f and the mask m are films
/// from one network. The players are the GAN's; G pays λ|m| with λ = 0.1 beside, so that it uses the background (section 2.3).</para>
/// <para>f, b: 2 frames of 4×4 pixels, or one picture, of 512 maps, doubled by kernels of 4 with stride 2 to 256, 128, 64 maps with batch norm
/// and ReLU between; then f by tanh and m by a sigmoid, each with its own last kernel, and b by tanh. D: 64, 128, 256, 512 maps with
/// leaky ReLU, batch norm but where films enter (section 2.4). 32 frames of 64×64 are doubled four times, width 64; 16 of 32×32 three
/// times, width 16 here.</para>
/// <para>Adam with rate 2·10⁻⁴ and β₁ = ½, batches of 64, weights N(0, 0.01²).</para>
/// <para>Ours: |m| is the mean over its values, as a sum would count more in larger films.</para>
/// </remarks>
public sealed record Vgan : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Vgan()
    {
        Networks = FilmPair.Create();
        Steps = 10_000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>λ, what the mean of the mask counts for G.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double MaskWeight { get; init; } = 0.1;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <summary>Whether f is laid over a background; where it is not, films are f alone, the paper's one stream.</summary>
    internal bool HasBackground { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Shape item = setup.Item;
        Module foreground = setup.Build("foreground", Networks.Generator(setup.Sizes), [setup.Sizes.Latent]);
        Module moving = setup.Build("moving", new Sequential(FilmPair.Doubling(item[0]), new Tanh()), foreground.OutputShape, item);
        Module mask = setup.Build("mask", new Sequential(FilmPair.Doubling(1), new Sigmoid()), foreground.OutputShape, item.With(0, 1));
        Module background = setup.Build("background", FilmPair.Background(setup.Sizes), [setup.Sizes.Latent], [item[0], item[2], item[3]]);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes), item, [1]);
        Module[] generator = HasBackground ? [foreground, moving, mask, background] : [foreground, moving];
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [discriminator], turn =>
        {
            (Tensor made, _) = Film(turn.ApplyFrozen, setup.Prior.Draw(turn.Context, turn.Batch));
            (Tensor real, Tensor generated) = (turn.Apply(discriminator, turn.Data), turn.Apply(discriminator, made));
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(items => turn.ApplyFrozen(discriminator, items), turn.Data, made, real, generated);
            return Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player maker = setup.Player("generator", Generator, generator, turn =>
        {
            (Tensor made, Tensor? covered) = Film(turn.Apply, setup.Prior.Draw(turn.Context, turn.Batch));
            (Tensor real, Tensor generated) = (turn.ApplyFrozen(discriminator, turn.Data), turn.ApplyFrozen(discriminator, made));
            if (covered is null)
                return Objective.GeneratorLoss(real, generated);
            Tensor share = covered.Mean();
            turn.Measure("mask", share);
            return Objective.GeneratorLoss(real, generated) + (share * MaskWeight);
        }, average);
        return new GameParts([.. critic, maker], Order, (context, latent, _) => Film((network, input, _) => network.Forward(context, input), latent).Film)
        {
            Average = average,
            Critic = (context, items) => discriminator.Forward(context, items),
            ScoresAreLogits = Objective is NonSaturating or Minimax,
            Features = ItemFeatures.Hidden(discriminator),
        };

        // m ⊙ f + (1 - m) ⊙ b, and m; without a background, f alone.
        (Tensor Film, Tensor? Mask) Film(Func<Module, Tensor, Tensor?, Tensor> apply, Tensor latent)
        {
            Tensor seen = apply(foreground, latent, null);
            Tensor f = apply(moving, seen, null);
            if (!HasBackground)
                return (f, null);
            (Tensor m, Tensor b) = (apply(mask, seen, null), apply(background, latent, null));
            return (m * f + (1 - m) * b.Reshape(latent.Shape[0], item[0], 1, item[2], item[3]), m);
        }
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Vgan"/>
    [Model("vgan", Card = "G2", Year = 2016, Arxiv = "1609.02612", Title = "Generating videos with scene dynamics", Authors = "Vondrick, Pirsiavash, Torralba")]
    public static Vgan Vgan { get; } = new();
}
