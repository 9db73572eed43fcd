namespace Belamy.Games;

/// <summary>
/// The generator moves once a step and measures how often the discriminator is right; the discriminator waits while that
/// is more than a limit.
/// </summary>
/// <remarks>
/// The last player moves first in each step and measures <c>accuracy</c>, so that it is known anew even after the others have
/// waited for long. Only that move measures it: the decision cannot change within a step, nor by an interruption.
/// </remarks>
/// <param name="Limit">The share of its items, real and generated alike, above which the discriminator waits; in (0, 1].</param>
/// <param name="Order">Who moves after the last player: its number of moves of the discriminator, its interval.</param>
public sealed record AccuracyLimited(double Limit, Alternating Order) : MovePolicy
{
    /// <summary>The name of the share of items that the discriminator judges rightly.</summary>
    public const string Accuracy = "accuracy";

    /// <inheritdoc/>
    public override Player? Next(Standing standing)
    {
        if (standing.Move == 0)
            return standing.Players[^1];
        if (standing.Latest.GetValueOrDefault(Accuracy) > Limit)
            return null;
        Player? next = Order.Next(standing with { Move = standing.Move - 1 });
        return ReferenceEquals(next, standing.Players[^1]) ? null : next;
    }
}
