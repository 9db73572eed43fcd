using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;

namespace Belamy;

public static partial class Models
{
    /// <summary>Generative adversarial networks. Goodfellow et al. 2014, arXiv:1406.2661.</summary>
    /// <remarks>
    /// <para>G: z → dense 1200, ReLU → 1200, ReLU → dense, sigmoid, stretched from [0, 1] to
    /// the pictures' [-1, 1]; points have no sigmoid.
    /// D: pixels in [0, 1], dropout 0.2 → maxout with 240 units of 5 pieces, dropout ½ → again → one logit; weights U(-0.005, 0.005).</para>
    /// <para>z uniform. The non-saturating objective of section 3; <c>objective=minimax</c> plays equation 1. Ours: Adam stands in
    /// for SGD with momentum (<c>optimizer=sgd</c> with <c>optimizer.momentum=0.5</c> is the paper's), and G has batch norm,
    /// without which D wins on digits within 2,000 steps of Adam.</para>
    /// <para>Width 60 gives the sizes above: 20 × width hidden units, 4 × width maxout units.</para>
    /// <para>Ours: samples are made by the moving average of the generator.</para>
    /// </remarks>
    [Model("gan", Card = "A1", Year = 2014, Arxiv = "1406.2661", Title = "Generative adversarial networks",
        Authors = "Goodfellow, Pouget-Abadie, Mirza, Xu, Warde-Farley, Ozair, Courville, Bengio")]
    public static Adversarial Gan { get; } = new()
    {
        Networks = new NetworkPair(
            "maxout",
            sizes => new Sequential(
            [
                new Dense(20 * sizes.Width, initializer: Initializers.HeUniform), new BatchNorm(), new ReLU(),
                new Dense(20 * sizes.Width, initializer: Initializers.HeUniform), new BatchNorm(), new ReLU(),
                new Dense((int)sizes.Item.Count), .. sizes.Bounded(new Sigmoid(), new Affine(2, -1)),
                new Reshape(sizes.Item.ToArray()),
            ]),
            sizes => new Sequential(
                new Flatten(), new Affine(0.5, 0.5), new Dropout(0.2),
                new Maxout(4 * sizes.Width, pieces: 5, SmallUniform), new Dropout(0.5),
                new Maxout(4 * sizes.Width, pieces: 5, SmallUniform), new Dropout(0.5),
                new Dense(1, initializer: SmallUniform))),
        LatentDistribution = LatentDistribution.Uniform,
        Width = 60,
        Batch = 100,
        Steps = 20000,
        Averaging = 0.999,
        LearningRateDecay = 0.5,
        Generator = new PlayerSettings { LearningRate = 1e-3 },
        Discriminator = new PlayerSettings { LearningRate = 1e-3 },
    };

    private static Initializer SmallUniform { get; } = Initializers.Uniform(-0.005, 0.005);
}
