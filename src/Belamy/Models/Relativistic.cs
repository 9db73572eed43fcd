using Belamy.Data;
using Belamy.Metrics;
using Belamy.Objectives;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Relativistic average GAN: an item is judged by how much more real it is than items of the other kind. Jolicoeur-Martineau
    /// 2018, "The relativistic discriminator: a key element missing from standard GAN", arXiv:1807.00734.
    /// </summary>
    /// <remarks>
    /// <para>With d_r = D(x) - E[D(G(z))], d_f = D(G(z)) - E[D(x)] and f(d) = softplus(-d): min over D E[f(d_r)] + E[f(-d_f)];
    /// min over G E[f(-d_r)] + E[f(d_f)]. <c>objective.base</c> takes least-squares, f(d) = (d - 1)², and hinge,
    /// f(d) = max(0, 1 - d) (section 4.1); <c>objective=relativistic</c> compares items in pairs (section 3).</para>
    /// <para>Networks as for DCGAN, Adam with β₁ = ½, batches of 64.</para>
    /// <para>Ours: samples are made by the moving average of the generator.</para>
    /// </remarks>
    [Model("relativistic", Card = "A14", Year = 2018, Arxiv = "1807.00734",
        Title = "The relativistic discriminator: a key element missing from standard GAN", Authors = "Jolicoeur-Martineau")]
    public static Adversarial Relativistic { get; } = new() { Objective = new RelativisticAverage() };
}
