using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Auxiliary classifier GAN: the discriminator also says which class an item is of. Odena, Olah and Shlens 2017,
/// "Conditional image synthesis with auxiliary classifier GANs", arXiv:1610.09585.
/// </summary>
/// <remarks>
/// <para>L_S = E[ln P(S = real | x)] + E[ln P(S = generated | G(c, z))] and L_C = E[ln P(C = c | x)] + E[ln P(C = c | G(c, z))]
/// (equations 2 and 3). D maximizes L_S + L_C, G maximizes L_C - L_S; the generator plays the non-saturating form.</para>
/// <para>G takes z with the class appended (appendix A). Both heads stand on the discriminator without its last layer. The
/// networks are those of the data, at 28×28 of width 16 and with a rate of 10⁻³.</para>
/// <para>Ours: samples are made by the moving average of the generator.</para>
/// </remarks>
public sealed record Acgan : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Acgan()
    {
        Steps = 5000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>What L_C counts, for both players; 1 in the paper.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double ClassWeight { get; init; } = 1;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.998;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        int classes = setup.RequireClasses();
        Module generator = setup.Build("generator", new Sequential(new LabelMaps(classes), Networks.Generator(setup.Sizes)), [setup.Sizes.Latent], setup.Item);
        Module trunk = setup.Build("discriminator", Networks.Features(setup.Sizes), setup.Item);
        Module source = setup.Build("source", new Dense(1), trunk.OutputShape);
        Module classifier = setup.Build("classes", new Dense(classes), trunk.OutputShape);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> discriminator = setup.Critic("discriminator", Discriminator, Penalty, [trunk, source, classifier], turn =>
        {
            Tensor drawn = turn.DrawLabels(classes);
            Tensor real = turn.Apply(trunk, turn.Data);
            Tensor samples = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch), drawn);
            Tensor generated = turn.Apply(trunk, samples);
            Tensor realClass = CrossEntropy.Softmax(turn.Apply(classifier, real), turn.Labels);
            turn.Measure("class-loss-real", realClass);
            (Tensor realLogits, Tensor generatedLogits) = (turn.Apply(source, real), turn.Apply(source, generated));
            turn.MeasureAccuracy(realLogits, generatedLogits, Objective);
            turn.Judge(items => turn.ApplyFrozen(source, turn.ApplyFrozen(trunk, items)), turn.Data, samples, realLogits, generatedLogits);
            return Objective.DiscriminatorLoss(turn.Context, realLogits, generatedLogits)
                + ((realClass + CrossEntropy.Softmax(turn.Apply(classifier, generated), drawn)) * ClassWeight);
        });
        Player maker = setup.Player("generator", Generator, [generator], turn =>
        {
            Tensor drawn = turn.DrawLabels(classes);
            Tensor generated = turn.ApplyFrozen(trunk, turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch), drawn));
            Tensor real = turn.ApplyFrozen(trunk, turn.Data);
            Tensor classLoss = CrossEntropy.Softmax(turn.ApplyFrozen(classifier, generated), drawn);
            turn.Measure("class-loss-generated", classLoss);
            return Objective.GeneratorLoss(turn.ApplyFrozen(source, real), turn.ApplyFrozen(source, generated)) + (classLoss * ClassWeight);
        }, average);
        return new GameParts(
            [.. discriminator, maker],
            Order,
            (context, latent, labels) => generator.Forward(context, latent, labels))
        {
            Average = average,
            TakesClasses = true,
            ScoresAreLogits = Objective.ScoresAreLogits,
            Critic = (context, items) => source.Forward(context, trunk.Forward(context, items)),
            Features = ItemFeatures.Hidden(trunk, source),
        };
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Acgan"/>
    [Model("acgan", Card = "B2", Year = 2017, Arxiv = "1610.09585",
        Title = "Conditional image synthesis with auxiliary classifier GANs", Authors = "Odena, Olah, Shlens")]
    public static Acgan Acgan { get; } = new();
}
