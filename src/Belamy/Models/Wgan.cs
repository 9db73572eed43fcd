using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;

namespace Belamy;

public static partial class Models
{
    /// <summary>Wasserstein GAN. Arjovsky, Chintala and Bottou 2017, arXiv:1701.07875.</summary>
    /// <remarks>
    /// <para>min over D E[D(G(z))] - E[D(x)];  min over G -E[D(G(z))]. After each of its moves the critic's weights are
    /// clipped to [-c, c], c = 0.01, which bounds its slope; up to that slope the negative of its loss estimates the
    /// Wasserstein distance (algorithm 1).</para>
    /// <para>RMSProp with rate 5·10⁻⁵, batches of 64, five moves of the critic for each of the generator. The authors' code
    /// gives the critic 100 moves in each of the first 25 steps and every 500th; here it gets 100 before the first.</para>
    /// <para>Ours: samples are made by the moving average of the generator.</para>
    /// </remarks>
    [Model("wgan", Card = "A5", Year = 2017, Arxiv = "1701.07875", Title = "Wasserstein GAN", Authors = "Arjovsky, Chintala, Bottou")]
    public static Adversarial Wgan { get; } = new()
    {
        Objective = new Wasserstein(),
        Penalty = new WeightClipping(),
        DiscriminatorMoves = 5,
        Pretraining = 100,
        Steps = 20_000,
        Generator = new PlayerSettings { LearningRate = 5e-5, Optimizer = new RmsProp() },
        Discriminator = new PlayerSettings { LearningRate = 5e-5, Optimizer = new RmsProp() },
    };
}
