using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Deep convolutional GAN. Radford, Metz and Chintala 2015, "Unsupervised representation learning with deep
    /// convolutional generative adversarial networks", arXiv:1511.06434.
    /// </summary>
    /// <remarks>
    /// <para>64×64: G: z → 512×4×4 → 256 → 128 → 64 → picture, transposed convolutions 4×4 with stride 2, batch norm and
    /// ReLU on all but the output, tanh. D: convolutions 4×4 with stride 2 to 64 → 128 → 256 → 512 maps, batch norm on all
    /// but the first, leaky ReLU 0.2, one logit.</para>
    /// <para>28×28: G: z → 6272 = 128×7×7 → 128 → 64 as above, a 7×7 convolution to the picture, tanh. D: 64 → 128 → 256
    /// maps, dense 1024 twice with dropout 0.2, no batch norm.</para>
    /// <para>Width is the number of maps next to the picture: 64 as written here. Adam with rate 2·10⁻⁴ and β₁ = ½ (section 4).</para>
    /// <para>Ours: at 28×28 width 16, 16 latent values and a rate of 10⁻³ by default, so that a minute is enough; z normal, where the
    /// paper's 100 values are uniform; batches of 64, where the paper has 128; samples are made by the moving average of the
    /// generator.</para>
    /// </remarks>
    [Model("dcgan", Card = "A3", Year = 2015, Arxiv = "1511.06434",
        Title = "Unsupervised representation learning with deep convolutional generative adversarial networks",
        Authors = "Radford, Metz, Chintala")]
    public static Adversarial Dcgan { get; } = new()
    {
        // Transposed convolutions of stride 2 against convolutions of stride 2: ConvolutionalPair has them layer by layer.
        Networks = ConvolutionalPair.Create(),
        // D: -E[ln D(x)] - E[ln(1 - D(G(z)))]; G: -E[ln D(G(z))].
        Objective = new NonSaturating(),
        LatentDistribution = LatentDistribution.Normal,
        Averaging = 0.998,
        Batch = 64,
        Steps = 5000,
    };
}
