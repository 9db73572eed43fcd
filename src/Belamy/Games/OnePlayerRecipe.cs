using System.ComponentModel.DataAnnotations;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>A system of one player, which learns to make items from latent vectors: autoencoders and their kin.</summary>
public abstract record OnePlayerRecipe : NetworkRecipe
{
    /// <summary>Number of values of a latent vector, at least 1; null for what suits the networks and the data.</summary>
    [Range(1, 1_000_000)]
    public int? Latent { get; init; }

    /// <summary>How the player learns.</summary>
    public PlayerSettings Generator { get; init; } = new();

    /// <inheritdoc/>
    public override LatentPrior Prior => new(Latent!.Value);

    /// <inheritdoc/>
    public override OnePlayerRecipe Resolve(Shape item) => (OnePlayerRecipe)base.Resolve(item) with
    {
        Latent = Latent ?? Networks.Defaults(item).Latent,
        Generator = Generator.Resolve(Networks.Defaults(item)),
    };
}
