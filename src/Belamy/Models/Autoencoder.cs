using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Optimization;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Autoencoder. Hinton and Salakhutdinov 2006, "Reducing the dimensionality of data with neural networks", Science 313.
    /// </summary>
    /// <remarks>
    /// <para>min E ‖r(x) - x‖², r(x) = decoder(encoder(x)), through a code of 32 values: a principal component analysis that
    /// may bend. 784 → 256 → 64 → 32 → 64 → 256 → 784 with ReLU, a sigmoid at the end.</para>
    /// <para>Adam with rate 10⁻³ from random weights stands in for layers trained one by one as RBMs. The rate falls to 0
    /// over the second half. Width 64 gives the sizes above.</para>
    /// </remarks>
    [Model("autoencoder", Card = "H1", Year = 2006, Title = "Reducing the dimensionality of data with neural networks",
        Authors = "Hinton, Salakhutdinov")]
    public static Recipe Autoencoder { get; } = Recipe.Default with
    {
        Game = setup => Autoencoding.Assemble(setup),
        Networks = Autoencoding.Networks,
        Generator = new() { Optimizer = new Adam() },
        LearningRateDecay = 0.5,
        Averaging = 0,
        Batch = 100,
        Steps = 12_000,
    };
}
