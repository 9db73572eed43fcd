using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Categorical GAN: the discriminator sorts real items into categories surely and evenly, and is unsure of generated ones; a
/// few labels name the categories. Springenberg 2015, "Unsupervised and semi-supervised learning with categorical
/// generative adversarial networks", arXiv:1511.06390.
/// </summary>
/// <remarks>
/// <para>With p = softmax D, Hm(X) = H[mean of p] and Hc(X) = mean of H[p]: L_D = -Hm(x) + Hc(x) - Hc(G(z)) + cross-entropy of
/// labelled items; L_G = -Hm(G(z)) + Hc(G(z)) (equations 7 and 9).</para>
/// <para>G: z ~ U(-1, 1)¹²⁸ → dense 500, batch norm, leaky ReLU 0.1, twice → dense, sigmoid. D: noise 0.3 → dense
/// 1000-500-250-250-250, leaky ReLU, noise 0.5 after each → K. Width 250 gives these sizes. Points get two dense layers of
/// twice the width in both. Adam with β₁ = ½, batches of 100. Ours: weights of a fixed length, as in the model
/// <c>sgan</c>, where the paper's D has batch norm: with it 100 labels left an error of 9 %.</para>
/// <para>Ours: samples are made by the moving average of the generator.</para>
/// </remarks>
public sealed record Catgan : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Catgan()
    {
        Networks = SortingNetworks;
        LatentDistribution = LatentDistribution.Uniform;
        Latent = 128;
        Width = 250;
        Batch = 100;
        Steps = 60_000;
        LearningRateDecay = 0.5;
        Generator = new PlayerSettings { LearningRate = 3e-3, Optimizer = new Adam { Beta1 = 0.5 } };
        Discriminator = new PlayerSettings { LearningRate = 3e-3, Optimizer = new Adam { Beta1 = 0.5 } };
    }

    /// <summary>Items of each class whose labels are known; 0 for none.</summary>
    [Range(0, 1_000_000)]
    public int LabelsPerClass { get; init; } = 10;

    /// <summary>How many categories there are; null for the classes of the data.</summary>
    [Range(2, 10_000)]
    public int? Categories { get; init; }

    /// <summary>Whether the discriminator is to be unsure of generated items; without it there is no game.</summary>
    internal bool SeesGenerated { get; init; } = true;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    private static NetworkPair SortingNetworks { get; } = new(
        "dense with batch norm and noise",
        sizes => new Sequential(
        [
            new Dense(2 * sizes.Width), new BatchNorm(), new LeakyReLU(0.1), new Dense(2 * sizes.Width), new BatchNorm(), new LeakyReLU(0.1),
            new Dense((int)sizes.Item.Count),
            .. sizes.Bounded(new Sigmoid(), new Affine(2, -1)),
            new Reshape(sizes.Item.ToArray()),
        ]),
        sizes => new Sequential(
        [
            new Flatten(),
            .. sizes.Item.Rank == 3
                ? (Module[])[
                    new Affine(0.5, 0.5), new GaussianNoise(0.3), .. Hidden(4 * sizes.Width, 2), .. Hidden(2 * sizes.Width),
                    .. Hidden(sizes.Width), .. Hidden(sizes.Width), .. Hidden(sizes.Width)]
                : [new Dense(2 * sizes.Width), new LeakyReLU(0.1), new Dense(2 * sizes.Width), new LeakyReLU(0.1)],
            new Dense(sizes.Classes, weight: new WeightNorm()),
        ]));

    private static Module[] Hidden(int units, double length = 1.4) => [NormedDense.FixedLength(units, length), new LeakyReLU(0.1), new GaussianNoise(0.5)];

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        int categories = Categories ?? setup.Classes;
        Module generator = setup.Build("generator", Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes with { Classes = categories }), setup.Item, [categories]);
        MovingAverage? average = setup.Average(Averaging, generator, discriminator);

        static Tensor Sureness(Tensor logits) => CategoricalEntropy.Sureness(logits).Reshape(-1, 1);

        Tensor DiscriminatorLoss(Turn turn)
        {
            Tensor real = turn.Apply(discriminator, turn.Data);
            Tensor samples = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            Tensor generated = turn.ApplyFrozen(discriminator, samples);
            // How real an item looks is here how surely it is sorted.
            turn.Judge(batch => Sureness(turn.ApplyFrozen(discriminator, batch)), turn.Data, samples, Sureness(real), Sureness(generated));
            Tensor loss = CategoricalEntropy.Conditional(real) - CategoricalEntropy.Marginal(real);
            if (SeesGenerated)
                loss -= CategoricalEntropy.Conditional(generated);
            turn.Measure("entropy-real", CategoricalEntropy.Conditional(real));
            turn.Measure("entropy-generated", CategoricalEntropy.Conditional(generated));
            if (LabelsPerClass == 0)
                return loss;
            (Tensor items, Tensor labels) = FewLabels.Choose(setup.Data, LabelsPerClass, Seed).Draw(turn);
            return loss + CrossEntropy.Softmax(turn.ApplyFrozen(discriminator, items), labels);
        }

        Tensor GeneratorLoss(Turn turn)
        {
            Tensor generated = turn.ApplyFrozen(discriminator, turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch)));
            return CategoricalEntropy.Conditional(generated) - CategoricalEntropy.Marginal(generated);
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
            Classifier = (context, items) => discriminator.Forward(context, items),
            Features = ItemFeatures.Hidden(discriminator),
        };
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Catgan"/>
    [Model("catgan", Card = "C1", Year = 2015, Arxiv = "1511.06390",
        Title = "Unsupervised and semi-supervised learning with categorical generative adversarial networks", Authors = "Springenberg")]
    public static Catgan Catgan { get; } = new();
}
