using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Optimization;

namespace Belamy;

/// <summary>
/// Autoencoder. Hinton and Salakhutdinov 2006, "Reducing the dimensionality of data with neural networks", Science 313.
/// </summary>
/// <remarks>
/// <para>min E ‖r(x) - x‖², r(x) = decoder(encoder(x)), through a code of 32 values: a principal component analysis that
/// may bend. 784 → 256 → 64 → 32 → 64 → 256 → 784 with ReLU, a sigmoid at the end.</para>
/// <para>Adam with rate 10⁻³ from random weights stands in for layers trained one by one as RBMs. The rate falls to 0
/// over the second half. Width 64 gives the sizes above.</para>
/// <para>With <see cref="Noise"/> it is the denoising one, <see cref="Models.DenoisingAutoencoder"/>.</para>
/// </remarks>
public sealed record Autoencoder : OnePlayerRecipe
{
    /// <summary>The settings of the remarks.</summary>
    public Autoencoder()
    {
        Networks = Autoencoding.Networks;
        Generator = new PlayerSettings { Optimizer = new Adam() };
        LearningRateDecay = 0.5;
        Batch = 100;
        Steps = 12_000;
    }

    /// <summary>σ: the deviation of the noise that is added to items before they are encoded, in their own units; 0 for none.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Noise { get; init; }

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup) =>
        Autoencoding.Assemble(setup, this, Noise == 0 ? null : (turn, x) => x + (Noise * turn.Context.RandomNormal("noise", x.Shape)));
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Autoencoder"/>
    [Model("autoencoder", Card = "H1", Year = 2006, Title = "Reducing the dimensionality of data with neural networks",
        Authors = "Hinton, Salakhutdinov")]
    public static Autoencoder Autoencoder { get; } = new();
}
