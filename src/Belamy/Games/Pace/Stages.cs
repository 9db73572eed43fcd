namespace Belamy.Games;

/// <summary>A part of a run with rules of its own: one player alone, a network that stands still, all of them together.</summary>
/// <param name="Share">How much of the run it takes, beside the shares of the others; at least 1.</param>
/// <param name="Policy">Who moves in it. It sees the stage as if it were a run: its steps count from the stage's beginning.</param>
/// <param name="Players">The names of the players that take part, all others stand still; all players when none is named.</param>
public sealed record Stage(int Share, MovePolicy Policy, params IReadOnlyList<string> Players);

/// <summary>
/// Stages one after the other: a network is trained before the game, frozen in it, or both. A stage begins at the first step
/// that lies wholly behind those before it, so its length follows from the length of the run alone.
/// </summary>
public sealed record Stages : MovePolicy
{
    private readonly Stage[] _parts;
    private readonly long[] _shares;
    private readonly IReadOnlyList<Player>[] _players;
    private IReadOnlyList<Player>? _game;

    /// <summary>Puts stages in order.</summary>
    /// <param name="defaultSteps">The steps that are shared out in a run that time alone limits, at least 1; its last stage goes on.</param>
    /// <param name="parts">The stages, at least one.</param>
    /// <exception cref="ArgumentException">There is no stage, or one has no share.</exception>
    public Stages(long defaultSteps, params IReadOnlyList<Stage> parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(defaultSteps, 1);
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0 || parts.Any(part => part.Share < 1))
            throw new ArgumentException("A run has at least one stage, and each stage a share of at least 1.", nameof(parts));
        DefaultSteps = defaultSteps;
        _parts = [.. parts];
        _players = new IReadOnlyList<Player>[_parts.Length];
        _shares = new long[_parts.Length + 1];
        for (int at = 0; at < _parts.Length; at++)
            _shares[at + 1] = _shares[at] + _parts[at].Share;
    }

    /// <summary>The stages, in order.</summary>
    public IReadOnlyList<Stage> Parts => _parts;

    /// <summary>The steps that are shared out in a run that time alone limits.</summary>
    public long DefaultSteps { get; }

    /// <summary>The number of the stage that a step belongs to, from 0.</summary>
    /// <param name="step">Number of whole steps played before.</param>
    /// <param name="steps">Steps of the whole run, or null when only time limits it.</param>
    public int At(long step, long? steps)
    {
        int at = _parts.Length - 1;
        while (at > 0 && step < Begin(at, steps))
            at--;
        return at;
    }

    /// <summary>The step that a stage begins with.</summary>
    /// <param name="stage">Its number, from 0; the number of stages for the end of the last.</param>
    /// <param name="steps">Steps of the whole run, or null when only time limits it.</param>
    public long Begin(int stage, long? steps) => (((steps ?? DefaultSteps) * _shares[stage]) + _shares[^1] - 1) / _shares[^1];

    /// <inheritdoc/>
    public override Player? Next(Standing standing)
    {
        int at = At(standing.Step, standing.Steps);
        long begin = Begin(at, standing.Steps);
        bool isEndless = standing.Steps is null && at == _parts.Length - 1;
        return _parts[at].Policy.Next(standing with
        {
            Players = PlayersOf(at, standing.Players),
            Step = standing.Step - begin,
            Steps = isEndless ? null : Begin(at + 1, standing.Steps) - begin,
        });
    }

    // A step of training allocates nothing, so who takes part is looked up once, for all stages.
    private IReadOnlyList<Player> PlayersOf(int at, IReadOnlyList<Player> game)
    {
        if (!ReferenceEquals(_game, game))
        {
            for (int part = 0; part < _parts.Length; part++)
                _players[part] = Select(part, game);
            _game = game;
        }

        return _players[at];
    }

    private IReadOnlyList<Player> Select(int at, IReadOnlyList<Player> game)
    {
        IReadOnlyList<string> names = _parts[at].Players;
        return names.FirstOrDefault(name => game.All(player => player.Name != name)) is { } missing
            ? throw new InvalidOperationException($"Stage {at + 1} names a player '{missing}'; there are {string.Join(", ", game.Select(player => player.Name).Distinct())}.")
            : names.Count == 0 ? game : [.. game.Where(player => names.Contains(player.Name))];
    }
}
