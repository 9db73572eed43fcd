namespace Belamy.Games;

/// <summary>How a game stands before a move.</summary>
/// <param name="Players">The players of the game, in order.</param>
/// <param name="Step">Number of whole steps played before.</param>
/// <param name="Steps">Steps of the whole run, or null when only time limits it.</param>
/// <param name="Move">Number of moves played in this step.</param>
/// <param name="Latest">The latest of each number that moves measure, by name: <c>discriminator-loss</c>, <c>accuracy-real</c>.</param>
public readonly record struct Standing(
    IReadOnlyList<Player> Players, long Step, long? Steps, int Move, IReadOnlyDictionary<string, double> Latest);

/// <summary>Picks who moves next. A step of a run is one round of moves, as many as the policy wants.</summary>
public abstract record MovePolicy
{
    /// <summary>The player of a move.</summary>
    /// <param name="standing">
    /// How the game stands. Where a move takes several batches the question is put before each of them; the answer must not
    /// hang on what the move itself measures.
    /// </param>
    /// <returns>Who moves, or null when the step is over.</returns>
    public abstract Player? Next(Standing standing);
}

/// <summary>
/// The discriminator (the first player) moves a fixed number of times, then every other player once, or as often as is said. Goodfellow et al.
/// 2014, arXiv:1406.2661, algorithm 1.
/// </summary>
/// <param name="DiscriminatorMoves">k, moves of the first player in each step, at least 1.</param>
/// <param name="Pretraining">Moves of the first player before the game proper; they belong to the first step.</param>
public sealed record Alternating(int DiscriminatorMoves = 1, int Pretraining = 0) : MovePolicy
{
    /// <summary>
    /// n, for a lazy penalty: of n moves of the discriminator the first is the first player's, which pays the penalty; the
    /// others are the second player's, which is the same discriminator without it. At least 1.
    /// </summary>
    public int Interval { get; init; } = 1;

    /// <summary>Moves of each other player in a step, at least 1.</summary>
    public int OtherMoves { get; init; } = 1;

    /// <summary>
    /// n, for what the last player pays lazily: of n moves of it the first is that of the last player but one, which pays; the others are
    /// the last player's, which is the same without it. At least 1.
    /// </summary>
    public int OtherInterval { get; init; } = 1;

    /// <inheritdoc/>
    public override Player? Next(Standing standing)
    {
        (IReadOnlyList<Player> players, int move) = (standing.Players, standing.Move);
        int first = DiscriminatorMovesAt(standing.Step);
        if (move < first)
        {
            long count = (standing.Step == 0 ? 0 : Pretraining + (standing.Step * DiscriminatorMoves)) + move;
            return players[count % Interval == 0 ? 0 : 1];
        }

        int beyond = move - first - (OtherMoves * (players.Count - (Interval > 1 ? 4 : 3)));
        if (OtherInterval > 1 && beyond >= 0)
        {
            long count = (standing.Step * OtherMoves) + beyond;
            return beyond >= OtherMoves ? null : players[count % OtherInterval == 0 ? ^2 : ^1];
        }

        int other = ((move - first) / OtherMoves) + (Interval > 1 ? 2 : 1);
        return other < players.Count ? players[other] : null;
    }

    /// <summary>Moves of the discriminator in a step.</summary>
    internal int DiscriminatorMovesAt(long step) => DiscriminatorMoves + (step == 0 ? Pretraining : 0);
}
