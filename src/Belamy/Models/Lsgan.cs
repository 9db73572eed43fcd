using Belamy.Data;
using Belamy.Objectives;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Least squares GAN. Mao, Li, Xie, Lau, Wang and Smolley 2016, "Least squares generative adversarial networks",
    /// arXiv:1611.04076.
    /// </summary>
    /// <remarks>
    /// <para>min over D ½E[(D(x) - b)²] + ½E[(D(G(z)) - a)²];  min over G ½E[(D(G(z)) - c)²] (equation 9), with a = 0,
    /// b = c = 1. <c>objective.fake=-1</c> with <c>objective.target=0</c> minimizes Pearson's χ² (equation 8).</para>
    /// <para>The logit is taken as it is, without a sigmoid: an item far from the boundary is pulled back to it, even on
    /// the right side, where cross-entropy is content and its gradient vanishes (section 3.2). Networks as for DCGAN, Adam
    /// with β₁ = ½, batches of 64 (section 4).</para>
    /// <para>Ours: samples are made by the moving average of the generator.</para>
    /// </remarks>
    [Model("lsgan", Card = "A4", Year = 2016, Arxiv = "1611.04076",
        Title = "Least squares generative adversarial networks", Authors = "Mao, Li, Xie, Lau, Wang, Smolley")]
    public static Adversarial Lsgan { get; } = new() { Objective = new LeastSquares() };
}
