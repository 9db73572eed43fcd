namespace Belamy.Training;

/// <summary>
/// Pairs of a discriminator and a generator that play one after the other, for equal shares of the run. The first player is
/// a classifier; it moves alone for the first quarter of each round but the first. The pairs follow it, discriminators first.
/// </summary>
/// <param name="Rounds">Number of pairs.</param>
/// <param name="DefaultSteps">Steps of a run that is limited by time alone.</param>
internal sealed record BoostingRounds(int Rounds, long DefaultSteps) : MovePolicy
{
    /// <summary>The round at a step, from 1.</summary>
    public int RoundAt(long step, long? steps) => (int)Math.Min(Rounds, 1 + (step * Rounds / Math.Max(1, steps ?? DefaultSteps)));

    /// <inheritdoc/>
    public override Player? Next(Standing standing)
    {
        int round = RoundAt(standing.Step, standing.Steps);
        // A quarter of a round earlier it was another round.
        long quarter = (standing.Steps ?? DefaultSteps) / (4 * Rounds);
        bool classifies = round > 1 && RoundAt(standing.Step - quarter, standing.Steps) < round;
        return classifies
            ? (standing.Move == 0 ? standing.Players[0] : null)
            : (standing.Move < 2 ? standing.Players[(2 * round) - 1 + standing.Move] : null);
    }
}
