using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Translation of pictures that come in pairs. Isola, Zhu, Zhou and Efros 2017, "Image-to-image translation with conditional
/// adversarial networks", arXiv:1611.07004.
/// </summary>
/// <remarks>
/// <para>min over G, max over D of E[ln D(x, y)] + E[ln(1 - D(x, G(x)))] + λ E‖y - G(x)‖₁ (equation 4), λ = 100; D's loss is
/// halved, G plays the non-saturating form. x is the field <c>input</c>, y the field <c>target</c>; there is no z: dropout,
/// in use too, is the noise.</para>
/// <para>G is a <see cref="UNet"/>, D a <see cref="PatchCritic"/> on x and y as channels of one picture. Width 64 is the paper's;
/// its batch norm over a batch of 1 is instance norm here, at any batch.</para>
/// <para>Ours: patches of 16 or 34 pixels where pictures are smaller than 128; batches of 8, at twice the rate.</para>
/// </remarks>
public sealed record Pix2Pix : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Pix2Pix()
    {
        Networks = new NetworkPair(
            "u-net and patches",
            sizes => UNet.Create(sizes.Item[0], sizes.Width, sizes.Item[1], sizes.Item[2]),
            PatchCritic.For)
        {
            Defaults = item => new NetworkDefaults(Width: item[^1] >= 128 ? 64 : 16, LearningRate: 4e-4),
        };
        Batch = 8;
        Steps = 4000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating { DiscriminatorWeight = 0.5 };

    /// <summary>λ: what the distance to the target counts.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Faithfulness { get; init; } = 100;

    /// <summary>What it counts that a pair looks real; 0 for the distance alone.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Realism { get; init; } = 1;

    /// <summary>Whether the discriminator is shown the input beside what is to be its translation.</summary>
    internal bool IsConditional { get; init; } = true;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field input, Pictures from) = setup.Field<Pictures>("input");
        (Field target, Pictures to) = setup.Field<Pictures>("target");
        NetworkSizes sizes = setup.Sizes with { Item = to.Shape };
        Module generator = setup.Build("generator", Networks.Generator(sizes), from.Shape, to.Shape);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(sizes), IsConditional ? from.Shape.With(0, from.Channels + to.Channels) : to.Shape);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [discriminator], turn =>
        {
            (Tensor x, Tensor y) = (turn[input], turn[target]);
            Tensor made = turn.ApplyFrozen(generator, x);
            (Tensor realPair, Tensor madePair) = (Pair(x, y), Pair(x, made));
            (Tensor real, Tensor generated) = (turn.Apply(discriminator, realPair), turn.Apply(discriminator, madePair));
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(pairs => PatchCritic.PerItem(turn.ApplyFrozen(discriminator, pairs)), realPair, madePair, PatchCritic.PerItem(real), PatchCritic.PerItem(generated));
            return Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player translator = setup.Player("generator", Generator, [generator], turn =>
        {
            (Tensor x, Tensor y) = (turn[input], turn[target]);
            Tensor made = turn.Apply(generator, x);
            Tensor real = turn.ApplyFrozen(discriminator, Pair(x, y));
            Tensor generated = turn.ApplyFrozen(discriminator, Pair(x, made));
            Tensor distance = (y - made).Abs().Mean();
            turn.Measure("distance", distance);
            return (Realism * Objective.GeneratorLoss(real, generated)) + (Faithfulness * distance);
        }, average);
        return new GameParts([.. critic, translator], Order, null)
        {
            Average = average,
            Functions = [new Function("translate", [input], target, (context, fields) => generator.Forward(context, fields[0])) { Average = average }],
        };

        Tensor Pair(Tensor x, Tensor y) => IsConditional ? Tensor.Concat(1, x, y) : y;
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Pix2Pix"/>
    [Model("pix2pix", Card = "F1", Takes = "input target", Year = 2017, Arxiv = "1611.07004",
        Title = "Image-to-image translation with conditional adversarial networks", Authors = "Isola, Zhu, Zhou, Efros")]
    public static Pix2Pix Pix2Pix { get; } = new();
}
