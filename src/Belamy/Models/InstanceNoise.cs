using Belamy.Data;
using Belamy.Networks;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Instance noise: real and generated items are blurred before they are judged, so that they overlap. Arjovsky and Bottou
    /// 2017, "Towards principled methods for training generative adversarial networks", arXiv:1701.04862; Sønderby et al.
    /// 2016, arXiv:1610.04490.
    /// </summary>
    /// <remarks>
    /// The discriminator sees x + ε and G(z) + ε, ε from N(0, σ² I). Where the two distributions lie apart, the best
    /// discriminator is sure of everything and gives the generator no gradient (theorem 2.4); with noise there is one
    /// (theorem 3.2). σ falls linearly from 0.5 to 0 over the run; <c>instance-noise</c> and <c>instance-noise-steps</c> change
    /// it.
    /// <para>Ours: samples are made by the moving average of the generator.</para>
    /// </remarks>
    [Model("instance-noise", Card = "A9", Year = 2017, Arxiv = "1701.04862",
        Title = "Towards principled methods for training generative adversarial networks", Authors = "Arjovsky, Bottou")]
    public static Adversarial InstanceNoise { get; } = new() { InstanceNoise = 0.5 };
}
