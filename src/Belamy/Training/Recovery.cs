using Belamy.Games;
using Belamy.Optimization;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy.Training;

/// <summary>A number of a run that is no longer finite.</summary>
/// <param name="Player">Whose it is.</param>
/// <param name="What">The loss, a measure, or a parameter's name.</param>
/// <param name="Value">Not a number, or infinite.</param>
/// <param name="Step">The step it was found in.</param>
internal readonly record struct NonFinite(Player Player, string What, float Value, long Step)
{
    /// <summary>Says so in half a sentence.</summary>
    public override string ToString() => $"its {What} is {(float.IsNaN(Value) ? "not a number" : "infinite")} at step {Step}";
}

/// <summary>Brings a run back to where its numbers were finite, with half the learning rates, a few times at most.</summary>
/// <remarks>How often it did is a parameter, <c>rollbacks</c>, so that checkpoints hold it.</remarks>
internal sealed class Recovery
{
    /// <summary>Times that a run goes back before it gives up.</summary>
    public const int Most = 3;

    private const string Path = "rollbacks";
    private readonly Game _game;
    private readonly Parameter _count;
    private readonly (Player Player, Parameter Parameter)[] _weights;

    /// <summary>Prepares for a game.</summary>
    /// <param name="game">The game.</param>
    /// <param name="kept">The state to go back to, from a checkpoint; null where that is the state the game is in.</param>
    public Recovery(Game game, KeptState? kept)
    {
        _game = game;
        _count = game.Store.FindOrCreate(Path, Shape.Scalar, ElementType.Int32);
        _weights = [.. game.Players.SelectMany(player => player.Parameters, (player, parameter) => (player, parameter)).DistinctBy(pair => pair.parameter)];
        Kept = kept!;
    }

    /// <summary>The state that the run goes back to.</summary>
    public KeptState Kept { get; private set; }

    /// <summary>Whole steps completed in <see cref="Kept"/>.</summary>
    public long Step => Kept.Step;

    /// <summary>Items of data taken in <see cref="Kept"/>.</summary>
    public long Position => Kept.Position;

    /// <summary>What learning rates are multiplied with: a half for each time.</summary>
    public double LearningRateShare => Math.Pow(0.5, Count);

    private int Count
    {
        get => _count.AsSpan<int>()[0];
        set => _count.AsSpan<int>()[0] = value;
    }

    /// <summary>Makes sure that there is a state to go back to; called when all parameters exist.</summary>
    public void Prepare(long step, long position)
    {
        if (Kept is not null)
        {
            Kept.Complete(_game.Store);
            return;
        }

        Kept = new KeptState();
        Keep(step, position);
    }

    /// <summary>Makes the present state the one to go back to.</summary>
    public void Keep(long step, long position) => Kept.Take(_game.Store, step, position);

    /// <summary>The first weight that is not finite, or null. A loss can be finite while the update behind it is not.</summary>
    public NonFinite? FindNonFinite(long step)
    {
        foreach ((Player player, Parameter parameter) in _weights)
        {
            if (parameter.ElementType != ElementType.Float32)
                continue;
            foreach (float value in parameter.AsSpan<float>())
            {
                if (!float.IsFinite(value))
                    return new NonFinite(player, parameter.Name, value, step);
            }
        }

        return null;
    }

    /// <summary>Gives all parameters the values they had, and halves the learning rates.</summary>
    /// <param name="broken">Why.</param>
    /// <param name="folder">The folder of the run, for the message.</param>
    /// <returns>What happened, in words.</returns>
    /// <exception cref="BelamyException">It was done often enough.</exception>
    public Finding RollBack(NonFinite broken, RunFolder? folder)
    {
        int count = Count + 1;
        string name = broken.Player.Name;
        if (count > Most)
        {
            var end = new Finding(
                "diverged",
                Severity.Failure,
                broken.Step,
                $"The run ended: the {name} diverged again after {Most} returns to an earlier step, each with half the learning rates; {broken}.",
                $"Start again with a lower {name}.learning-rate.");
            folder?.Log.AppendFinding(end);
            string kept = folder?.LatestCheckpoint is { } latest ? $"the last good checkpoint is {latest}" : "there is no checkpoint";
            throw new BelamyException(
                $"{name}: {broken}, after {Most} returns to an earlier step, each with half the learning rates; {kept}; try a lower {name}.learning-rate");
        }

        Kept.Restore(_game.Store);
        Count = count;
        return new Finding(
            "rollback",
            Severity.Warning,
            Kept.Step,
            $"The {name} diverged: {broken}; the run went back to step {Kept.Step} and goes on with {Share(count)} of the learning rates (return {count} of {Most}).",
            $"Start with a lower {name}.learning-rate next time.");
    }

    private static string Share(int count) => count == 1 ? "half" : $"1/{1 << count}";
}
