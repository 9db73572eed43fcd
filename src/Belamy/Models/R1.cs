using Belamy.Data;
using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Penalties;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// R1: a discriminator that is flat at real items lets the game settle. Mescheder, Geiger and Nowozin 2018, "Which training
    /// methods for GANs do actually converge?", arXiv:1801.04406.
    /// </summary>
    /// <remarks>
    /// <para>The discriminator pays γ/2 E[‖∇D(x)‖²] at real items (equation 9), γ = 10; <c>penalty=r2</c> has it pay at
    /// generated ones (equation 10). The non-saturating objective, RMSProp with rate 10⁻⁴ and a decay of 0.99, batches of 64
    /// (section 5 and appendix); samples are made by the moving average of the generator, as in the paper. The networks of the
    /// data, without batch norm in the discriminator, whose penalty is paid item by item.</para>
    /// <para>Dirac-GAN (section 2): the data are a single number 0, the generator is a number θ, D(x) = ψx. With
    /// f(t) = -ln(1 + e⁻ᵗ) the players follow ±f(ψθ); both stand at (0, 0), which only penalties reach.</para>
    /// </remarks>
    [Model("r1", Card = "A12", Year = 2018, Arxiv = "1801.04406",
        Title = "Which training methods for GANs do actually converge?", Authors = "Mescheder, Geiger, Nowozin")]
    public static Adversarial R1 { get; } = new()
    {
        Networks = NetworkPair.ItemByItem,
        Penalty = new R1(),
        Averaging = 0.999,
        Generator = new PlayerSettings { LearningRate = 1e-4, Optimizer = new RmsProp() },
        Discriminator = new PlayerSettings { LearningRate = 1e-4, Optimizer = new RmsProp() },
    };
}
