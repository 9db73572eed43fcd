using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Penalties;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// DRAGAN: the discriminator's slope is held at 1 around real items, against sharp cliffs that collapse follows. Kodali,
    /// Abernethy, Hays and Kira 2017, "On convergence and stability of GANs", arXiv:1705.07215.
    /// </summary>
    /// <remarks>
    /// The discriminator pays λ E[(‖∇D(x + δ)‖ - 1)²], λ = 10, beside the non-saturating objective; δ is a one-sided uniform
    /// offset of up to half the deviation of the batch, as the authors' code draws it. Adam with β₁ = ½, one move of each
    /// player a step. The networks of the data, without batch norm in the discriminator, whose penalty is paid item by item.
    /// Ours: samples are made by the moving average of the generator.
    /// </remarks>
    [Model("dragan", Card = "A13", Year = 2017, Arxiv = "1705.07215", Title = "On convergence and stability of GANs",
        Authors = "Kodali, Abernethy, Hays, Kira")]
    public static Adversarial Dragan { get; } = new()
    {
        Networks = NetworkPair.ItemByItem,
        Penalty = new Dragan(),
    };
}
