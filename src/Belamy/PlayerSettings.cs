using System.ComponentModel.DataAnnotations;
using Belamy.Networks;
using Belamy.Optimization;

namespace Belamy;

/// <summary>How one player of a recipe learns.</summary>
public sealed record PlayerSettings
{
    /// <summary>The learning rate, above 0; null for what suits the networks and the data.</summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? LearningRate { get; init; }

    /// <summary>
    /// The learning rate once a burn-in is over, above 0; null for the same all along. Without effect in a game without a burn-in.
    /// </summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? FinalLearningRate { get; init; }

    /// <summary>The rule that turns gradients into changes.</summary>
    public Optimizer Optimizer { get; init; } = new Adam { Beta1 = 0.5 };

    /// <summary>The greatest norm of all gradients of a move together, to which longer ones are shortened; 0 for no limit.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double GradientLimit { get; init; }

    /// <summary>
    /// w, at least 0: the loss is w ‖θ - 1/t Σ θ[i]‖² more, which draws the weights to the mean of their past; 0 for none.
    /// Salimans et al. 2016, arXiv:1606.03498, section 3.3.
    /// </summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double HistoricalAveraging { get; init; }

    /// <summary>
    /// β, at least 0: the loss is β Σ ‖W Wᵀ ⊙ (1 - I)‖² more, which draws the filters of each layer to be orthogonal; 0 for none.
    /// Brock et al. 2018, arXiv:1809.11096, equation 3.
    /// </summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double OrthogonalRegularization { get; init; }

    /// <summary>
    /// Batches, drawn one after another, whose mean gradient a move goes by, at least 1: n batches of m items do what one of
    /// n·m items would, in the memory of m, but for layers that look at a batch as a whole. Learning rates, averages and
    /// penalties see one move; running statistics of layers and what a game balances follow every batch.
    /// </summary>
    [Range(1, 10_000)]
    public int Accumulation { get; init; } = 1;

    /// <summary>
    /// Layers of a network, from its input on, whose weights and running statistics stay as they began, at least 0: what another
    /// run has learned to see is kept, and the rest adapts. Of several networks it holds for each that has more layers. Mo, Cho and
    /// Shin 2020, "Freeze the Discriminator", arXiv:2002.10964.
    /// </summary>
    [Range(0, 10_000)]
    public int FrozenLayers { get; init; }

    internal PlayerSettings Resolve(NetworkDefaults defaults) => this with { LearningRate = LearningRate ?? defaults.LearningRate };
}
