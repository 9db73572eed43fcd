using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// The tips of "How to train a GAN?" at once. Chintala, Denton, Arjovsky and Mathieu 2016, github.com/soumith/ganhacks.
    /// </summary>
    /// <remarks>
    /// <para>Pictures in [-1, 1] and tanh (1); the generator's labels flipped, which is the non-saturating objective (2); z normal
    /// (3); real and generated batches apart, batch norm (4); leaky ReLU (5); targets of real items from U(0.7, 1.2), of
    /// generated ones from U(0, 0.3), 5 % of them flipped (6), which is <see cref="NoisyLabels"/>; half of the generated items
    /// from a buffer of past ones (8); Adam for the generator, SGD for the discriminator (9); noise on what the discriminator
    /// sees that falls to 0 (13); dropout ½ in the generator, in use too (17). Not here: DCGAN (7), which is a matter of
    /// networks; labels (12), which are the models that take classes; minibatch discrimination (15), which is the model
    /// <c>improved-gan</c>.</para>
    /// <para>The networks of the model <c>mlp</c>, dropout after the generator's first two layers.</para>
    /// <para>Ours: samples are made by the moving average of the generator.</para>
    /// </remarks>
    [Model("ganhacks", Card = "A24", Year = 2016, Title = "How to train a GAN? Tips and tricks to make GANs work",
        Authors = "Chintala, Denton, Arjovsky, Mathieu")]
    public static Adversarial GanHacks { get; } = new()
    {
        Networks = new NetworkPair(
            "dense with dropout",
            sizes => new Sequential(
            [
                new Dense(4 * sizes.Width), new BatchNorm(momentum: 0.8), new LeakyReLU(0.2), new Dropout(0.5, always: true),
                new Dense(8 * sizes.Width), new BatchNorm(momentum: 0.8), new LeakyReLU(0.2), new Dropout(0.5, always: true),
                new Dense(16 * sizes.Width), new BatchNorm(momentum: 0.8), new LeakyReLU(0.2),
                new Dense((int)sizes.Item.Count), .. sizes.Bounded(new Tanh()), new Reshape(sizes.Item.ToArray()),
            ]),
            sizes => new Sequential(
                new Flatten(), new Dense(8 * sizes.Width), new LeakyReLU(0.2), new Dense(4 * sizes.Width), new LeakyReLU(0.2), new Dense(1))),
        Objective = new NoisyLabels(),
        InstanceNoise = 0.1,
        Replay = 1_600,
        Batch = 32,
        Steps = 30_000,
        Generator = new PlayerSettings { LearningRate = 2e-4, Optimizer = new Adam { Beta1 = 0.5 } },
        Discriminator = new PlayerSettings { LearningRate = 0.02, Optimizer = new Sgd { Momentum = 0.5 } },
    };
}
