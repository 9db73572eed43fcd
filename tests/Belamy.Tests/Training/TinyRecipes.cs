using Belamy.Networks;

namespace Belamy.Tests.Training;

internal static class TinyRecipes
{
    /// <summary>Batch norm and dropout in both networks, so that every kind of state is there; small enough for any evaluator.</summary>
    public static Adversarial Dense { get; } = new Adversarial
    {
        Networks = new NetworkPair(
            "tiny",
            sizes => new Sequential(new Dense(6), new BatchNorm(), new ReLU(), new Dense((int)sizes.Item.Count), new Tanh(), new Reshape(sizes.Item.ToArray())),
            sizes => new Sequential(new Flatten(), new Dense(5), new BatchNorm(), new LeakyReLU(), new Dropout(0.25), new Dense(1))),
        Latent = 3,
        Batch = 4,
        Steps = 6,
    };
}
