using Belamy.Data;
using Belamy.Games;
using Belamy.Optimization;
using Belamy.Runs;

namespace Belamy.Training;

/// <summary>
/// Plays single moves of a game over data: gives them their batches, sets what follows the course of the run, and takes down what
/// they measure. It does not know who moves when.
/// </summary>
internal sealed class Moves
{
    private readonly Game _game;
    private readonly MovingAverage[] _averages;
    private readonly Dictionary<Move, string[]> _names = [];

    /// <param name="game">The game to play.</param>
    /// <param name="data">What it is played over.</param>
    public Moves(Game game, Dataset data)
    {
        _game = game;
        Feeding = new Feeding(data, game.Batch, game.Seed);
        Numbers = new MetricsWindow(game.Store);
        _averages = [.. game.Players.Select(player => player.Average).OfType<MovingAverage>()];
    }

    /// <summary>Where the data are read.</summary>
    public Feeding Feeding { get; }

    /// <summary>What the moves measured.</summary>
    public MetricsWindow Numbers { get; }

    /// <summary>Makes room for what moves measure, once they are compiled.</summary>
    public void Track()
    {
        foreach (Player player in _game.Players)
        {
            Move move = _game.MoveOf(player);
            string[] names = [player.Name + Games.Numbers.LossSuffix, .. move.Measures];
            _names[move] = names;
            Array.ForEach(names, Numbers.Track);
        }
    }

    /// <summary>Sets everything that follows the course of the run.</summary>
    /// <param name="step">Number of whole steps played before.</param>
    /// <param name="steps">Steps of the whole run, or null when only time limits it.</param>
    /// <param name="share">What learning rates are multiplied with.</param>
    public void Schedule(long step, long? steps, double share)
    {
        _game.ScaleLearningRates(share);
        _game.Schedule(step, steps);
        foreach (MovingAverage average in _averages)
            average.Warm(step);
    }

    /// <summary>Runs a move over its next batch.</summary>
    /// <param name="move">The move.</param>
    /// <param name="step">The step it belongs to, counted from 1.</param>
    /// <returns>The first number it measured that is not finite; null where all are.</returns>
    public NonFinite? Run(Move move, long step)
    {
        Feeding.Fill(move);
        move.Program.Run();
        string[] names = _names[move];
        for (int at = 0; at < names.Length; at++)
        {
            float value = at == 0 ? move.Loss : move.Measured(at - 1);
            if (!float.IsFinite(value))
                return new NonFinite(move.Player, at == 0 ? "loss" : names[at], value, step);
            Numbers.Add(names[at], value);
        }

        return null;
    }
}
