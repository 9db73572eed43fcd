using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Wasserstein GAN with gradient penalty. Gulrajani, Ahmed, Arjovsky, Dumoulin and Courville 2017, "Improved training of
    /// Wasserstein GANs", arXiv:1704.00028.
    /// </summary>
    /// <remarks>
    /// <para>L = E[D(G(z))] - E[D(x)] + λ E[(‖∇D(x̂)‖ - 1)²], x̂ = u x + (1 - u) G(z) (equation 3); five moves of the critic per
    /// move of the generator (algorithm 1), no batch norm in the critic.</para>
    /// <para>Points: three layers of 512 with ReLU on both sides, λ = 0.1, Adam with rate 10⁻⁴, β₁ = ½, β₂ = 0.9, batches of
    /// 256, as the authors' code for toy data has it (width 512). Pictures: the networks of the data without batch norm in the
    /// critic, whose penalty is paid item by item, and λ = 10.</para>
    /// </remarks>
    [Model("wgan-gp", Card = "A6", Year = 2017, Arxiv = "1704.00028", Title = "Improved training of Wasserstein GANs",
        Authors = "Gulrajani, Ahmed, Arjovsky, Dumoulin, Courville")]
    public static Adversarial WganGp { get; } = new()
    {
        Networks = new NetworkPair("dense for points, convolutional for pictures", WganGpGenerator, WganGpCritic)
        {
            Defaults = item => item.Rank == 3 ? NetworkPair.ItemByItem.Defaults(item) : new NetworkDefaults(Latent: 2, Width: 512, LearningRate: 1e-4),
        },
        // E[D(G(z))] - E[D(x)]
        Objective = new Wasserstein(),
        // λ E[(‖∇D(x̂)‖ - 1)²]
        Penalty = new GradientPenalty { Weight = null },
        DiscriminatorMoves = 5,
        Batch = 256,
        Averaging = 0,
        Steps = 100_000,
        Generator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0.5, Beta2 = 0.9 } },
        Discriminator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0.5, Beta2 = 0.9 } },
    };

    private static Module WganGpGenerator(NetworkSizes sizes) => sizes.Item.Rank == 3
        ? NetworkPair.ItemByItem.Generator(sizes)
        : new Sequential([.. WganGpLayers(sizes), new Dense((int)sizes.Item.Count), new Reshape(sizes.Item.ToArray())]);

    private static Module WganGpCritic(NetworkSizes sizes) => sizes.Item.Rank == 3
        ? NetworkPair.ItemByItem.Discriminator(sizes)
        : new Sequential([new Flatten(), .. WganGpLayers(sizes), new Dense(1)]);

    /// <summary>Three hidden layers.</summary>
    private static IEnumerable<Module> WganGpLayers(NetworkSizes sizes)
    {
        for (int layer = 0; layer < 3; layer++)
        {
            yield return new Dense(sizes.Width, initializer: Initializers.HeUniform);
            yield return new ReLU();
        }
    }
}
