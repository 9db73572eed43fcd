using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Unrolled GAN: the generator plays against the discriminator as it will be after its next K moves. Metz, Poole, Pfau and
    /// Sohl-Dickstein 2016, "Unrolled generative adversarial networks", arXiv:1611.02163.
    /// </summary>
    /// <remarks>
    /// <para>The generator minimizes f(θ_G, θ_D^K), θ_D^(k+1) = θ_D^k + η ∇f(θ_G, θ_D^k) (equations 7 to 9), gradients through
    /// the K moves included; the discriminator moves once. K is <c>unrolling</c>.</para>
    /// <para>Mixtures of Gaussians (appendix A): two layers of 128 with tanh on both sides, z of 256 values, Adam with
    /// β₁ = ½, rate 10⁻³ for the generator and 10⁻⁴ for the discriminator, batches of 512, the saddle objective. Weights begin
    /// as He et al. draw them, in place of orthogonal ones of gain 1.4. Pictures have a tanh behind G.</para>
    /// </remarks>
    [Model("unrolled", Card = "A10", Year = 2016, Arxiv = "1611.02163", Title = "Unrolled generative adversarial networks",
        Authors = "Metz, Poole, Pfau, Sohl-Dickstein")]
    public static Recipe Unrolled { get; } = Recipe.Default with
    {
        Networks = new NetworkPair(
            "tanh",
            sizes => new Sequential(
            [
                new Dense(sizes.Width, initializer: Initializers.HeNormal), new Tanh(), new Dense(sizes.Width, initializer: Initializers.HeNormal), new Tanh(),
                new Dense((int)sizes.Item.Count), .. sizes.Bounded(new Tanh()), new Reshape(sizes.Item.ToArray()),
            ]),
            sizes => new Sequential(
                new Flatten(), new Dense(sizes.Width, initializer: Initializers.HeNormal), new Tanh(), new Dense(sizes.Width, initializer: Initializers.HeNormal), new Tanh(), new Dense(1))),
        Objective = new Minimax(),
        Unrolling = 5,
        Latent = 256,
        Width = 128,
        Batch = 512,
        Averaging = 0,
        Steps = 25_000,
        Generator = new PlayerSettings { LearningRate = 1e-3, Optimizer = new Adam { Beta1 = 0.5 } },
        Discriminator = new PlayerSettings { LearningRate = 1e-4, Optimizer = new Adam { Beta1 = 0.5 } },
    };
}
