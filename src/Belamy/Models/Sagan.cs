using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Self-attention GAN: each place of a map sees all others, in both networks. Zhang, Goodfellow, Metaxas and Odena 2018,
    /// "Self-attention generative adversarial networks", arXiv:1805.08318.
    /// </summary>
    /// <remarks>
    /// <para>y = γ o + x with o_j = Σ_i β_ji h(x_i), β = softmax over i of f(x_i)ᵀ g(x_j), γ from 0 on (equations 1 to 3). Hinge
    /// (equation 4): L_D = E[max(0, 1 - D(x, y))] + E[max(0, 1 + D(G(z), y))], L_G = -E[D(G(z), y)]. All weights of both networks are
    /// spectrally normalized. Rates 4·10⁻⁴ for D and 10⁻⁴ for G, one move each, Adam with β₁ = 0, β₂ = 0.9 (section 4).</para>
    /// <para>The networks are <see cref="AttentivePair"/>: batch norm of the class in G, projection on the class in D. Attention where maps
    /// have a quarter of the picture's sides, at most 32 places (32×32 of 128×128 is the best of table 1): 7×7 of 28×28. Data without
    /// classes are played for without them.</para>
    /// <para>Ours: chains of convolutions in place of residual blocks, width 16, batches of 64 in place of 256, a value of as many maps
    /// as x in the attention (the paper's first version), samples by the moving average of the generator.</para>
    /// </remarks>
    [Model("sagan", Card = "N6", Year = 2018, Arxiv = "1805.08318", Title = "Self-attention generative adversarial networks",
        Authors = "Zhang, Goodfellow, Metaxas, Odena")]
    public static Adversarial Sagan { get; } = new()
    {
        Networks = AttentivePair.Create("self-attention", () => new SelfAttention(new SpectralNorm())),
        Objective = new Hinge(),
        Averaging = 0.998,
        Steps = 10_000,
        Generator = new PlayerSettings { LearningRate = 1e-4, Optimizer = new Adam { Beta1 = 0, Beta2 = 0.9 } },
        Discriminator = new PlayerSettings { LearningRate = 4e-4, Optimizer = new Adam { Beta1 = 0, Beta2 = 0.9 } },
    };
}
