using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Pictures bettered by curves of lightness and colours, learned of good pictures and bad ones that are no pairs. Deng, Loy and Tang 2017, "Aesthetic-driven image
/// enhancement by adversarial learning", arXiv:1707.05251.
/// </summary>
/// <remarks>
/// <para>Pictures of the field <c>a</c> are bad, those of <c>b</c> good. G sees a picture in CIELAB and says the parameters of a rising curve of 8 knots for each of lightness, a* and b*,
/// by which all of the picture is changed (<see cref="ToneCurves"/>). D judges as a critic, min over D of E[D(G(a))] - E[D(b)], and tells good from bad as a classifier of the same
/// trunk. G loses -E[D(G(a))], λ times what the classifier loses where it does not tell what came of it for good, and μ times the mean absolute change.</para>
/// <para>Ours: the form of curves and all weights; no crops and no filters of other kinds; D is that of <see cref="NetworkPair.ItemByItem"/> with a gradient penalty in place of clipping, and
/// is not trained beforehand; G is as that without its last layer, and its parameters begin near 0, curves that change nothing; an average of G's weights; batches of 16 and
/// rates of 5·10⁻⁴. Grey pictures have one curve, of their values.</para>
/// </remarks>
public sealed record EnhanceGan : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public EnhanceGan()
    {
        Networks = new NetworkPair(
            "curves and critic without batch norm",
            sizes => new Sequential([.. NetworkPair.ItemByItem.Features(sizes).Children, new Dense(sizes.Item[0] * ToneCurves.Knots, initializer: Initializers.Normal(0, 0.001))]),
            NetworkPair.ItemByItem.Discriminator)
        {
            Defaults = item => new NetworkDefaults(Width: item[^1] >= 64 ? 32 : 16, LearningRate: 5e-4),
        };
        Penalty = new GradientPenalty();
        DiscriminatorMoves = 2;
        Batch = 16;
        Steps = 4000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new Wasserstein();

    /// <summary>λ: what it counts to tell good from bad, for D, and to be told for good, for G; 0 for the critic alone.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double ClassWeight { get; init; } = 0.1;

    /// <summary>What it counts that the critic takes what is bettered for good; 0 for the classifier alone.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Realism { get; init; } = 1;

    /// <summary>μ: what it counts that pictures are changed little.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Restraint { get; init; } = 0.1;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field a, Field b, Pictures looks) = setup.TwoSetsAlike();
        NetworkSizes sizes = setup.Sizes with { Item = looks.Shape };
        Module generator = setup.Build("generator", Networks.Generator(sizes), looks.Shape, [looks.Channels * ToneCurves.Knots]);
        Module trunk = setup.Build("discriminator", Networks.Features(sizes), looks.Shape);
        Module source = setup.Build("source", new Dense(1), trunk.OutputShape), quality = setup.Build("quality", new Dense(1), trunk.OutputShape);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [trunk, source, quality], turn =>
        {
            Tensor bad = Colours(turn[a]), good = Colours(turn[b]), made = ToneCurves.Bend(bad, turn.ApplyFrozen(generator, bad));
            Tensor seen = turn.Apply(trunk, good), real = turn.Apply(source, seen), generated = turn.Apply(source, turn.Apply(trunk, made));
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(pictures => turn.ApplyFrozen(source, turn.ApplyFrozen(trunk, pictures)), good, made, real, generated);
            Tensor told = CrossEntropy.Binary(turn.Apply(quality, seen), 1) + CrossEntropy.Binary(turn.Apply(quality, turn.Apply(trunk, bad)), 0);
            turn.Measure("class-loss", told);
            return Objective.DiscriminatorLoss(turn.Context, real, generated) + (ClassWeight * told);
        });
        Player enhancer = setup.Player("generator", Generator, [generator], turn =>
        {
            Tensor bad = Colours(turn[a]), made = ToneCurves.Bend(bad, turn.Apply(generator, bad)), change = Reconstruction.Absolute(bad, made), seen = turn.ApplyFrozen(trunk, made);
            turn.Measure("change", change);
            return (Realism * Objective.GeneratorLoss(turn.ApplyFrozen(source, turn.ApplyFrozen(trunk, Colours(turn[b]))), turn.ApplyFrozen(source, seen)))
                + (ClassWeight * CrossEntropy.Binary(turn.ApplyFrozen(quality, seen), 1)) + (Restraint * change);
        }, average);
        var curves = new Function("curves", [a], new Field("curves", new Arrays([looks.Channels * ToneCurves.Knots])), (context, fields) => generator.Forward(context, Colours(fields[0]))) { Average = average };
        return new GameParts([.. critic, enhancer], Order, null)
        {
            Average = average,
            Functions =
            [
                new Function("enhance", [a], b, (context, fields) => Changed(fields[0], curves.Graph(context, fields))) { Average = average, Change = new PixelChange(curves, Changed) },
                curves,
            ],
        };

        Tensor Colours(Tensor pictures) => looks.Channels == 3 ? LabColours.FromPictures(pictures) : pictures;

        Tensor Changed(Tensor pictures, Tensor parameters)
        {
            Tensor bent = ToneCurves.Bend(Colours(pictures), parameters);
            return looks.Channels == 3 ? LabColours.ToPictures(bent) : bent.Clamp(-1, 1);
        }
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.EnhanceGan"/>
    [Model("enhance-gan", Card = "D8", Takes = "a b", Year = 2017, Arxiv = "1707.05251", Title = "Aesthetic-driven image enhancement by adversarial learning", Authors = "Deng, Loy, Tang")]
    public static EnhanceGan EnhanceGan { get; } = new();
}
