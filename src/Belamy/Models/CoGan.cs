using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Coupled GANs: pairs of pictures of two sets, made of one latent vector, though no pair is ever seen. Liu and Tuzel 2016,
/// "Coupled generative adversarial networks", arXiv:1606.07536.
/// </summary>
/// <remarks>
/// <para>V = E[ln f₁(x₁)] + E[ln(1 - f₁(g₁(z)))] + E[ln f₂(x₂)] + E[ln(1 - f₂(g₂(z)))] (equation 4), the generators by the non-saturating form.
/// g₁ and g₂ have their first layers in common, which decide what is shown, f₁ and f₂ their last (section 3); x₁ is of the field <c>a</c>, x₂ of <c>b</c>.</para>
/// <para>As in the paper's table for digits all is shared but the last layer of each generator and the first of each discriminator. z is uniform.</para>
/// <para>Ours: the layers are those of DCGAN, of width 16 below 64 pixels and with a rate of 10⁻³ there. No decay of weights.</para>
/// </remarks>
public sealed record CoGan : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public CoGan()
    {
        Networks = NetworkPair.ByData with
        {
            Name = "by data, shared",
            Defaults = item => item[^1] < 64 ? new NetworkDefaults(Width: 16, LearningRate: 1e-3) : new NetworkDefaults(),
        };
        LatentDistribution = LatentDistribution.Uniform;
        Batch = 64;
        Steps = 5000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.998;

    /// <summary>Whether the generators have layers in common; else two GANs learn side by side of one z.</summary>
    internal bool SharesGenerator { get; init; } = true;

    /// <summary>Whether the discriminators have.</summary>
    internal bool SharesDiscriminator { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field a, Pictures looksOfA) = setup.Field<Pictures>("a");
        (Field b, Pictures looksOfB) = setup.Field<Pictures>("b");
        if ((looksOfA.Height, looksOfA.Width) != (looksOfB.Height, looksOfB.Width))
            throw new BelamyException($"{Models.NameOf(this)}: makes pairs of pictures of one size, and a is {looksOfA.Width}×{looksOfA.Height}, b {looksOfB.Width}×{looksOfB.Height}; choose a size, such as --size {looksOfB.Width}x{looksOfB.Height}");
        Shape latent = [setup.Sizes.Latent];
        (Sequential first, Sequential lastOfB) = Layers(Networks.Generator, looksOfB).Split(^2);
        (Sequential firstOfA, Sequential lastOfA) = Layers(Networks.Generator, looksOfA).Split(^2);
        Module scene = setup.Build("generator", first, latent), sceneOfA = SharesGenerator ? scene : setup.Build("generator-of-a", firstOfA, latent);
        Module paintA = setup.Build("generator-a", lastOfA, scene.OutputShape, looksOfA.Shape), paintB = setup.Build("generator-b", lastOfB, scene.OutputShape, looksOfB.Shape);
        (Sequential seenOfB, Sequential rest) = Layers(Networks.Discriminator, looksOfB).Split(2);
        (Sequential seenOfA, Sequential restOfA) = Layers(Networks.Discriminator, looksOfA).Split(2);
        Module seeA = setup.Build("discriminator-a", seenOfA, looksOfA.Shape), seeB = setup.Build("discriminator-b", seenOfB, looksOfB.Shape);
        Module judge = setup.Build("discriminator", rest, seeB.OutputShape, [1]), judgeOfA = SharesDiscriminator ? judge : setup.Build("discriminator-of-a", restOfA, seeA.OutputShape, [1]);
        DomainCritic setOfA = new("a", Objective, seeA, judgeOfA), setOfB = new("b", Objective, seeB, judge);
        Module[] makers = [.. new[] { scene, sceneOfA, paintA, paintB }.Distinct()], judges = [.. new[] { seeA, seeB, judge, judgeOfA }.Distinct()];
        var average = setup.Average(Averaging, makers);
        IReadOnlyList<Player> critics = setup.Critic("discriminator", Discriminator, Penalty, judges, turn =>
        {
            (Tensor madeA, Tensor madeB) = Pair(turn.ApplyFrozen, setup.Prior.Draw(turn.Context, turn.Batch));
            return setOfA.Loss(turn, turn[a], madeA) + setOfB.Loss(turn, turn[b], madeB);
        });
        Player maker = setup.Player("generator", Generator, makers, turn =>
        {
            (Tensor madeA, Tensor madeB) = Pair(turn.Apply, setup.Prior.Draw(turn.Context, turn.Batch));
            return setOfA.LossOfMaker(turn, turn[a], madeA) + setOfB.LossOfMaker(turn, turn[b], madeB);
        }, average);
        Field z = new("latent", new LatentVectors(setup.Sizes.Latent)), both = new("pair", new Pictures(Math.Max(looksOfA.Channels, looksOfB.Channels), looksOfB.Height, 2 * looksOfB.Width));
        return new GameParts([.. critics, maker], Order, (context, latents, _) => Make(context, latents).B)
        {
            Average = average,
            Functions =
            [
                new Function("pair", [z], both, (context, fields) => Beside(Make(context, fields[0]))) { Average = average },
                new Function("sample-a", [z], a, (context, fields) => Make(context, fields[0]).A) { Average = average },
            ],
        };

        Sequential Layers(Func<NetworkSizes, Module> network, Pictures looks) => Networks.Chain(network(setup.Sizes with { Item = looks.Shape }));

        (Tensor A, Tensor B) Make(ForwardContext context, Tensor latents) => Pair((network, input, _) => network.Forward(context, input), latents);

        (Tensor A, Tensor B) Pair(Func<Module, Tensor, Tensor?, Tensor> apply, Tensor latents)
        {
            Tensor shown = apply(scene, latents, null), shownOfA = SharesGenerator ? shown : apply(sceneOfA, latents, null);
            return (apply(paintA, shownOfA, null), apply(paintB, shown, null));
        }

        // Grey pictures beside coloured ones get their channel three times.
        Tensor Beside((Tensor A, Tensor B) pair) => looksOfA.Channels == looksOfB.Channels ? Tensor.Concat(3, pair.A, pair.B)
            : looksOfA.Channels == 1 ? Tensor.Concat(3, Tensor.Concat(1, pair.A, pair.A, pair.A), pair.B) : Tensor.Concat(3, pair.A, Tensor.Concat(1, pair.B, pair.B, pair.B));
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.CoGan"/>
    [Model("cogan", Card = "F4", Takes = "a b", Year = 2016, Arxiv = "1606.07536", Title = "Coupled generative adversarial networks", Authors = "Liu, Tuzel")]
    public static CoGan CoGan { get; } = new();
}
