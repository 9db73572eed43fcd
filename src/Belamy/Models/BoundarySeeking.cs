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

/// <summary>Boundary-seeking GAN, for data of bits. Hjelm et al. 2017, "Boundary-seeking generative adversarial networks", arXiv:1702.08431.</summary>
/// <remarks>
/// <para>The generator puts out chances σ(l(z)) and draws M = 20 items of bits x_m from each, through which no gradient
/// flows. The discriminator's odds e^D(x) say how much likelier real items are, so w̃_m = softmax_m D(x_m) weighs the
/// draws, and L_G = -E Σ_m w̃_m ln g(x_m | z) (eq. 10). The discriminator's loss is the usual cross-entropy over all draws.</para>
/// <para>z → 256 → 256 → bits with ReLU; bits → 256 → 256 → 1 with leaky ReLU, at width 64. Adam with β₁ = ½.</para>
/// </remarks>
public sealed record BoundarySeeking : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public BoundarySeeking()
    {
        Networks = new NetworkPair(
            "bits",
            sizes => new Sequential(
                new Dense(4 * sizes.Width, initializer: Initializers.HeUniform), new ReLU(),
                new Dense(4 * sizes.Width, initializer: Initializers.HeUniform), new ReLU(),
                new Dense((int)sizes.Item.Count)),
            sizes => new Sequential(
                new Dense(4 * sizes.Width, initializer: Initializers.HeUniform), new LeakyReLU(0.2),
                new Dense(4 * sizes.Width, initializer: Initializers.HeUniform), new LeakyReLU(0.2),
                new Dense(1)));
        Latent = 32;
        Generator = new() { LearningRate = 3e-4 };
        Discriminator = new() { LearningRate = 3e-4 };
        Batch = 64;
        Steps = 10_000;
    }

    /// <summary>M: items drawn from each latent vector.</summary>
    [Range(1, 10_000)]
    public int Draws { get; init; } = 20;

    /// <summary>Whether draws count by the discriminator's odds; else all alike.</summary>
    internal bool IsWeighted { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        setup.RequireChances();
        int length = (int)setup.Item.Count;
        Module generator = setup.Build("generator", Networks.Generator(setup.Sizes), [setup.Sizes.Latent], [length]);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes), [length], [1]);
        Tensor Draw(ForwardContext context, Tensor logits, int count) =>
            (context.RandomUniform("bits", [logits.Shape[0], count, length]) < logits.Sigmoid().Reshape(-1, 1, length)).Cast(ElementType.Float32).StopGradient();
        Tensor Bits(Tensor items) => (items.Reshape(-1, length) > 0).Cast(ElementType.Float32);
        return new GameParts(
            [
                .. setup.Critic("discriminator", Discriminator, Penalty, [discriminator], turn =>
                {
                    Tensor logits = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
                    Tensor items = Bits(turn.Data), draws = Draw(turn.Context, logits, Draws);
                    Tensor real = turn.Apply(discriminator, items);
                    Tensor generated = turn.Apply(discriminator, draws.Reshape(-1, length));
                    turn.MeasureAccuracy(real, generated);
                    // A penalty looks at one draw of each latent vector: as many as there are real items.
                    Tensor FirstDraw(Tensor all) => all.Slice(1, 0, 1).Reshape(turn.Batch, -1);
                    turn.Judge(batch => turn.ApplyFrozen(discriminator, batch), items, FirstDraw(draws), real, FirstDraw(generated.Reshape(turn.Batch, Draws, 1)));
                    return CrossEntropy.Binary(real, 1) + CrossEntropy.Binary(generated, 0);
                }),
                setup.Player("generator", Generator, [generator], turn =>
                {
                    Tensor logits = turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch));
                    Tensor bits = Draw(turn.Context, logits, Draws);
                    Tensor odds = turn.ApplyFrozen(discriminator, bits.Reshape(-1, length)).Reshape(turn.Batch, Draws);
                    Tensor weights = ImportanceWeights.Normalized(IsWeighted ? odds : odds * 0);
                    turn.Measure("effective-draws", ImportanceWeights.EffectiveSize(weights));
                    // Σ w̃ ln g(x) is ln g at Σ w̃ x, for ln g is linear in x and the weights add up to 1.
                    return -VariationalBound.BernoulliLogLikelihood(logits, (weights.Reshape(turn.Batch, Draws, 1) * bits).Sum(1)).Mean();
                }),
            ],
            Order,
            (context, latent, _) => ((Draw(context, generator.Forward(context, latent), 1) * 2) - 1).Reshape(new Shape([latent.Shape[0], .. setup.Item])))
        {
            Features = ItemFeatures.Hidden(discriminator) is { } hidden
                ? hidden with { Function = (context, items) => hidden.Function(context, Bits(items)) }
                : null,
        };
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.BoundarySeeking"/>
    [Model("boundary-seeking", Card = "I3", Year = 2017, Arxiv = "1702.08431", Title = "Boundary-seeking generative adversarial networks",
        Authors = "Hjelm, Jacob, Che, Trischler, Cho, Bengio")]
    public static BoundarySeeking BoundarySeeking { get; } = new();
}
