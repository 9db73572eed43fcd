using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Semi-supervised GAN: the discriminator tells the classes of real items and generated ones from all of them; ten labels
/// a class are enough. Salimans et al. 2016, "Improved techniques for training GANs", arXiv:1606.03498, section 5.
/// </summary>
/// <remarks>
/// <para>D puts out K logits l, the one of the class "generated" being fixed at 0: with Z = Σ eˡ, D(x) = Z / (Z + 1).
/// L_D = E[ln Z(x) - l_y(x)] over labelled items + ½ E[softplus(ln Z(x)) - ln Z(x)] over all + ½ E[softplus(ln Z(G(z)))].
/// L_G = mean of (E f(x) - E f(G(z)))² with f the last hidden layer of D: feature matching, section 3.1.</para>
/// <para>G: z ~ U(0, 1)¹⁰⁰ → dense 500, batch norm, softplus, twice → dense, sigmoid. D: noise 0.3 → dense
/// 1000-500-250-250-250, ReLU, noise 0.5 after each → K. Weights normed; width 250 gives these sizes. Adam with rate
/// 3·10⁻³ and β₁ = ½, batches of 100, 300 epochs; classes are told with averaged weights. Ours: the lengths of D's hidden
/// weights are the numbers by which digits come to a deviation of about 1 before every ReLU, where the authors' code finds
/// them by a first batch; it does not learn them either, or D could drown the noise.</para>
/// </remarks>
public sealed record Sgan : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Sgan()
    {
        Networks = new NetworkPair(
            "weight-normed dense",
            sizes => new Sequential(
            [
                new Affine(0.5, 0.5),
                new Dense(2 * sizes.Width), new BatchNorm(), new Softplus(),
                new Dense(2 * sizes.Width), new BatchNorm(), new Softplus(),
                NormedDense.Create((int)sizes.Item.Count, 0.05), .. sizes.Bounded(new Sigmoid(), new Affine(2, -1)), new Reshape(sizes.Item.ToArray()),
            ]),
            sizes => new Sequential(
                new Sequential(
                    new Flatten(), new Affine(0.5, 0.5), new GaussianNoise(0.3),
                    NormedDense.FixedLength(4 * sizes.Width, 2.5), new ReLU(), new GaussianNoise(0.5),
                    NormedDense.FixedLength(2 * sizes.Width, 1.3), new ReLU(), new GaussianNoise(0.5),
                    NormedDense.FixedLength(sizes.Width, 1.3), new ReLU(), new GaussianNoise(0.5),
                    NormedDense.FixedLength(sizes.Width, 1.3), new ReLU(), new GaussianNoise(0.5),
                    NormedDense.FixedLength(sizes.Width, 1.3), new ReLU()),
                new Sequential(new GaussianNoise(0.5), NormedDense.Create(sizes.Classes, 0.1))));
        LatentDistribution = LatentDistribution.Uniform;
        Latent = 100;
        Width = 250;
        Batch = 100;
        Steps = 180_000;
        Generator = new PlayerSettings { LearningRate = 3e-3, Optimizer = new Adam { Beta1 = 0.5 } };
        Discriminator = new PlayerSettings { LearningRate = 3e-3, Optimizer = new Adam { Beta1 = 0.5 } };
    }

    /// <summary>Items of each class whose labels are known.</summary>
    [Range(1, 1_000_000)]
    public int LabelsPerClass { get; init; } = 10;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.9999;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Module generator = setup.Build("generator", Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes), setup.Item, [setup.Classes]);
        Module features = discriminator.Children[0];
        MovingAverage? average = setup.Average(Averaging, generator, discriminator);

        static Tensor Score(Tensor logits) => KPlusOne.LogSum(logits).Reshape(-1, 1);

        Tensor DiscriminatorLoss(Turn turn)
        {
            (Tensor items, Tensor labels) = FewLabels.Choose(setup.Data, LabelsPerClass, Seed).Draw(turn);
            Tensor generated = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            Tensor known = turn.Apply(discriminator, items);
            Tensor real = turn.Apply(discriminator, turn.Data);
            Tensor fake = turn.Apply(discriminator, generated);
            turn.MeasureAccuracy(KPlusOne.LogSum(real), KPlusOne.LogSum(fake));
            turn.Judge(batch => Score(turn.ApplyFrozen(discriminator, batch)), turn.Data, generated, Score(real), Score(fake));
            return KPlusOne.Labelled(known, labels) + KPlusOne.Unlabelled(real, fake);
        }

        Tensor GeneratorLoss(Turn turn)
        {
            Tensor generated = turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            return FeatureMatching.Loss(turn.ApplyFrozen(features, turn.Data), turn.ApplyFrozen(features, generated));
        }

        return new GameParts(
            [
                .. setup.Critic("discriminator", Discriminator, Penalty, [discriminator], DiscriminatorLoss),
                setup.Player("generator", Generator, [generator], GeneratorLoss, average),
            ],
            Order,
            (context, latent, _) => generator.Forward(context, latent))
        {
            Average = average,
            Critic = (context, items) => Score(discriminator.Forward(context, items)),
            Classifier = (context, items) => discriminator.Forward(context, items),
            Features = ItemFeatures.Hidden(discriminator),
        };
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Sgan"/>
    [Model("sgan", Card = "A8", Year = 2016, Arxiv = "1606.03498", Title = "Improved techniques for training GANs",
        Authors = "Salimans, Goodfellow, Zaremba, Cheung, Radford, Chen")]
    public static Sgan Sgan { get; } = new();
}
