using System.ComponentModel.DataAnnotations;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>A system of two sides: one that makes items, and one that tells them from real ones.</summary>
public abstract record TwoPlayerRecipe : NetworkRecipe
{
    /// <summary>What keeps the discriminator honest.</summary>
    public Penalty Penalty { get; init; } = new NoPenalty();

    /// <summary>How the generator learns.</summary>
    public PlayerSettings Generator { get; init; } = new();

    /// <summary>How the discriminator learns.</summary>
    public PlayerSettings Discriminator { get; init; } = new();

    /// <summary>Moves of the discriminator per move of the generator, at least 1.</summary>
    [Range(1, 10_000)]
    public int DiscriminatorMoves { get; init; } = 1;

    /// <summary>Moves of the discriminator alone before the game begins.</summary>
    [Range(0, 1_000_000)]
    public int Pretraining { get; init; }

    /// <inheritdoc/>
    public override int MovesOfFirst => DiscriminatorMoves;

    /// <summary>Who moves when, as the settings say: moves of the discriminator, alone first and in each step, and its lazy penalty.</summary>
    public Alternating Order => new(DiscriminatorMoves, Pretraining) { Interval = Penalty.Interval };

    /// <inheritdoc/>
    public override TwoPlayerRecipe Resolve(Shape item) => (TwoPlayerRecipe)base.Resolve(item) with
    {
        Generator = Generator.Resolve(Networks.Defaults(item)),
        Discriminator = Discriminator.Resolve(Networks.Defaults(item)),
    };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        // A penalty of one's own may have an interval without saying its range.
        Require(Penalty.Interval >= 1, "penalty.every", Penalty.Interval, "at least 1");
    }
}
