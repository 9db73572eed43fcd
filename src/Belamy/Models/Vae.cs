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

/// <summary>Variational autoencoder. Kingma and Welling 2013, "Auto-encoding variational Bayes", arXiv:1312.6114.</summary>
/// <remarks>
/// <para>max E_q[ln p(x | z)] - KL(q(z | x) ‖ p(z)) (eq. 10), q = N(m(x), σ²(x)), p(z) = N(0, 1), z = m + σ ε. A pixel is a
/// bit with probability σ(l(z)); the digits' greys are the probabilities by which their bits are drawn anew every time.</para>
/// <para>784 → 500 → (m, ln σ²), 20 values each; 20 → 500 → 784 logits; ReLU. Adam with rate 10⁻³, batches of 100. The
/// encoder takes the discriminator's place. Width is the number of hidden units. Ours: ReLU and Adam, where the paper has tanh
/// and Adagrad.</para>
/// </remarks>
public sealed record Vae : OnePlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Vae()
    {
        Networks = new NetworkPair(
            "variational",
            sizes => new Sequential(
                new Dense(sizes.Width, initializer: Initializers.HeUniform), new ReLU(),
                new Dense((int)sizes.Item.Count), new Reshape(sizes.Item.ToArray())),
            sizes => new Sequential(
                new Flatten(),
                new Dense(sizes.Width, initializer: Initializers.HeUniform), new ReLU(),
                new Dense(2 * sizes.Latent)));
        Latent = 20;
        Width = 500;
        Generator = new() { LearningRate = 1e-3, Optimizer = new Adam() };
        Batch = 100;
        Steps = 12_000;
    }

    /// <summary>What KL(q ‖ p) counts: 1, for the bound of the paper.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double DivergenceWeight { get; init; } = 1;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        setup.RequireChances();
        Module encoder = setup.Build("encoder", Networks.Discriminator(setup.Sizes), setup.Item, [2 * setup.Sizes.Latent]);
        Module decoder = setup.Build("decoder", Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item);
        Player player = setup.Player("autoencoder", Generator, [encoder, decoder], turn =>
        {
            Tensor bits = BitPixels.Draw(turn.Context, turn.Data);
            (Tensor mean, Tensor logVariance) = VariationalBound.Halves(turn.Apply(encoder, bits));
            Tensor latent = mean + ((0.5 * logVariance).Exp() * turn.Context.RandomNormal("latent", mean.Shape));
            Tensor divergence = VariationalBound.Divergence(mean, logVariance).Mean();
            turn.Measure("divergence", divergence);
            return (divergence * DivergenceWeight) - VariationalBound.BernoulliLogLikelihood(turn.Apply(decoder, latent), bits).Mean();
        });
        return new GameParts([player], new Alternating(), (context, latent, _) => (decoder.Forward(context, latent).Sigmoid() * 2) - 1)
        {
            // The bits that a value stands for, on average.
            Features = new ItemFeatures(encoder.Path, (context, items) => VariationalBound.Halves(encoder.Forward(context, (items + 1) * 0.5)).Mean),
        };
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Vae"/>
    [Model("vae", Card = "H2", Year = 2013, Arxiv = "1312.6114", Title = "Auto-encoding variational Bayes", Authors = "Kingma, Welling")]
    public static Vae Vae { get; } = new();
}
