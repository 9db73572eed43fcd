using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Optimization;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Denoising autoencoder. Vincent, Larochelle, Bengio and Manzagol 2008, "Extracting and composing robust features with
    /// denoising autoencoders", ICML.
    /// </summary>
    /// <remarks>
    /// <para>min E ‖r(x + σ ε) - x‖², ε ~ N(0, 1). With σ = ½ of pixels in [0, 1], which is 1 of values in [-1, 1].</para>
    /// <para>The best r says where the data are denser: r(x) - x ≈ σ² ∇ ln p(x) for p the density of the noisy items. Alain
    /// and Bengio 2014, arXiv:1211.4246.</para>
    /// <para>The networks are the autoencoder's: 784 → 256 → 64 → 32 → 64 → 256 → 784 at width 64. Gaussian noise in place of
    /// the paper's zeroed pixels, Adam in place of plain gradient descent.</para>
    /// </remarks>
    [Model("denoising-autoencoder", Card = "H1", Year = 2008, Title = "Extracting and composing robust features with denoising autoencoders",
        Authors = "Vincent, Larochelle, Bengio, Manzagol")]
    public static Autoencoder DenoisingAutoencoder { get; } = new() { Noise = 1, Steps = 6_000 };
}
