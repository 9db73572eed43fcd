using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// BigGAN: a class embedding that all norms share, latent parts at every stage, orthogonal weights, and truncation of latents when
    /// sampling. Brock, Donahue and Simonyan 2018, "Large scale GAN training for high fidelity natural image synthesis", arXiv:1809.11096.
    /// </summary>
    /// <remarks>
    /// <para>The game of SA-GAN: hinge, spectral norm and self-attention on both sides, projection on the class. In G scale and shift of
    /// each batch norm are linear in one embedding of the class beside a part of z (section 3). G's loss has
    /// β Σ ‖W Wᵀ ⊙ (1 - I)‖² more, β = 10⁻⁴ (equation 3), so that it takes truncated z: <c>sample --truncation</c>, for which values
    /// beyond a bound are drawn anew in the paper; here they are mapped by quantiles to the same distribution.</para>
    /// <para>Weights start orthogonal. Two moves of D a step, Adam with rates 2·10⁻⁴ for D and 5·10⁻⁵ for G, β₁ = 0, β₂ = 0.999;
    /// samples by the moving average of G's weights.</para>
    /// <para>Ours: the chains of convolutions of <see cref="AttentivePair"/> in place of residual blocks, width 16 in place of 96, batches
    /// of 64 in place of 2,048, embeddings of 16 in place of 128 values, a decay of 0.999 in place of 0.9999.</para>
    /// </remarks>
    [Model("biggan", Card = "N6", Year = 2018, Arxiv = "1809.11096", Title = "Large scale GAN training for high fidelity natural image synthesis",
        Authors = "Brock, Donahue, Simonyan")]
    public static Adversarial Biggan { get; } = new()
    {
        Networks = new NetworkPair(
            "shared embedding", SharedEmbeddingGenerator,
            sizes => AttentivePair.Discriminator(sizes, () => new SelfAttention(new SpectralNorm(), new OrthogonalInitializer()), new OrthogonalInitializer()))
        {
            TakesClasses = true,
            Defaults = _ => new NetworkDefaults(Latent: 64, Width: 16),
        },
        Objective = new Hinge(),
        DiscriminatorMoves = 2,
        Averaging = 0.999,
        Steps = 10_000,
        Generator = new PlayerSettings { LearningRate = 5e-5, Optimizer = new Adam { Beta1 = 0, Beta2 = 0.999 }, OrthogonalRegularization = 1e-4 },
        Discriminator = new PlayerSettings { LearningRate = 2e-4, Optimizer = new Adam { Beta1 = 0, Beta2 = 0.999 } },
    };

    private static HierarchicalLatents SharedEmbeddingGenerator(NetworkSizes sizes)
    {
        const int Embedded = 16;
        (int height, int width, int doublings) = ConvolutionalPair.Plan(sizes.Item);
        var norm = new SpectralNorm();
        var orthogonal = new OrthogonalInitializer();
        int maps = AttentivePair.MapsOf(sizes, doublings);
        return new HierarchicalLatents(
            sizes.Classes, Embedded, sizes.Latent,
            new Sequential(new Dense(maps * height * width, bias: false, orthogonal, norm), new Reshape(maps, height, width)),
            [.. Enumerable.Range(0, doublings + 1).Select(stage => (Func<int, IEnumerable<Module>>)(styles => Stage(doublings - stage, styles)))],
            new Sequential(new Convolution(sizes.Item[0], kernel: 3, initializer: orthogonal, weight: norm), new Tanh()),
            orthogonal);

        IEnumerable<Module> Stage(int left, int styles) =>
        [
            .. left == doublings ? Array.Empty<Module>() : [new TransposedConvolution(AttentivePair.MapsOf(sizes, left), kernel: 4, stride: 2, bias: false, initializer: orthogonal, weight: norm)],
            new StyledBatchNorm(styles, orthogonal, norm), new ReLU(),
            .. left == AttentivePair.HalvingsToAttention(sizes.Item) ? [new SelfAttention(norm, orthogonal)] : Array.Empty<Module>(),
        ];
    }
}
