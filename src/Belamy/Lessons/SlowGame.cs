using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Optimization;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Lessons;

/// <summary>
/// A game over points that is played move by move, to be looked at between any two: the trainer's own game, moves and order of
/// the data. Goodfellow et al. 2014, arXiv:1406.2661, algorithm 1, a line at a time.
/// </summary>
/// <remarks>
/// A step ends with a move of the generator. Steps of as many moves of the discriminator as the recipe has, then one of the
/// generator, give the weights that <see cref="Gan.Train"/> gives, to the bit. It is used by one thread at a time, as all
/// programs of a process are.
/// </remarks>
public sealed class SlowGame : IDisposable
{
    private readonly Moves _moves;
    private readonly GameViewer _viewer;
    private readonly Alternating _order;

    /// <summary>Begins a game.</summary>
    /// <param name="recipe">The recipe. Its generator is looked at as it plays, without averaging.</param>
    /// <param name="data">Points of one or two numbers.</param>
    /// <exception cref="BelamyException">The data are no such points, or the recipe's moves do not simply alternate, or a setting is out of range.</exception>
    public SlowGame(Adversarial recipe, Dataset data)
        : this(recipe, data, null)
    {
    }

    private SlowGame(Adversarial recipe, Dataset data, SlowGame? before)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Main.Field.Kind is not Points { Dimensions: 1 or 2 })
            throw new BelamyException($"{data.Name}: a game in slow motion is played over points of one or two numbers, such as {string.Join(", ", DataNames)}");
        Data = data;
        Game = new AssembledGame(recipe, data);
        try
        {
            Recipe = (Adversarial)Game.Recipe;
            if (Game.Game.Policy is not Alternating { Interval: 1, OtherMoves: 1 } order || Game.Parts.Critic is null || Game.Game.Players.Count != 2)
                throw new BelamyException("a game in slow motion has a discriminator and a generator that move in turn; leave packing, gates, limits and lazy penalties out");
            _order = order;
            Game.Game.Compile();
            _moves = new Moves(Game.Game, data);
            _moves.Track();
            if (before is not null)
                GoOnFrom(before);
            _viewer = new GameViewer(Game, data, before?._viewer);
        }
        catch
        {
            Game.Dispose();
            throw;
        }
    }

    /// <summary>Names of data sets that it can be played over.</summary>
    public static IReadOnlyList<string> DataNames { get; } = [.. Datasets.Sources.Where(source => source is PointSource).Select(source => source.Name)];

    /// <summary>The recipe, with everything filled in that it left open.</summary>
    public Adversarial Recipe { get; }

    /// <summary>The data.</summary>
    public Dataset Data { get; }

    /// <summary>The game itself: players, networks, all state.</summary>
    public AssembledGame Game { get; }

    /// <summary>Whole steps played: moves of the generator.</summary>
    public long Step { get; private set; }

    /// <summary>Moves of the discriminator since the generator's last.</summary>
    public int Pending { get; private set; }

    /// <summary>Moves of the discriminator, all together.</summary>
    public long DiscriminatorMoves { get; private set; }

    /// <summary>What the last moves measured, by name: <c>discriminator-loss</c>, <c>generator-loss</c>, <c>accuracy-real</c>, <c>accuracy-generated</c>.</summary>
    public IReadOnlyDictionary<string, double> Latest => _moves.Numbers.Latest;

    /// <summary>Whether a number is no longer finite; nothing moves then.</summary>
    public bool HasDiverged { get; private set; }

    private Player Discriminator => Game.Game.Players[0];

    private Player Generator => Game.Game.Players[^1];

    /// <summary>The discriminator moves once.</summary>
    public void MoveDiscriminator()
    {
        if (!Play(Discriminator))
            return;
        Pending++;
        DiscriminatorMoves++;
    }

    /// <summary>The generator moves once, which ends the step.</summary>
    public void MoveGenerator()
    {
        if (!Play(Generator))
            return;
        Step++;
        Pending = 0;
    }

    /// <summary>Plays what is left of a step: the discriminator's moves that it lacks, then the generator's.</summary>
    public void PlayStep()
    {
        long step = Step;
        while (Step == step && !HasDiverged)
        {
            if (Pending < _order.DiscriminatorMovesAt(Step))
                MoveDiscriminator();
            else
                MoveGenerator();
        }
    }

    /// <summary>The same game with other settings from here on: rates, moves of a step, objective, penalty.</summary>
    /// <param name="recipe">The settings. Networks and optimizers must keep their shapes; what has none in this game begins anew.</param>
    /// <returns>A game that stands where this one does; this one is left as it is.</returns>
    /// <exception cref="BelamyException">As the constructor's, or the networks are others.</exception>
    public SlowGame With(Adversarial recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return new SlowGame(recipe, Data, this);
    }

    /// <summary>What is to be seen at this moment; it stays valid until the next look.</summary>
    public GameView Look() => _viewer.Look();

    /// <summary>Scores of the discriminator at certain points.</summary>
    /// <param name="points">[count, dimensions].</param>
    /// <returns>[count]: logits where the objective's scores are such.</returns>
    public float[] Scores(ReadOnlySpan<float> points) => _viewer.Scores(points);

    /// <inheritdoc/>
    public void Dispose()
    {
        _viewer.Dispose();
        Game.Dispose();
    }

    private bool Play(Player player)
    {
        if (HasDiverged)
            return false;
        // As in a run without a number of steps: what follows its course stays at the beginning.
        _moves.Schedule(Step, null, 1);
        Move move = Game.Game.MoveOf(player);
        do
        {
            HasDiverged = _moves.Run(move, Step + 1) is not null || !player.Parameters.All(IsFinite);
        }
        while (move.IsGathering && !HasDiverged);
        return true;
    }

    private static bool IsFinite(Parameter parameter)
    {
        foreach (float value in parameter.AsSpan<float>())
        {
            if (!float.IsFinite(value))
                return false;
        }

        return true;
    }

    private void GoOnFrom(SlowGame before)
    {
        foreach (Player player in Game.Game.Players)
        {
            foreach (Parameter parameter in player.Parameters)
            {
                if (before.Game.Game.Store.Find(parameter.Name)?.Shape != parameter.Shape)
                    throw new BelamyException("the networks are others than before; begin a new game");
            }
        }

        foreach (Parameter parameter in Game.Game.Store.Parameters)
        {
            // The rates are what may be others.
            if (!parameter.Name.StartsWith(Games.Game.RatePrefix, StringComparison.Ordinal)
                && before.Game.Game.Store.Find(parameter.Name) is { } own && own.Shape == parameter.Shape && own.ElementType == parameter.ElementType)
            {
                own.AsBytes().CopyTo(parameter.AsBytes());
            }
        }

        _moves.Numbers.Reload();
        _moves.Feeding.Position = before._moves.Feeding.Position;
        (Step, Pending, DiscriminatorMoves, HasDiverged) = (before.Step, before.Pending, before.DiscriminatorMoves, before.HasDiverged);
    }
}
