using System.ComponentModel.DataAnnotations;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Style-based generator with modulated weights. Karras, Laine, Aittala, Hellsten, Lehtinen and Aila 2019, "Analyzing and improving the image
/// quality of StyleGAN", arXiv:1912.04958.
/// </summary>
/// <remarks>
/// <para>w = f(z), and each layer of G is steered by a style that is affine in w (equations 1 to 3). The non-saturating game; D pays
/// γ/2 E[‖∇D(x)‖²], γ = 10, at every n-th move (appendix B), G pays ω E[(‖Jᵀy‖ - a)²], y from N(0, I), a the running mean, ω = 2, at every 8th move
/// (section 3.2): each so many times as high, and rates and β of Adam to the power of n / (n + 1) as if the n moves were n + 1.</para>
/// <para>Nine of ten pictures are made with two w, one for the layers in front and one for those behind (Karras et al. 2018,
/// arXiv:1812.04948, section 3.1). ψ draws w to its mean when samples are made: w̄ + ψ (w - w̄).</para>
/// <para>ψ is <c>sample --truncation</c>, times the setting. The networks are <see cref="StylePair.Modulated"/>: pictures of all sizes added up, a residual D with the deviation of groups of four.</para>
/// <para>Ours: n = 4 in place of 16, by which digits come in a quarter of the steps; 64 values of z and w in place of 512, two layers of f in place of eight, width 16, batches of 8 in place of 32, path lengths of whole batches
/// in place of halves.</para>
/// </remarks>
public sealed record StyleGan2 : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public StyleGan2()
    {
        Networks = StylePair.Modulated;
        Penalty = new R1 { Gamma = 10, Every = 4 };
        Generator = Discriminator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0, Beta2 = 0.99 } };
        Batch = 8;
        Steps = 10_000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>ω: what G pays for styles at which its slope is longer or shorter than usual; 0 for nothing.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double PathLengthWeight { get; init; } = 2;

    /// <summary>G pays at every n-th move, n times as much; at least 1.</summary>
    [Range(1, 10_000)]
    public int PathLengthEvery { get; init; } = 8;

    /// <summary>The share of pictures that are made with two styles while it is trained.</summary>
    [Range(0.0, 1.0)]
    public double Mixing { get; init; } = 0.9;

    /// <summary>ψ: how far styles of samples keep from their mean; 1 for as they are, 0 for the mean alone.</summary>
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
        Parameter length = setup.State("path-length", Shape.Scalar);
        int interval = PathLengthWeight > 0 ? PathLengthEvery : 1;
        IReadOnlyList<Player> critic = setup.Critic(
            InMovesOf(Discriminator, Penalty.Interval), Penalty, discriminator, Objective, turn => (turn.Data, turn.ApplyFrozen(generator.Synthesis, generator.Draw(turn, turn.ApplyFrozen, Mixing))));
        IReadOnlyList<Player> makers = LazyPenalty.Players(interval, payments => setup.Player("generator", InMovesOf(Generator, interval), [generator.Network], turn => Make(turn, payments), average));
        StyleSpace space = generator.Space(StyleTruncation);
        return new GameParts([.. critic, .. makers], Order with { OtherInterval = interval }, (context, latent, _) => space.Generate(context, latent))
        {
            Styles = space,
            Average = average,
            Critic = (context, items) => discriminator.Forward(context, items),
            ScoresAreLogits = Objective.ScoresAreLogits,
            Features = ItemFeatures.Hidden(discriminator),
        };

        Tensor Make(Turn turn, int payments)
        {
            Tensor styles = generator.Draw(turn, turn.Apply, Mixing), made = turn.Apply(generator.Synthesis, styles);
            Tensor loss = Objective.GeneratorLoss(turn.ApplyFrozen(discriminator, turn.Data), turn.ApplyFrozen(discriminator, made));
            if (payments == 0 || PathLengthWeight == 0)
                return loss;
            Tensor lengths = PathLength.Of(made, styles, turn.Context.RandomNormal("path", made.Shape)), price = PathLength.Price(turn.Context, lengths, length);
            turn.Measure("path-length", lengths.Mean());
            turn.Measure("path-price", price);
            return loss + (price * (PathLengthWeight * payments));
        }
    }

    /// <summary>A player of whose n + 1 moves one is left out: its rate and what its optimizer keeps, to the power of n / (n + 1).</summary>
    private static PlayerSettings InMovesOf(PlayerSettings settings, int interval)
    {
        double share = interval > 1 ? interval / (interval + 1.0) : 1;
        return settings with
        {
            LearningRate = settings.LearningRate * share,
            Optimizer = settings.Optimizer is Adam adam ? adam with { Beta1 = Math.Pow(adam.Beta1, share), Beta2 = Math.Pow(adam.Beta2, share) } : settings.Optimizer,
        };
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.StyleGan2"/>
    [Model("stylegan2", Card = "A22", Year = 2019, Arxiv = "1912.04958", Title = "Analyzing and improving the image quality of StyleGAN",
        Authors = "Karras, Laine, Aittala, Hellsten, Lehtinen, Aila")]
    public static StyleGan2 StyleGan2 { get; } = new();
}
