using Belamy.Data;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// SNGAN: every weight of the discriminator is divided by its greatest singular value. Miyato, Kataoka, Koyama and Yoshida
    /// 2018, "Spectral normalization for generative adversarial networks", arXiv:1802.05957.
    /// </summary>
    /// <remarks>
    /// <para>W̄ = W / σ(W), σ by one power iteration (algorithm 1) for each batch that D sees: two a move, one of real and one
    /// of generated items, where the paper has one. Hinge: L_D = E[max(0, 1 - D(x))] +
    /// E[max(0, 1 + D(G(z)))], L_G = -E[D(G(z))] (equations 16 and 17). Adam with rate 2·10⁻⁴, β₁ = 0, β₂ = 0.9, five moves of
    /// the discriminator a step, batches of 64.</para>
    /// <para>Pictures: D convolves 3×3 and 4×4 with stride 2 in turn to width, twice and four times it, then 3×3 to eight times
    /// it, leaky ReLU 0.1 (table 3); the generator of the data. Points: four dense layers of twice the width with batch norm;
    /// three with leaky ReLU 0.1 over the points times 4, so that D may rise by 4 for each unit.</para>
    /// <para>Ours: samples are made by the moving average of the generator.</para>
    /// </remarks>
    [Model("sngan", Card = "A11", Year = 2018, Arxiv = "1802.05957",
        Title = "Spectral normalization for generative adversarial networks", Authors = "Miyato, Kataoka, Koyama, Yoshida")]
    public static Adversarial Sngan { get; } = new()
    {
        Networks = new NetworkPair(
            "spectrally normalized",
            sizes => sizes.Item.Rank == 3 ? ConvolutionalPair.Create().Generator(sizes) : new Sequential(
            [
                .. Enumerable.Range(0, 4).SelectMany(_ => new Module[] { new Dense(2 * sizes.Width, initializer: Initializers.HeNormal), new BatchNorm(), new ReLU() }),
                new Dense((int)sizes.Item.Count), new Reshape(sizes.Item.ToArray()),
            ]),
            sizes => SpectralDiscriminator(sizes, new SpectralNorm()))
        {
            Defaults = item => NetworkPair.ByData.Defaults(item) with { LearningRate = 2e-4 },
        },
        Objective = new Hinge(),
        DiscriminatorMoves = 5,
        Steps = 100_000,
        Generator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0, Beta2 = 0.9 } },
        Discriminator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0, Beta2 = 0.9 } },
    };

    /// <summary>The discriminator for pictures or points.</summary>
    /// <param name="sizes">What it is made to measure for.</param>
    /// <param name="norm">What every weight passes; null leaves them as they are.</param>
    private static Sequential SpectralDiscriminator(NetworkSizes sizes, WeightTransform? norm)
    {
        var modules = new List<Module>();
        if (sizes.Item.Rank == 3)
        {
            foreach ((int widths, int kernel, int stride) in new[] { (1, 3, 1), (1, 4, 2), (2, 3, 1), (2, 4, 2), (4, 3, 1), (4, 4, 2), (8, 3, 1) })
                modules.AddRange([new Convolution(widths * sizes.Width, kernel, stride, weight: norm), new LeakyReLU(0.1)]);
            modules.Add(new Flatten());
        }
        else
        {
            modules.AddRange([new Flatten(), new Affine(4, 0)]);
            for (int layer = 0; layer < 3; layer++)
                modules.AddRange([new Dense(2 * sizes.Width, weight: norm), new LeakyReLU(0.1)]);
        }

        return new Sequential([.. modules, new Dense(1, weight: norm)]);
    }
}
