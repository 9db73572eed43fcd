using System.ComponentModel.DataAnnotations;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>A system of two sides that makes items from latent vectors.</summary>
public abstract record LatentRecipe : TwoPlayerRecipe
{
    /// <summary>Number of values of a latent vector, at least 1; null for what suits the networks and the data.</summary>
    [Range(1, 1_000_000)]
    public int? Latent { get; init; }

    /// <summary>The distribution of each value of a latent vector.</summary>
    public LatentDistribution LatentDistribution { get; init; } = LatentDistribution.Normal;

    /// <inheritdoc/>
    public override LatentPrior Prior => new(Latent!.Value, LatentDistribution);

    /// <inheritdoc/>
    public override LatentRecipe Resolve(Shape item) => (LatentRecipe)base.Resolve(item) with { Latent = Latent ?? Networks.Defaults(item).Latent };

    /// <summary>Fails unless a batch is made of whole packs.</summary>
    /// <param name="packing">Items of a pack, at least 1.</param>
    /// <exception cref="BelamyException">It is not; the message proposes a batch.</exception>
    protected void RequirePacks(int packing)
    {
        Require(packing <= Batch, "packing", packing, $"at most a batch ({Batch})");
        Require(Batch % packing == 0, "batch", Batch, $"a multiple of packing={packing}, such as {Batch - (Batch % packing)}");
    }
}
