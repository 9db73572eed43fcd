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
/// What each pixel of a picture shows, learned so that whole maps look like true ones. Luc, Couprie, Chintala and Verbeek 2016, "Semantic segmentation using adversarial networks",
/// arXiv:1611.08408.
/// </summary>
/// <remarks>
/// <para>A network s gives each pixel of a picture x probabilities of labels, and a discriminator a tells s(x) from the true map y. s loses the cross-entropy at each pixel and
/// -λ ln a(x, s(x)); a loses -ln a(x, y) - ln(1 - a(x, s(x))) (section 3.1). What a sees of maps is a <see cref="LabelView"/>.</para>
/// <para>Ours: s is a <see cref="ParsingNetwork"/> of two halvings, three from 64 pixels on, a a <see cref="LabelMapCritic"/> of two, twice as wide; the first quarter of the run without a, so
/// that maps are no noise when it begins; λ = 3, where the paper has 2 or 0.1 by its data; R1, γ = 0.1, for a; gradients of s no longer than 1, rates of 10⁻³, that of s down to 10⁻⁴; an average of weights; batches of 16.</para>
/// </remarks>
public sealed record AdversarialSegmentation : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public AdversarialSegmentation()
    {
        Networks = new NetworkPair(
            "parsing network and parts of maps",
            sizes => ParsingNetwork.Create(sizes.Item[0], sizes.Width, sizes.Item[1], sizes.Item[2], HalvingsOf(sizes.Item)),
            sizes => LabelMapCritic.Create(2 * sizes.Width))
        {
            Defaults = item => new NetworkDefaults(Width: item[^1] >= 64 ? 16 : 8, LearningRate: 1e-3),
        };
        Penalty = new R1 { Gamma = 0.1 };
        Generator = new PlayerSettings { FinalLearningRate = 1e-4, GradientLimit = 1 };
        Batch = 16;
        Steps = 1000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>λ: what it counts that a map looks true; 0 for the cross-entropy alone.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Realism { get; init; } = 3;

    /// <summary>What the discriminator sees of maps.</summary>
    public LabelView View { get; init; } = LabelView.Basic;

    /// <summary>τ: the least probability of the true label in true maps, where these are scaled.</summary>
    [Range(0.0, 1.0)]
    public double LeastTrue { get; init; } = 0.9;

    /// <summary>The number of the label whose pixels are not learned from, such as void; null for none.</summary>
    [Range(0, 255)]
    public int? Ignored { get; init; }

    /// <summary>How much of the run s learns by the cross-entropy alone, beside the other share.</summary>
    [Range(1, 1000)]
    public int AloneShare { get; init; } = 1;

    /// <summary>How much of the run s learns by both terms.</summary>
    [Range(1, 1000)]
    public int JointShare { get; init; } = 3;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field picture, Pictures looks) = setup.Field<Pictures>("picture");
        (Field map, SegmentationMaps maps) = setup.MapsOf(looks);
        var labels = new CountedLabels(maps, Ignored);
        Shape read = looks.Shape.With(0, labels.Count), seen = looks.Shape.With(0, LabelViews.Channels(View, labels.Count, looks.Channels));
        Module segmenter = setup.Build("segmenter", Networks.Generator(setup.Sizes with { Item = read }), looks.Shape, read);
        var average = setup.Average(Averaging, segmenter);
        Player alone = setup.Player("cross-entropy", Generator, [segmenter], turn => Misread(turn, turn.Apply(segmenter, turn[picture])), average);
        Function[] functions = [new Function("segment", [picture], map, (context, fields) => labels.Likeliest(segmenter.Forward(context, fields[0]))) { Average = average }];
        if (Realism == 0)
            return new GameParts([alone], new Alternating(), null) { Average = average, Functions = functions };
        Module judge = setup.Build("discriminator", Networks.Discriminator(setup.Sizes with { Item = seen }), seen);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [judge], turn =>
        {
            (Tensor truth, Tensor made) = Show(turn, turn.ApplyFrozen(segmenter, turn[picture]));
            (Tensor real, Tensor generated) = (turn.Apply(judge, truth), turn.Apply(judge, made));
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(shown => PatchCritic.PerItem(turn.ApplyFrozen(judge, shown)), truth, made, PatchCritic.PerItem(real), PatchCritic.PerItem(generated));
            return Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player joint = setup.Player("generator", Generator, [segmenter], turn =>
        {
            Tensor logits = turn.Apply(segmenter, turn[picture]);
            (Tensor truth, Tensor made) = Show(turn, logits);
            return Misread(turn, logits) + (Realism * Objective.GeneratorLoss(turn.ApplyFrozen(judge, truth), turn.ApplyFrozen(judge, made)));
        }, average);
        return new GameParts([.. critic, alone, joint], new Stages(Steps, new(AloneShare, new Alternating(), alone.Name), new(JointShare, Order, critic[0].Name, joint.Name)), null)
        {
            Average = average,
            Functions = functions,
        };

        Tensor Misread(Turn turn, Tensor logits)
        {
            Tensor misread = CrossEntropy.PerPixel(logits, labels.Number(turn[map]), labels.Mask(turn[map]));
            turn.Measure("misread", misread);
            return misread;
        }

        // The true map and the one that was made, as the discriminator sees them: nothing where pixels do not count.
        (Tensor Truth, Tensor Made) Show(Turn turn, Tensor logits)
        {
            Tensor made = CrossEntropy.LogSoftmax(logits).Exp(), truth = LabelViews.True(View, labels.OneHot(turn[map]), made, LeastTrue);
            if (labels.Mask(turn[map]) is { } counted)
                (truth, made) = (truth * counted, made * counted);
            return (LabelViews.Show(View, truth, turn[picture]), LabelViews.Show(View, made, turn[picture]));
        }
    }

    private static int HalvingsOf(Shape item) => Math.Min(item[1], item[2]) >= 64 && item[1] % 8 == 0 && item[2] % 8 == 0 ? 3 : 2;
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.AdversarialSegmentation"/>
    [Model("adversarial-segmentation", Card = "E1", Takes = "map picture", Year = 2016, Arxiv = "1611.08408", Title = "Semantic segmentation using adversarial networks",
        Authors = "Luc, Couprie, Chintala, Verbeek")]
    public static AdversarialSegmentation AdversarialSegmentation { get; } = new();
}
