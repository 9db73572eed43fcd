namespace Belamy.Training;

/// <summary>Picks who moves next. A step of a run is one round of moves, as many as the policy wants.</summary>
public abstract record MovePolicy
{
    /// <summary>The player of a move.</summary>
    /// <param name="players">The players of the game, in order.</param>
    /// <param name="step">Number of whole steps played before.</param>
    /// <param name="move">Number of moves played in this step.</param>
    /// <returns>Who moves, or null when the step is over.</returns>
    public abstract Player? Next(IReadOnlyList<Player> players, long step, int move);
}

/// <summary>
/// The discriminator (the first player) moves a fixed number of times, then every other player once. Goodfellow et al.
/// 2014, arXiv:1406.2661, algorithm 1.
/// </summary>
/// <param name="DiscriminatorMoves">k, moves of the first player in each step, at least 1.</param>
/// <param name="Pretraining">Moves of the first player before the game proper; they belong to the first step.</param>
public sealed record Alternating(int DiscriminatorMoves = 1, int Pretraining = 0) : MovePolicy
{
    /// <inheritdoc/>
    public override Player? Next(IReadOnlyList<Player> players, long step, int move)
    {
        ArgumentNullException.ThrowIfNull(players);
        int first = DiscriminatorMoves + (step == 0 ? Pretraining : 0);
        if (move < first)
            return players[0];
        int other = move - first + 1;
        return other < players.Count ? players[other] : null;
    }
}
