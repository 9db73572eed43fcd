using System.ComponentModel.DataAnnotations;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Style-based generator with adaptive instance norm. Karras, Laine and Aila 2018, "A style-based generator architecture for generative adversarial
/// networks", arXiv:1812.04948.
/// </summary>
/// <remarks>
/// <para>w = f(z), and behind each layer of G every map is brought to mean 0 and deviation 1, then scaled and shifted by an affine function of w
/// (equation 1). Noise is added to each layer at strengths that are learned. The non-saturating game, in which D pays γ/2 E[‖∇D(x)‖²], γ = 10.</para>
/// <para>Nine of ten pictures are made with two w, one for the layers in front and one for those behind (section 3.1), so that no layer can count on
/// what another was told. ψ draws w to its mean when samples are made: w̄ + ψ (w - w̄) (appendix B).</para>
/// <para>ψ is <c>sample --truncation</c>, times the setting. The networks are <see cref="StylePair.Normalized"/>.</para>
/// <para>Ours: all layers from the beginning, where the paper grows them from 8×8 on; the penalty at every 4th move, four times as high, as stylegan2 has it
/// at every 16th; 64 values of z and w in place of 512, two layers of f in place of eight, width 16, batches of 8 in place of 32, and no truncation, where the paper draws
/// the layers of 4 to 32 pixels by ψ = 0.7.</para>
/// </remarks>
public sealed record StyleGan : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public StyleGan()
    {
        Networks = StylePair.Normalized;
        Penalty = new R1 { Gamma = 10, Every = 4 };
        Generator = Discriminator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0, Beta2 = 0.99 } };
        Batch = 8;
        Steps = 10_000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <inheritdoc cref="StyleGan2.Mixing"/>
    [Range(0.0, 1.0)]
    public double Mixing { get; init; } = 0.9;

    /// <inheritdoc cref="StyleGan2.StyleTruncation"/>
    [Range(0.0, 1.0)]
    public double StyleTruncation { get; init; } = 1;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.999;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var generator = new StyleBasedGenerator(setup, Networks);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes), setup.Item, [1]);
        var average = setup.Average(Averaging, generator.Network);
        IReadOnlyList<Player> critic = setup.Critic(
            Discriminator, Penalty, discriminator, Objective, turn => (turn.Data, turn.ApplyFrozen(generator.Synthesis, generator.Draw(turn, turn.ApplyFrozen, Mixing))));
        Player maker = setup.Player("generator", Generator, [generator.Network], turn =>
        {
            Tensor made = turn.Apply(generator.Synthesis, generator.Draw(turn, turn.Apply, Mixing));
            return Objective.GeneratorLoss(turn.ApplyFrozen(discriminator, turn.Data), turn.ApplyFrozen(discriminator, made));
        }, average);
        StyleSpace space = generator.Space(StyleTruncation);
        return new GameParts([.. critic, maker], Order, (context, latent, _) => space.Generate(context, latent))
        {
            Styles = space,
            Average = average,
            Critic = (context, items) => discriminator.Forward(context, items),
            ScoresAreLogits = Objective.ScoresAreLogits,
            Features = ItemFeatures.Hidden(discriminator),
        };
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.StyleGan"/>
    [Model("stylegan", Card = "A22", Year = 2018, Arxiv = "1812.04948", Title = "A style-based generator architecture for generative adversarial networks",
        Authors = "Karras, Laine, Aila")]
    public static StyleGan StyleGan { get; } = new();
}
