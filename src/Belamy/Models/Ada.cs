using Belamy.Augmentation;
using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Adaptive discriminator augmentation: few pictures are changed before the discriminator sees them, as often as it
    /// overfits. Karras et al. 2020, "Training generative adversarial networks with limited data", arXiv:2006.06676.
    /// </summary>
    /// <remarks>
    /// <para>Real and generated pictures are changed with probability p, in the moves of both players; r_t = E[sign D(x)];
    /// p ← p + sign(r_t - 0.6) · batch / 500,000 (section 3.1). The changes are colour, translation and cutout of DiffAugment
    /// (Zhao et al. 2020, arXiv:2006.10738), which <c>augmentation=diff-augment</c> makes always. Ours: p moves with every
    /// move, not with every fourth.</para>
    /// <para>Networks of the data, the non-saturating objective; samples are made by the moving average of the generator, as in the
    /// paper.</para>
    /// </remarks>
    [Model("ada", Card = "A23", Year = 2020, Arxiv = "2006.06676", Title = "Training generative adversarial networks with limited data",
        Authors = "Karras, Aittala, Hellsten, Laine, Lehtinen, Aila")]
    public static Adversarial Ada { get; } = new()
    {
        Augmentation = new AdaptiveAugmentation(),
        Averaging = 0.999,
        Steps = 20_000,
    };
}
