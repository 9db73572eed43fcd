using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Dense networks with batch norm: the classic example of the Keras community (Linder-Norén 2017, "Keras-GAN").
    /// </summary>
    /// <remarks>
    /// <para>G: z → dense 256, leaky ReLU, batch norm → 512 → 1024 likewise → dense, tanh (not for points), reshape. D: flatten → dense 512,
    /// leaky ReLU → dense 256, leaky ReLU → one logit. Leaky ReLU 0.2, batch norm with momentum 0.8.</para>
    /// <para>The discriminator's loss is the mean over real and generated images. Width 64 gives the sizes above.</para>
    /// <para>Ours: samples are made by the moving average of the generator.</para>
    /// </remarks>
    [Model("mlp", Card = "A2", Year = 2017, Title = "Keras-GAN", Authors = "Linder-Norén")]
    public static Adversarial Mlp { get; } = new()
    {
        Networks = new NetworkPair(
            "dense with batch norm",
            sizes => new Sequential(
            [
                new Dense(4 * sizes.Width), new LeakyReLU(0.2), new BatchNorm(momentum: 0.8),
                new Dense(8 * sizes.Width), new LeakyReLU(0.2), new BatchNorm(momentum: 0.8),
                new Dense(16 * sizes.Width), new LeakyReLU(0.2), new BatchNorm(momentum: 0.8),
                new Dense((int)sizes.Item.Count), .. sizes.Bounded(new Tanh()),
                new Reshape(sizes.Item.ToArray()),
            ]),
            sizes => new Sequential(
                new Flatten(),
                new Dense(8 * sizes.Width), new LeakyReLU(0.2),
                new Dense(4 * sizes.Width), new LeakyReLU(0.2),
                new Dense(1))),
        Objective = new NonSaturating { DiscriminatorWeight = 0.5 },
        Batch = 32,
        Steps = 30000,
    };
}
