namespace Belamy.Penalties;

/// <summary>Nothing: the discriminator is free.</summary>
public sealed record NoPenalty : Penalty
{
    /// <inheritdoc/>
    public override string Name => "none";
}
