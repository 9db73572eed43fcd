using Belamy;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;

/// <summary>What learns: two small convolutional networks. Change them, or take a published system instead: Models.Dcgan.</summary>
internal static class Model
{
    /// <summary>The game that the networks play.</summary>
    public static Adversarial Recipe { get; } = new()
    {
        Networks = new NetworkPair("my networks", Generator, Discriminator),
        Objective = new Hinge(),
        Latent = 16,
        Batch = 64,
        Generator = new PlayerSettings { LearningRate = 1e-3, Optimizer = new Adam { Beta1 = 0.5 } },
        Discriminator = new PlayerSettings { LearningRate = 1e-3, Optimizer = new Adam { Beta1 = 0.5 } },
    };

    /// <summary>From a latent vector to a picture, values in [-1, 1]; every transposed convolution doubles its sides.</summary>
    private static Sequential Generator(NetworkSizes sizes) => new(
        new Dense(64 * 4 * 4, bias: false),
        new Reshape(64, 4, 4),
        new BatchNorm(),
        new ReLU(),
        new TransposedConvolution(32, kernel: 4, stride: 2, bias: false),
        new BatchNorm(),
        new ReLU(),
        new TransposedConvolution(sizes.Item[0], kernel: 4, stride: 2),
        new Tanh());

    /// <summary>From a picture to one number: how real it looks.</summary>
    private static Sequential Discriminator(NetworkSizes sizes) => new(
        new Convolution(32, kernel: 4, stride: 2),
        new LeakyReLU(0.2),
        new Convolution(64, kernel: 4, stride: 2),
        new LeakyReLU(0.2),
        new Flatten(),
        new Dense(1));
}
