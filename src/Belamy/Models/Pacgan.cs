using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Optimization;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// PacGAN: the discriminator judges m items of one origin at once, so that a lack of variety shows. Lin, Khetan, Fanti and
    /// Oh 2017, "PacGAN: the power of two samples in generative adversarial networks", arXiv:1712.04086.
    /// </summary>
    /// <remarks>
    /// <para>min over G, max over D of E[ln D(x₁, …, x_m)] + E[ln(1 - D(G(z₁), …, G(z_m)))] (equation 1). Only the
    /// discriminator's first layer grows; m is <c>packing</c>.</para>
    /// <para>Points: G: 2 → four layers of 400, ReLU, batch norm → 2. D: three maxout layers of 200 units with 5 pieces → 1;
    /// weights N(0, 0.02²), z normal, Adam with rate 10⁻⁴ and β₁ = 0.8, batches of 100 packs (section 4.1). Width 200 gives
    /// these sizes. Pictures pass the same layers, with a tanh behind G's; <c>packing=2</c> packs those of any
    /// model of a discriminator and a generator alone.</para>
    /// </remarks>
    [Model("pacgan", Card = "A15", Year = 2017, Arxiv = "1712.04086",
        Title = "PacGAN: the power of two samples in generative adversarial networks", Authors = "Lin, Khetan, Fanti, Oh")]
    public static Adversarial Pacgan { get; } = new()
    {
        Networks = new NetworkPair(
            "maxout for points",
            sizes => new Sequential(
            [
                new Dense(2 * sizes.Width), new BatchNorm(), new ReLU(),
                new Dense(2 * sizes.Width), new BatchNorm(), new ReLU(),
                new Dense(2 * sizes.Width), new BatchNorm(), new ReLU(),
                new Dense(2 * sizes.Width), new BatchNorm(), new ReLU(),
                new Dense((int)sizes.Item.Count), .. sizes.Bounded(new Tanh()), new Reshape(sizes.Item.ToArray()),
            ]),
            sizes => new Sequential(
                new Flatten(),
                new Maxout(sizes.Width, pieces: 5), new Maxout(sizes.Width, pieces: 5), new Maxout(sizes.Width, pieces: 5),
                new Dense(1))),
        Packing = 2,
        Latent = 2,
        Width = 200,
        Batch = 200,
        Averaging = 0,
        Steps = 400_000,
        Generator = new PlayerSettings { LearningRate = 1e-4, Optimizer = new Adam { Beta1 = 0.8 } },
        Discriminator = new PlayerSettings { LearningRate = 1e-4, Optimizer = new Adam { Beta1 = 0.8 } },
    };
}
