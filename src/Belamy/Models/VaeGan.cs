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
/// VAE-GAN. Larsen, Sønderby, Larochelle and Winther 2015, "Autoencoding beyond pixels using a learned similarity
/// metric", arXiv:1512.09300.
/// </summary>
/// <remarks>
/// <para>A variational autoencoder whose reconstructions are compared in a hidden layer f of a discriminator:
/// L_feat = ½ ‖f(x) - f(x̃)‖² / s² (eq. 7, where s is 1). Encoder: KL + L_feat. Decoder: γ L_feat plus the non-saturating
/// loss of x̃ and of G(z). Discriminator: cross-entropy over x, x̃ and G(z). Ours: x̃ and G(z) count a half each in both, so that
/// generated items weigh as much as real ones; in the paper each counts fully. Who wins too clearly waits (<see cref="Equilibrium"/>).</para>
/// <para>Scaled to 28×28: encoder 4×4 stride 2 to 16 → 32 maps, dense (m, ln σ²); decoder the same back with batch norm;
/// discriminator alike, its second layer as f, dense 128, one logit; γ = 0.05. Without the paper's batch norm a value of f
/// varies by a mere 0.02, so s² = 0.05: else the KL outweighs what the features tell. RMSProp, batches of 64.</para>
/// </remarks>
public sealed record VaeGan : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public VaeGan()
    {
        Networks = new NetworkPair(
            "variational convolutional",
            sizes => new Sequential(
                new Dense(2 * sizes.Width * sizes.Item[1] / 4 * sizes.Item[2] / 4, bias: false), new BatchNorm(), new ReLU(),
                new Reshape(2 * sizes.Width, sizes.Item[1] / 4, sizes.Item[2] / 4),
                new TransposedConvolution(sizes.Width, kernel: 4, stride: 2, bias: false), new BatchNorm(), new ReLU(),
                new TransposedConvolution(sizes.Item[0], kernel: 4, stride: 2)),
            sizes => new Sequential([.. Layers(sizes), new Dense(2 * sizes.Latent)]));
        Width = 16;
        Generator = new() { LearningRate = 5e-4, Optimizer = new RmsProp() };
        Discriminator = new() { LearningRate = 5e-4, Optimizer = new RmsProp() };
        Batch = 64;
        Steps = 10_000;
    }

    /// <summary>Number of values of a latent vector, at least 1.</summary>
    [Range(1, 1_000_000)]
    public int Latent { get; init; } = 16;

    /// <summary>s²: the variance of a value of f about its reconstruction.</summary>
    [Range(1e-9, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double FeatureVariance { get; init; } = 0.05;

    /// <summary>γ: what L_feat counts for the decoder.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double FeatureWeight { get; init; } = 0.05;

    /// <inheritdoc/>
    public override LatentPrior Prior => new(Latent);

    private static Module[] Layers(NetworkSizes sizes) =>
    [
        new Convolution(sizes.Width, kernel: 4, stride: 2), new LeakyReLU(0.2),
        new Convolution(2 * sizes.Width, kernel: 4, stride: 2), new LeakyReLU(0.2), new Flatten(),
    ];

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        NetworkSizes.RequirePictures(setup.Item);
        NetworkSizes sizes = setup.Sizes;
        Module encoder = setup.Build("encoder", Networks.Discriminator(sizes), setup.Item, [2 * sizes.Latent]);
        Module decoder = setup.Build("decoder", Networks.Generator(sizes), [sizes.Latent], setup.Item);
        Module features = setup.Build("features", new Sequential(Layers(sizes)), setup.Item);
        Module head = setup.Build("head", new Sequential(new Dense(8 * sizes.Width), new LeakyReLU(0.2), new Dense(1)), features.OutputShape, [1]);
        (Tensor Latent, Tensor Divergence) Code(Turn turn, Tensor codes)
        {
            (Tensor mean, Tensor logVariance) = VariationalBound.Halves(codes);
            return (mean + ((0.5 * logVariance).Exp() * turn.Context.RandomNormal("code", mean.Shape)), VariationalBound.Divergence(mean, logVariance).Mean());
        }

        Tensor Distance(Tensor left, Tensor right) => 0.5 / FeatureVariance * (left - right).Square().Sum(1).Mean();
        static Tensor Picture(Tensor logits) => (logits.Sigmoid() * 2) - 1;
        IReadOnlyList<Player> discriminator = setup.Critic("discriminator", Discriminator, Penalty, [features, head], turn =>
        {
            Tensor rebuilt = Picture(turn.ApplyFrozen(decoder, Code(turn, turn.ApplyFrozen(encoder, turn.Data)).Latent));
            Tensor drawn = Picture(turn.ApplyFrozen(decoder, setup.Prior.Draw(turn.Context, turn.Batch)));
            Tensor Judge(Tensor items) => turn.Apply(head, turn.Apply(features, items));
            (Tensor real, Tensor again, Tensor generated) = (Judge(turn.Data), Judge(rebuilt), Judge(drawn));
            turn.MeasureAccuracy(real, generated);
            turn.Judge(items => turn.ApplyFrozen(head, turn.ApplyFrozen(features, items)), turn.Data, drawn, real, generated);
            return CrossEntropy.Binary(real, 1) + (0.5 * (CrossEntropy.Binary(again, 0) + CrossEntropy.Binary(generated, 0)));
        });
        Player encoding = setup.Player("encoder", Generator, [encoder], turn =>
        {
            (Tensor latent, Tensor divergence) = Code(turn, turn.Apply(encoder, turn.Data));
            Tensor rebuilt = turn.ApplyFrozen(features, Picture(turn.ApplyFrozen(decoder, latent)));
            Tensor real = turn.ApplyFrozen(features, turn.Data);
            Tensor drawn = turn.ApplyFrozen(features, Picture(turn.ApplyFrozen(decoder, setup.Prior.Draw(turn.Context, turn.Batch))));
            Equilibrium.Measure(turn, turn.ApplyFrozen(head, real), turn.ApplyFrozen(head, drawn));
            turn.Measure("divergence", divergence);
            return divergence + Distance(rebuilt, real);
        });
        Player decoding = setup.Player("decoder", Generator, [decoder], turn =>
        {
            Tensor rebuilt = turn.ApplyFrozen(features, Picture(turn.Apply(decoder, Code(turn, turn.ApplyFrozen(encoder, turn.Data)).Latent)));
            Tensor drawn = turn.ApplyFrozen(features, Picture(turn.Apply(decoder, setup.Prior.Draw(turn.Context, turn.Batch))));
            Tensor fooled = CrossEntropy.Binary(turn.ApplyFrozen(head, rebuilt), 1) + CrossEntropy.Binary(turn.ApplyFrozen(head, drawn), 1);
            return (FeatureWeight * Distance(rebuilt, turn.ApplyFrozen(features, turn.Data))) + (0.5 * fooled);
        });
        return new GameParts([.. discriminator, encoding, decoding], new Equilibrium { Order = Order }, (context, latent, _) => Picture(decoder.Forward(context, latent)))
        {
            Critic = (context, items) => head.Forward(context, features.Forward(context, items)),
            Features = ItemFeatures.Hidden(features, head) is { } hidden ? hidden with { Network = "discriminator" } : null,
        };
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.VaeGan"/>
    [Model("vae-gan", Card = "H4", Year = 2015, Arxiv = "1512.09300", Title = "Autoencoding beyond pixels using a learned similarity metric",
        Authors = "Larsen, Sønderby, Larochelle, Winther")]
    public static VaeGan VaeGan { get; } = new();
}
