using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Pictures four times as high and wide. Ledig et al. 2017, "Photo-realistic single image super-resolution using a generative
/// adversarial network", arXiv:1609.04802.
/// </summary>
/// <remarks>
/// <para>First G alone, the SRResNet, by E‖y - G(x)‖² (equation 4); then min over G, max over D of the same and 10⁻³ times the
/// adversarial loss, E[-ln D(G(x))] for G (equations 2, 3 and 6). x is the field <c>input</c>, y the field <c>target</c>.</para>
/// <para>G is a <see cref="SuperResolver"/>, D a <see cref="PictureCritic"/>. Width 64 and 16 blocks are the paper's, and so is
/// Adam with β₁ = 0.9.</para>
/// <para>Ours: 4 blocks of width 32; a rate of 10⁻³ and not of 10⁻⁴ for G alone, a tenth of it in the game, both falling to 0 over the
/// last half of the run; a third of it is the game, not a sixth; squared error of pixels in both stages, the paper's SRGAN-MSE: there is no VGG network here to
/// compare features by.</para>
/// </remarks>
public sealed record Srgan : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Srgan()
    {
        // Generators are built in Build, which knows how many blocks and doublings.
        Networks = new NetworkPair("residual blocks and doublings, whole pictures", sizes => SuperResolver.Create(sizes.Item[0], sizes.Width, blocks: 4, doublings: 2), sizes => PictureCritic.Create(sizes.Width))
        {
            Defaults = _ => new NetworkDefaults(Width: 32, LearningRate: 1e-3),
        };
        Generator = new PlayerSettings { Optimizer = new Adam() };
        Discriminator = new PlayerSettings { Optimizer = new Adam(), LearningRate = 1e-4 };
        LearningRateDecay = 0.5;
        Batch = 8;
        Steps = 3000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>What the adversarial loss counts for the generator; 0 for the SRResNet alone, without a second stage.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Adversity { get; init; } = 1e-3;

    /// <summary>Residual blocks.</summary>
    [Range(1, 64)]
    public int Blocks { get; init; } = 4;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field input, Pictures small) = setup.Field<Pictures>("input");
        (Field target, Pictures large) = setup.Field<Pictures>("target");
        NetworkSizes sizes = setup.Sizes with { Item = large.Shape };
        int doublings = ShrunkenPictures.Doublings(small, large);
        Module generator = setup.Build("generator", Resolver(), small.Shape, large.Shape);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(sizes), large.Shape);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> critic = setup.Critic(Discriminator, Penalty, discriminator, Objective, turn => (turn[target], turn.ApplyFrozen(generator, turn[input])));
        Player faithful = setup.Player("resnet", Generator, [generator], turn => Content(turn, turn.Apply(generator, turn[input])), average);
        // What was learned alone is to be refined: at the first rate periodic patterns came over everything.
        Player deceiver = setup.Player("generator", Generator with { LearningRate = Generator.LearningRate / 10 }, [generator], turn =>
        {
            Tensor made = turn.Apply(generator, turn[input]);
            (Tensor real, Tensor generated) = (turn.ApplyFrozen(discriminator, turn[target]), turn.ApplyFrozen(discriminator, made));
            return Content(turn, made) + (Adversity * Objective.GeneratorLoss(real, generated));
        }, average);
        var alone = new Stage(2, new Alternating(), faithful.Name);
        var game = new Stage(1, Order, critic[0].Name, deceiver.Name);
        return new GameParts([.. critic, faithful, deceiver], new Stages(Steps, Adversity == 0 ? [alone] : [alone, game]), null)
        {
            Average = average,
            Functions =
            [
                new Function("upscale", [input], target, (context, fields) => generator.Forward(context, fields[0]))
                {
                    Average = average,
                    AnySize = new AnySize(1 << doublings, SuperResolver.Reach(Blocks, doublings), (height, width) =>
                    {
                        Module sized = setup.BuildAgain("generator", Resolver(), [small.Channels, height, width]);
                        return (context, fields) => sized.Forward(context, fields[0]);
                    }),
                },
            ],
        };

        Module Resolver() => SuperResolver.Create(large.Channels, sizes.Width, Blocks, doublings);

        Tensor Content(Turn turn, Tensor made)
        {
            Tensor error = Reconstruction.Squared(turn[target], made);
            turn.Measure("error", error);
            return error;
        }
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Srgan"/>
    [Model("srgan", Card = "D7", Takes = "input target", Shrinks = 4, Year = 2017, Arxiv = "1609.04802",
        Title = "Photo-realistic single image super-resolution using a generative adversarial network", Authors = "Ledig et al.")]
    public static Srgan Srgan { get; } = new();
}
