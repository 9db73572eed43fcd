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
    /// <para>Both play for f = E[ln D(x)] + E[ln(1 - D(G(z)))], the minimax objective. The generator descends f(θ_G, θ_D^K) with
    /// θ_D^0 = θ_D, θ_D^(k+1) = θ_D^k + η ∇f(θ_G, θ_D^k) (equations 7 to 9), gradients through the K moves included; the
    /// discriminator moves once. K is <c>unrolling</c>; 0 is the plain game.</para>
    /// <para>Mixtures of Gaussians (appendix A): G: z → 128, ReLU → 128, ReLU → point. D: the point over 4 → 128, ReLU → logit;
    /// one layer is what keeps it too weak to hold a plain generator that has left a mode. z has 256 values, batches 512, Adam
    /// with β₁ = ½. Pictures pass the same layers, with a tanh behind G.</para>
    /// <para>Ours: rates of 10⁻³ (generator) and 10⁻⁴ (discriminator), those of the authors' program, where the appendix has 10⁻⁴ for both;
    /// normal weights in place of orthogonal ones, of the same gain 0.8; data of deviation 1, so that 4 is 2.83.</para>
    /// </remarks>
    [Model("unrolled", Card = "A10", Year = 2016, Arxiv = "1611.02163", Title = "Unrolled generative adversarial networks",
        Authors = "Metz, Poole, Pfau, Sohl-Dickstein")]
    public static Adversarial Unrolled { get; } = new()
    {
        Networks = new NetworkPair("one layer against two", UnrolledGenerator, UnrolledDiscriminator),
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

    private static Sequential UnrolledGenerator(NetworkSizes sizes) => new(
    [
        UnrolledLayer(sizes.Width, inputs: sizes.Latent), new ReLU(),
        UnrolledLayer(sizes.Width, inputs: sizes.Width), new ReLU(),
        UnrolledLayer((int)sizes.Item.Count, inputs: sizes.Width), .. sizes.Bounded(new Tanh()), new Reshape(sizes.Item.ToArray()),
    ]);

    private static Sequential UnrolledDiscriminator(NetworkSizes sizes) => new(
        new Flatten(), new Affine(1 / 2.83, 0),
        // A wide matrix of orthogonal rows has its weights spread over the outputs.
        UnrolledLayer(sizes.Width, inputs: Math.Max((int)sizes.Item.Count, sizes.Width)), new ReLU(),
        UnrolledLayer(1, inputs: sizes.Width));

    /// <summary>Normal weights as large as those of an orthogonal matrix times 0.8.</summary>
    private static Dense UnrolledLayer(int units, int inputs) => new(units, initializer: Initializers.Normal(0, 0.8 / Math.Sqrt(inputs)));
}
