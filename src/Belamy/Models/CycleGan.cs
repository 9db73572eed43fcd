using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Translation between two sets of pictures that are no pairs. Zhu, Park, Isola and Efros 2017, "Unpaired image-to-image
/// translation using cycle-consistent adversarial networks", arXiv:1703.10593.
/// </summary>
/// <remarks>
/// <para>L = L_GAN(G, D_b) + L_GAN(F, D_a) + λ (E‖F(G(a)) - a‖₁ + E‖G(F(b)) - b‖₁) (equations 1 to 3), λ = 10, with least
/// squares for L_GAN and D's loss halved; and λ/2 (E‖G(b) - b‖₁ + E‖F(a) - a‖₁), which keeps colours (section 5.2). G makes the
/// field <c>b</c> of <c>a</c>, F the field <c>a</c> of <c>b</c>.</para>
/// <para>G and F are <see cref="ResidualTranslator"/>s with 6 blocks from 128 pixels on and 2 below, D_a and D_b
/// <see cref="PatchCritic"/>s, which see generated pictures from a pool of 50 too. Width 64 is the paper's.</para>
/// <para>Ours: batches of 4, at twice the rate; the same colours are asked for where both sets have as many channels.</para>
/// </remarks>
public sealed record CycleGan : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public CycleGan()
    {
        Networks = new NetworkPair(
            "residual blocks and patches",
            sizes => ResidualTranslator.Create(sizes.Item[0], sizes.Width, sizes.Item[^1] >= 128 ? 6 : 2),
            PatchCritic.For)
        {
            Defaults = item => new NetworkDefaults(Width: item[^1] >= 128 ? 64 : 16, LearningRate: 4e-4),
        };
        LearningRateDecay = 0.5;
        Batch = 4;
        Steps = 4000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new LeastSquares();

    /// <summary>λ: what it counts that a picture comes back as it was.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Cycle { get; init; } = 10;

    /// <summary>What it counts that a picture of its own set is left as it is; λ/2 in the paper.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Identity { get; init; } = 5;

    /// <summary>
    /// What it counts that a picture looks real: 2 for least squares, which this library halves for both players and the paper
    /// for D alone.
    /// </summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Realism { get; init; } = 2;

    /// <inheritdoc cref="Adversarial.Replay"/>
    [Range(0, int.MaxValue)]
    public int Replay { get; init; } = 50;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field a, Pictures looksOfA) = setup.Field<Pictures>("a");
        (Field b, Pictures looksOfB) = setup.Field<Pictures>("b");
        ResidualTranslator.RequireSize(looksOfA.Shape);
        ResidualTranslator.RequireSize(looksOfB.Shape);
        bool isAlike = looksOfA.Channels == looksOfB.Channels;
        Module aToB = Translator("a-to-b", looksOfA, looksOfB), bToA = Translator("b-to-a", looksOfB, looksOfA);
        Module judgeOfA = Judge("discriminator-a", looksOfA), judgeOfB = Judge("discriminator-b", looksOfB);
        DomainCritic setOfA = new("a", Objective, judgeOfA), setOfB = new("b", Objective, judgeOfB);
        ReplayBuffer? poolOfA = Replay > 0 ? new ReplayBuffer(setup, Replay, looksOfA.Shape, "a") : null;
        ReplayBuffer? poolOfB = Replay > 0 ? new ReplayBuffer(setup, Replay, looksOfB.Shape, "b") : null;
        var average = setup.Average(Averaging, aToB, bToA);
        IReadOnlyList<Player> critics = setup.Critic("discriminator", Discriminator, Penalty, [judgeOfA, judgeOfB], turn =>
            setOfA.Loss(turn, turn[a], Mix(turn, poolOfA, turn.ApplyFrozen(bToA, turn[b]))) + setOfB.Loss(turn, turn[b], Mix(turn, poolOfB, turn.ApplyFrozen(aToB, turn[a]))));
        Player translators = setup.Player("generator", Generator, [aToB, bToA], turn =>
        {
            (Tensor madeB, Tensor madeA) = (turn.Apply(aToB, turn[a]), turn.Apply(bToA, turn[b]));
            Tensor back = Reconstruction.Absolute(turn[a], turn.Apply(bToA, madeB)) + Reconstruction.Absolute(turn[b], turn.Apply(aToB, madeA));
            turn.Measure("cycle", back);
            Tensor loss = (Realism * setOfA.LossOfMaker(turn, turn[a], madeA)) + (Realism * setOfB.LossOfMaker(turn, turn[b], madeB)) + (Cycle * back);
            return isAlike && Identity > 0 ? loss + (Identity * (Reconstruction.Absolute(turn[b], turn.Apply(aToB, turn[b])) + Reconstruction.Absolute(turn[a], turn.Apply(bToA, turn[a])))) : loss;
        }, average);
        return new GameParts([.. critics, translators], Order, null)
        {
            Average = average,
            Functions =
            [
                new Function("translate", [a], b, (context, fields) => aToB.Forward(context, fields[0])) { Average = average },
                new Function("translate-back", [b], a, (context, fields) => bToA.Forward(context, fields[0])) { Average = average },
            ],
        };

        Module Translator(string name, Pictures from, Pictures to) =>
            setup.Build(name, Networks.Generator(setup.Sizes with { Item = to.Shape }), from.Shape, to.Shape);

        Module Judge(string name, Pictures pictures) => setup.Build(name, Networks.Discriminator(setup.Sizes with { Item = pictures.Shape }), pictures.Shape);

        static Tensor Mix(Turn turn, ReplayBuffer? pool, Tensor made) => pool?.Mix(turn, made) ?? made;
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.CycleGan"/>
    [Model("cyclegan", Card = "F2", Takes = "a b", Year = 2017, Arxiv = "1703.10593",
        Title = "Unpaired image-to-image translation using cycle-consistent adversarial networks", Authors = "Zhu, Park, Isola, Efros")]
    public static CycleGan CycleGan { get; } = new();
}
