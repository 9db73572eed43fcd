using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Relations between two sets of items that are no pairs, found as translations that undo each other. Kim, Cha, Kim, Lee and Kim
/// 2017, "Learning to discover cross-domain relations with generative adversarial networks", arXiv:1703.05192.
/// </summary>
/// <remarks>
/// <para>L_G = L_GAN(G_AB, D_B) + d(G_BA(G_AB(a)), a) + L_GAN(G_BA, D_A) + d(G_AB(G_BA(b)), b) and L_D = L_D_A + L_D_B (section 2.4), d the mean
/// squared distance, L_GAN the non-saturating form. G_AB makes the field <c>b</c> of <c>a</c>, G_BA the field <c>a</c> of <c>b</c>.</para>
/// <para>Of pictures G_AB and G_BA are each an <see cref="EncoderDecoder"/>, so that a picture may change its form too, and D_A and D_B are the
/// discriminators of DCGAN. Of points all are dense, with 128 units at width 64 as in section 3.2.</para>
/// <para>Ours: batches of 64 in place of 200, no decay of weights. The authors' program beside the paper halves D's loss, weighs features that agree 0.9 against the
/// adversarial term's 0.1, counts reconstruction 1 % at first, and lets D move at every third step; here all is as the paper says.</para>
/// </remarks>
public sealed record DiscoGan : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public DiscoGan()
    {
        Networks = new NetworkPair("encoder and decoder", Translator, NetworkPair.ByData.Discriminator)
        {
            Defaults = item => item.Rank == 3 && item[^1] < 64 ? new NetworkDefaults(Width: 16) : new NetworkDefaults(),
        };
        Batch = 64;
        Steps = 4000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>What it counts that an item comes back as it was; 1 in the paper.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Cycle { get; init; } = 1;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0;

    /// <summary>Whether both directions are learned as one; else G_BA only undoes G_AB, the paper's GAN with reconstruction (section 2.3).</summary>
    internal bool IsCoupled { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field a, Shape itemOfA) = ItemsOf("a");
        (Field b, Shape itemOfB) = ItemsOf("b");
        Module aToB = setup.Build("a-to-b", Networks.Generator(setup.Sizes with { Item = itemOfB }), itemOfA, itemOfB);
        Module bToA = setup.Build("b-to-a", Networks.Generator(setup.Sizes with { Item = itemOfA }), itemOfB, itemOfA);
        Module judgeOfA = Judge("discriminator-a", itemOfA), judgeOfB = Judge("discriminator-b", itemOfB);
        DomainCritic setOfA = new("a", Objective, judgeOfA), setOfB = new("b", Objective, judgeOfB);
        var average = setup.Average(Averaging, aToB, bToA);
        IReadOnlyList<Player> critics = setup.Critic("discriminator", Discriminator, Penalty, [judgeOfA, judgeOfB], turn =>
            setOfA.Loss(turn, turn[a], turn.ApplyFrozen(bToA, turn[b])) + setOfB.Loss(turn, turn[b], turn.ApplyFrozen(aToB, turn[a])));
        Player translators = setup.Player("generator", Generator, [aToB, bToA], turn =>
        {
            (Tensor madeB, Tensor madeA) = (turn.Apply(aToB, turn[a]), turn.Apply(bToA, turn[b]));
            Tensor aAgain = Reconstruction.Squared(turn[a], turn.Apply(bToA, madeB)), bAgain = Reconstruction.Squared(turn[b], turn.Apply(aToB, madeA));
            turn.Measure("cycle", aAgain + bAgain);
            Tensor there = setOfB.LossOfMaker(turn, turn[b], madeB) + (Cycle * aAgain);
            return IsCoupled ? there + setOfA.LossOfMaker(turn, turn[a], madeA) + (Cycle * bAgain) : there;
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

        (Field, Shape) ItemsOf(string name)
        {
            (Field field, Kind kind) = setup.Field<Kind>(name);
            if (kind is not Points)
                NetworkSizes.RequirePictures(kind.Shape);
            return (field, kind.Shape);
        }

        Module Judge(string name, Shape item) => setup.Build(name, Networks.Discriminator(setup.Sizes with { Item = item }), item, [1]);
    }

    private static Module Translator(NetworkSizes sizes) => sizes.Item.Rank == 3
        ? EncoderDecoder.Create(sizes.Item[0], sizes.Width, sizes.Item[1], sizes.Item[2])
        : DensePair.Create().Generator(sizes);
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.DiscoGan"/>
    [Model("discogan", Card = "F3", Takes = "a b", Year = 2017, Arxiv = "1703.05192",
        Title = "Learning to discover cross-domain relations with generative adversarial networks", Authors = "Kim, Cha, Kim, Lee, Kim")]
    public static DiscoGan DiscoGan { get; } = new();
}
