using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Translation between two sets by a generator of both and an encoder. Dong, Neekhara, Wu and Guo 2017, "Unsupervised image-to-image translation
/// with generative adversarial networks", arXiv:1701.02676.
/// </summary>
/// <remarks>
/// <para>First step: an AC-GAN whose classes are the two sets. D maximizes L_S + L_C and G maximizes L_C - L_S, where L_S is the log-likelihood
/// of the right source, L_C that of the right set. Since one z serves both sets, what they have in common comes to lie in z. Second step: G
/// stands still, and an encoder lowers E‖z - E(G(z, c))‖², the mean over the values of z. A picture of the set <c>a</c> becomes G(E(x), b), one
/// of the set <c>b</c> becomes G(E(x), a).</para>
/// <para>As in the authors' program D learns the sets of real items alone. Were it told those of generated items too, both could agree on a trace
/// for the set, and z decide which set an item looks like.</para>
/// <para>The networks are those of the data; the encoder is the discriminator's with latent values in place of its logit. The generator plays the
/// non-saturating form.</para>
/// <para>Ours: a batch is of as many pictures of each set, and generated ones likewise, 32 each; a third of the steps is the second step.</para>
/// </remarks>
public sealed record TwoStepTranslation : LatentRecipe
{
    private const int Sets = 2;

    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public TwoStepTranslation()
    {
        Batch = 32;
        Steps = 6000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>What L_C counts, for both players; 1 in the paper.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double ClassWeight { get; init; } = 1;

    /// <summary>Whether one generator makes both sets; if not, each has one of its own.</summary>
    internal bool IsShared { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field a, Field b, _) = setup.TwoSetsAlike();
        Module[] generators = IsShared ? [Generating("generator")] : [Generating("generator-a"), Generating("generator-b")];
        Module trunk = setup.Build("discriminator", Networks.Features(setup.Sizes), setup.Item);
        Module source = setup.Build("source", new Dense(1), trunk.OutputShape);
        Module sets = setup.Build("sets", new Dense(Sets), trunk.OutputShape);
        Module encoder = setup.Build("encoder", new Sequential(Networks.Features(setup.Sizes), new Dense(setup.Sizes.Latent)), setup.Item);
        IReadOnlyList<Player> discriminator = setup.Critic("discriminator", Discriminator, Penalty, [trunk, source, sets], turn =>
        {
            (Tensor items, Tensor samples) = (Tensor.Concat(0, turn[a], turn[b]), Make(turn.ApplyFrozen, Draw(turn)));
            (Tensor real, Tensor generated) = (turn.Apply(trunk, items), turn.Apply(trunk, samples));
            Tensor realSet = CrossEntropy.Softmax(turn.Apply(sets, real), SetsOf(turn));
            turn.Measure("set-loss-real", realSet);
            (Tensor realLogits, Tensor generatedLogits) = (turn.Apply(source, real), turn.Apply(source, generated));
            turn.MeasureAccuracy(realLogits, generatedLogits, Objective);
            turn.Judge(pictures => turn.ApplyFrozen(source, turn.ApplyFrozen(trunk, pictures)), items, samples, realLogits, generatedLogits);
            return Objective.DiscriminatorLoss(turn.Context, realLogits, generatedLogits) + (realSet * ClassWeight);
        });
        Player maker = setup.Player("generator", Generator, generators, turn =>
        {
            Tensor generated = turn.ApplyFrozen(trunk, Make(turn.Apply, Draw(turn))), real = turn.ApplyFrozen(trunk, Tensor.Concat(0, turn[a], turn[b]));
            Tensor setLoss = CrossEntropy.Softmax(turn.ApplyFrozen(sets, generated), SetsOf(turn));
            turn.Measure("set-loss-generated", setLoss);
            return Objective.GeneratorLoss(turn.ApplyFrozen(source, real), turn.ApplyFrozen(source, generated)) + (setLoss * ClassWeight);
        });
        Player encoding = setup.Player("encoder", Generator, [encoder], turn =>
        {
            Tensor latent = Draw(turn);
            return Reconstruction.Squared(latent, turn.Apply(encoder, Make(turn.ApplyFrozen, latent)));
        });
        return new GameParts(
            [.. discriminator, maker, encoding],
            new Stages(Steps, new Stage(2, Order, discriminator[0].Name, maker.Name), new Stage(1, new Alternating(), encoding.Name)),
            IsShared ? (context, latent, labels) => generators[0].Forward(context, latent, labels) : null)
        {
            TakesClasses = IsShared,
            Classes = Sets,
            ScoresAreLogits = Objective.ScoresAreLogits,
            Critic = (context, items) => source.Forward(context, trunk.Forward(context, items)),
            Functions = [Translate("translate", a, b, 1), Translate("translate-back", b, a, 0)],
            Features = ItemFeatures.Hidden(trunk, source),
        };

        Module Generating(string name) => setup.Build(name, new Sequential(new LabelMaps(Sets), Networks.Generator(setup.Sizes)), [setup.Sizes.Latent], setup.Item);

        Tensor Draw(Turn turn) => setup.Prior.Draw(turn.Context, Sets * turn.Batch);

        // The first half of a batch is of the set a, the second half of b.
        static Tensor SetsOf(Turn turn) => Tensor.Concat(0, Of(0, turn.Batch), Of(1, turn.Batch));

        static Tensor Of(int set, int count) => Tensor.Constant(set, [count], ElementType.Int32);

        Tensor Make(Func<Module, Tensor, Tensor?, Tensor> apply, Tensor latent)
        {
            int half = latent.Shape[0] / Sets;
            Tensor[] labels = [Of(0, half), Of(1, half)];
            return IsShared
                ? apply(generators[0], latent, Tensor.Concat(0, labels))
                : Tensor.Concat(0, [.. generators.Select((one, set) => apply(one, latent.Slice(0, set * half, half), labels[set]))]);
        }

        Function Translate(string name, Field from, Field to, int set) => new(
            name, [from], to, (context, fields) => generators[IsShared ? 0 : set].Forward(context, encoder.Forward(context, fields[0]), Of(set, fields[0].Shape[0])));
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.TwoStepTranslation"/>
    [Model("two-step-translation", Card = "F7", Takes = "a b", Year = 2017, Arxiv = "1701.02676",
        Title = "Unsupervised image-to-image translation with generative adversarial networks", Authors = "Dong, Neekhara, Wu, Guo")]
    public static TwoStepTranslation TwoStepTranslation { get; } = new();
}
