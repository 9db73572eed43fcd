using System.ComponentModel.DataAnnotations;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// A classifier of few labels that also tells true pictures from those with a filled hole. Denton, Gross and Fergus 2016,
/// "Semi-supervised learning with context-conditional generative adversarial networks", arXiv:1611.06430.
/// </summary>
/// <remarks>
/// <para>G fills a hole M that is cut anywhere, x' = (1 - M) x + M G((1 - M) x). D has one trunk with two heads, one for true and filled
/// pictures, one for classes: max over D of E[ln D(x)] + E[ln(1 - D(x'))] + λ E[ln D_c(y | x)], the last over labelled pictures; G plays
/// against the first head.</para>
/// <para>Ours: G is an <see cref="EncoderDecoder"/> whose middle tells all places of each other, and plays the non-saturating form; D is that of
/// <see cref="ConvolutionalPair"/>; λ = 10, batches of 100; classes are told with averaged weights.</para>
/// </remarks>
public sealed record CcGan : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public CcGan()
    {
        NetworkPair critics = ConvolutionalPair.Create();
        Networks = new NetworkPair("encoder and decoder, and convolutional", sizes => EncoderDecoder.Create(sizes.Item[0], sizes.Width, sizes.Item[1], sizes.Item[2], tellsAll: true), critics.Discriminator)
        {
            Defaults = _ => new NetworkDefaults(Width: 16, LearningRate: 1e-3),
        };
        Batch = 100;
        Steps = 10_000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>Where the holes are.</summary>
    public HoleShape Holes { get; init; } = HoleShape.Anywhere;

    /// <summary>λ: what the error of classes counts for D.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double ClassWeight { get; init; } = 10;

    /// <summary>Items of each class whose labels are known.</summary>
    [Range(1, 1_000_000)]
    public int LabelsPerClass { get; init; } = 10;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <summary>Whether pictures without labels are seen, true ones and filled ones; without them there is no game.</summary>
    internal bool SeesUnlabelled { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        int classes = setup.RequireClasses();
        var repair = new Repair(setup, Holes);
        Module generator = setup.Build("generator", Networks.Generator(setup.Sizes), setup.Item, setup.Item);
        Module trunk = setup.Build("discriminator", Networks.Features(setup.Sizes), setup.Item);
        Module source = setup.Build("source", new Dense(1), trunk.OutputShape);
        Module classifier = setup.Build("classes", new Dense(classes), trunk.OutputShape);
        MovingAverage? average = setup.Average(Averaging, generator, trunk, source, classifier);
        IReadOnlyList<Player> discriminator = setup.Critic("discriminator", Discriminator, Penalty, [trunk, source, classifier], turn =>
        {
            Tensor x = turn.Data, filled = Filled(turn, x, turn.ApplyFrozen);
            (Tensor real, Tensor generated) = (turn.Apply(source, turn.Apply(trunk, x)), turn.Apply(source, turn.Apply(trunk, filled)));
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(items => turn.ApplyFrozen(source, turn.ApplyFrozen(trunk, items)), x, filled, real, generated);
            return Objective.DiscriminatorLoss(turn.Context, real, generated) + (ClassWeight * ClassError(turn));
        });
        Player painter = setup.Player("generator", Generator, [generator], turn =>
        {
            Tensor x = turn.Data, filled = Filled(turn, x, turn.Apply);
            return Objective.GeneratorLoss(turn.ApplyFrozen(source, turn.ApplyFrozen(trunk, x)), turn.ApplyFrozen(source, turn.ApplyFrozen(trunk, filled)));
        }, average);
        Player supervised = setup.Player("discriminator", Discriminator, [trunk, classifier], ClassError, average);
        return new GameParts(SeesUnlabelled ? [.. discriminator, painter] : [supervised], SeesUnlabelled ? Order : new Alternating(), null)
        {
            Average = average,
            Classifier = (context, items) => classifier.Forward(context, trunk.Forward(context, items)),
            Critic = (context, items) => source.Forward(context, trunk.Forward(context, items)),
            ScoresAreLogits = Objective.ScoresAreLogits,
            Features = ItemFeatures.Hidden(trunk, source),
            Functions = repair.Functions((context, pictures, masks) => generator.Forward(context, Repair.Cut(pictures, masks)), average),
        };

        Tensor Filled(Turn turn, Tensor x, Func<Module, Tensor, Tensor?, Tensor> apply)
        {
            Tensor masks = repair.Draw(turn);
            return Repair.Fill(x, masks, apply(generator, Repair.Cut(x, masks), null));
        }

        Tensor ClassError(Turn turn)
        {
            (Tensor items, Tensor labels) = FewLabels.Choose(setup.Data, LabelsPerClass, Seed).Draw(turn);
            Tensor error = CrossEntropy.Softmax(turn.Apply(classifier, turn.Apply(trunk, items)), labels);
            turn.Measure("class-loss", error);
            return error;
        }
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.CcGan"/>
    [Model("cc-gan", Card = "D5", Year = 2016, Arxiv = "1611.06430",
        Title = "Semi-supervised learning with context-conditional generative adversarial networks", Authors = "Denton, Gross, Fergus")]
    public static CcGan CcGan { get; } = new();
}
