using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Penalties;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Conditional GAN: both networks are told the class of an item. Mirza and Osindero 2014, "Conditional generative
    /// adversarial nets", arXiv:1411.1784.
    /// </summary>
    /// <remarks>
    /// <para>min over G, max over D of E[ln D(x | y)] + E[ln(1 - D(G(z | y) | y))] (equation 2); the generator plays the
    /// non-saturating form.</para>
    /// <para>Section 4.1: G: z uniform, 100 → 200, ReLU, beside y → 1000, ReLU; together → 1200, ReLU → pixels, sigmoid. D: maxout
    /// of 240 units with 5 pieces for x beside 50 units with 5 pieces for y; together 240 units with 4 pieces → one logit; dropout ½.
    /// Width 50 gives these sizes.</para>
    /// <para>Ours: Adam with rate 10⁻³ and β₁ = ½ in place of momentum SGD; batch norm behind z's layer and the joint one; dropout 0.2, in D
    /// alone, and R1 (Mescheder et al. 2018) to keep it from winning before it has looked at the class. D takes pixels in
    /// [0, 1], as in the paper: in [-1, 1] the dark background drowns the class.</para>
    /// <para>Ours: samples are made by the moving average of the generator.</para>
    /// </remarks>
    [Model("cgan", Card = "B1", Year = 2014, Arxiv = "1411.1784", Title = "Conditional generative adversarial nets",
        Authors = "Mirza, Osindero")]
    public static Adversarial Cgan { get; } = new()
    {
        Networks = new NetworkPair(
            "maxout with classes",
            sizes => new Sequential(
            [
                new LabelBranch(
                    sizes.Classes,
                    new Sequential(new Dense(4 * sizes.Width, initializer: Initializers.HeUniform), new BatchNorm(), new ReLU()),
                    new Sequential(new Dense(20 * sizes.Width, initializer: Initializers.HeUniform), new ReLU())),
                new Dense(24 * sizes.Width, initializer: Initializers.HeUniform), new BatchNorm(), new ReLU(),
                new Dense((int)sizes.Item.Count), .. sizes.Bounded(new Sigmoid(), new Affine(2, -1)),
                new Reshape(sizes.Item.ToArray()),
            ]),
            sizes => new Sequential(
                new Affine(0.5, 0.5),
                new LabelBranch(
                    sizes.Classes,
                    new Sequential(new Flatten(), new Maxout(24 * sizes.Width / 5, pieces: 5, Initializers.HeUniform), new Dropout(0.2)),
                    new Sequential(new Maxout(sizes.Width, pieces: 5, Initializers.HeUniform), new Dropout(0.2))),
                new Maxout(24 * sizes.Width / 5, pieces: 4, Initializers.HeUniform), new Dropout(0.2),
                new Dense(1)))
        {
            TakesClasses = true,
        },
        LatentDistribution = LatentDistribution.Uniform,
        Penalty = new R1(),
        Generator = new PlayerSettings { LearningRate = 1e-3 },
        Discriminator = new PlayerSettings { LearningRate = 1e-3 },
        Averaging = 0.999,
        LearningRateDecay = 0.5,
        Width = 50,
        Batch = 100,
        Steps = 20000,
    };
}
