using System.ComponentModel.DataAnnotations;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>What a search for latent vectors makes small.</summary>
/// <param name="context">The context of the pass; not training.</param>
/// <param name="inputs">A batch of each field that the function takes, in their order.</param>
/// <param name="latent">[batch, latent].</param>
/// <returns>The terms of the loss, each [batch]: an item's loss is their sum. The first is the error that is told.</returns>
public delegate IReadOnlyList<Tensor> LatentLoss(ForwardContext context, IReadOnlyList<Tensor> inputs, Tensor latent);

/// <summary>A search for the latent vector of each item, by gradient descent through networks that stand still.</summary>
/// <remarks>
/// z* = argmin over z of the loss, by Adam from the best of some draws of the prior; the rate falls to 0 along half a cosine.
/// A uniform prior keeps values within [-1, 1]. Items are searched for side by side and know nothing of each other.
/// </remarks>
/// <param name="Prior">What latent vectors are like, and where searches begin.</param>
/// <param name="Loss">What is made small.</param>
public sealed record LatentSearch(LatentPrior Prior, LatentLoss Loss)
{
    /// <summary>Moves of a search, at least 0.</summary>
    [Range(0, 1_000_000)]
    public int Steps { get; init; } = 400;

    /// <summary>The rate of Adam at the beginning.</summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Draws of the prior among which the one of the least loss is where a search begins, at least 1.</summary>
    [Range(1, 1_000_000)]
    public int Candidates { get; init; } = 1;
}
