using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>
/// Players over one store of parameters, and the policy that picks who moves next. One program is compiled per kind of
/// move; a trainer sees a game and knows no model.
/// </summary>
public sealed class Game : IDisposable
{
    /// <summary>What the paths of the parameters begin with that hold the players' learning rates.</summary>
    internal const string RatePrefix = "learning-rate/";

    private readonly Dictionary<Player, Move> _moves = [];
    private readonly Dictionary<Player, Parameter> _rates = [];
    private readonly IReadOnlyList<ScheduledValue> _schedule = [];
    private readonly Dictionary<string, double> _changedRates = new(StringComparer.Ordinal);
    private readonly Parameter[] _frozen;
    private readonly Parameter _random;

    /// <summary>Creates a game.</summary>
    /// <param name="store">Holds the players' parameters; the game disposes it.</param>
    /// <param name="players">The players; for adversarial networks the discriminator first.</param>
    /// <param name="policy">Picks who moves next.</param>
    /// <param name="item">The shape of one item of the data.</param>
    /// <param name="batch">Items of data per run of a move.</param>
    /// <param name="seed">Decides all random numbers of all moves.</param>
    public Game(ParameterStore store, IEnumerable<Player> players, MovePolicy policy, Shape item, int batch, long seed)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(players);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        Store = store;
        Players = [.. players];
        Policy = policy;
        Item = item;
        Batch = batch;
        Seed = seed;
        // Step 0 of the key gave the initial values and gives the samples; moves count from 1.
        _random = store.Create("random", ParameterScope.SeedWords(seed, step: 1));
        _frozen = [.. Players.SelectMany(player => player.Frozen).Distinct()];
        foreach (Player player in Players)
        {
            // Players of one name are kinds of move of the same player.
            string path = RatePrefix + player.Name;
            Parameter rate = store.FindOrCreate(path, Shape.Scalar);
            rate.AsSpan<float>()[0] = (float)player.LearningRate;
            _rates.Add(player, rate);
        }
    }

    internal Game(GameSetup setup, GameParts parts)
        : this(setup.Store, parts.Players, parts.Policy, setup.Item, setup.Recipe.Batch, setup.Recipe.Seed) => _schedule = setup.Schedule;

    /// <summary>All state of the game: networks, averages, optimizers, random counter, learning rates, sums of the log.</summary>
    public ParameterStore Store { get; }

    /// <summary>The players, in order.</summary>
    public IReadOnlyList<Player> Players { get; }

    /// <summary>Picks who moves next. It may be exchanged between moves: a stage of training is a policy.</summary>
    public MovePolicy Policy { get; set; }

    /// <summary>The shape of one item of the data.</summary>
    public Shape Item { get; }

    /// <summary>Items of data per run of a move.</summary>
    public int Batch { get; }

    /// <summary>Decides all random numbers.</summary>
    public long Seed { get; }

    /// <summary>Whether a move is under way that has not seen all of its batches.</summary>
    public bool IsGathering
    {
        get
        {
            foreach (Move move in _moves.Values)
            {
                if (move.IsGathering)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Bytes that the compiled programs need beside the parameters.</summary>
    public long ProgramBytes => Program.MemoryOf([.. Programs]);

    /// <summary>Bytes of all parameters: what a checkpoint holds.</summary>
    public long StateBytes => Store.Parameters.Sum(parameter => parameter.Shape.Count * parameter.ElementType.Size());

    /// <summary>The compiled programs.</summary>
    internal IEnumerable<Program> Programs => _moves.Values.Select(move => move.Program);

    /// <summary>Compiles every player's move that is not compiled yet, and with them creates the optimizers' state.</summary>
    /// <param name="progress">Is told now and then the moves compiled, with the share of the one at work; what it throws ends the compilation.</param>
    public void Compile(Action<double>? progress = null)
    {
        for (int at = 0; at < Players.Count; at++)
        {
            int compiled = at;
            progress?.Invoke(compiled);
            MoveOf(Players[at], progress is null ? null : share => progress(compiled + share));
        }
    }

    /// <summary>A player's compiled move.</summary>
    public Move MoveOf(Player player) => MoveOf(player, null);

    private Move MoveOf(Player player, Action<double>? progress)
    {
        ArgumentNullException.ThrowIfNull(player);
        if (!_moves.TryGetValue(player, out Move? move))
        {
            move = Move.Compile(player, Store, _random, _rates[player], Batch, Item, _frozen, progress);
            _moves.Add(player, move);
        }

        return move;
    }

    /// <summary>Sets every player's learning rate to a share of its own.</summary>
    /// <param name="share">1 is the rate that the player was created with, or was given since.</param>
    public void ScaleLearningRates(double share)
    {
        foreach ((Player player, Parameter rate) in _rates)
            rate.AsSpan<float>()[0] = (float)(_changedRates.GetValueOrDefault(player.Name, player.LearningRate) * share);
    }

    /// <summary>The learning rates that players have in place of those they were created with, by their names.</summary>
    internal IDictionary<string, double> ChangedRates => _changedRates;

    /// <summary>Sets everything that follows the course of the run.</summary>
    /// <param name="step">Number of whole steps played before.</param>
    /// <param name="steps">Steps of the whole run, or null when only time limits it.</param>
    public void Schedule(long step, long? steps)
    {
        foreach (ScheduledValue scheduled in _schedule)
            scheduled.Parameter.AsSpan<float>()[0] = (float)scheduled.Value(step, steps);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Move move in _moves.Values)
            move.Dispose();
        Store.Dispose();
    }
}
