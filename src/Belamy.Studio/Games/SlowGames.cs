using System.Security.Cryptography;
using Belamy.Data;
using Belamy.Lessons;
using Belamy.Objectives;
using Belamy.Penalties;

namespace Belamy.Studio.Games;

/// <summary>What a game is to be begun with, or to go on with; what is left out stays as it is.</summary>
internal sealed record GameSettings
{
    /// <summary>The name of the objective.</summary>
    public string? Objective { get; init; }

    /// <summary>The name of the penalty, one of <see cref="SlowGames.PenaltyChoices"/>.</summary>
    public string? Penalty { get; init; }

    /// <summary>Moves of the discriminator in a step.</summary>
    public int? Moves { get; init; }

    /// <summary>The discriminator's learning rate.</summary>
    public double? DiscriminatorRate { get; init; }

    /// <summary>The generator's learning rate.</summary>
    public double? GeneratorRate { get; init; }
}

/// <summary>The games that are played in slow motion: as many as are kept, the one that was left alone the longest makes room for a new one.</summary>
/// <remarks>
/// A game has a lock of its own, so that one that begins keeps nobody from another; what they compute goes through the gate that all
/// programs of this process share.
/// </remarks>
internal sealed class SlowGames(ProgramGate gate) : IDisposable
{
    /// <summary>Games that are kept.</summary>
    public const int Most = 8;

    /// <summary>Steps that are played at once, and moves of one player.</summary>
    public const int MostAtOnce = 50;

    /// <summary>Moves of the discriminator in a step.</summary>
    public const int MostMoves = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Seat> _seats = [];
    private long _clock;

    /// <summary>Penalties that can be chosen, by name, in the sizes that suit points.</summary>
    public static IReadOnlyList<Penalty> PenaltyChoices { get; } =
        [new NoPenalty(), new R1 { Gamma = 0.1 }, new GradientPenalty { Weight = 0.1 }];

    /// <summary>How many games are kept now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _seats.Count;
        }
    }

    /// <summary>Begins a game.</summary>
    /// <param name="lesson">The name of its lesson.</param>
    /// <param name="data">The name of its data; the lesson's when left out.</param>
    /// <param name="seed">Chooses the beginning.</param>
    /// <param name="settings">What is to be otherwise than the lesson has it.</param>
    /// <param name="look">Is given the game's name and the game.</param>
    /// <exception cref="BelamyException">There is no such lesson or data, or a setting is out of range.</exception>
    public T Begin<T>(string lesson, string? data, long seed, GameSettings settings, Func<string, SlowGame, T> look)
    {
        Lesson found = Lesson.Find(lesson) ?? throw new BelamyException("there is no such lesson");
        string source = data ?? found.Data;
        if (!SlowGame.DataNames.Contains(source))
            throw new BelamyException($"a game in slow motion is played over {string.Join(", ", SlowGame.DataNames)}");
        Adversarial recipe = Apply(found.Recipe with { Seed = seed }, settings);
        string name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var seat = new Seat();
        lock (seat.Lock)
        {
            lock (gate.Lock)
                seat.Game = new SlowGame(recipe, Datasets.Open(source));
            Keep(name, seat);
            lock (gate.Lock)
                return look(name, seat.Game);
        }
    }

    /// <summary>Does something with a game.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="use">What to do; it may give back another game, that takes its place.</param>
    /// <exception cref="NoSuchGameException">It is not kept any more.</exception>
    public T With<T>(string name, Func<SlowGame, (SlowGame Game, T Result)> use)
    {
        Seat? seat;
        lock (_lock)
        {
            if (_seats.TryGetValue(name, out seat))
                seat.Used = ++_clock;
        }

        if (seat is null)
            throw new NoSuchGameException();
        lock (seat.Lock)
        {
            SlowGame before = seat.Game ?? throw new NoSuchGameException();
            lock (gate.Lock)
            {
                (seat.Game, T result) = use(before);
                if (!ReferenceEquals(seat.Game, before))
                    before.Dispose();
                return result;
            }
        }
    }

    /// <summary>A recipe with other settings.</summary>
    /// <exception cref="BelamyException">One is out of range.</exception>
    public static Adversarial Apply(Adversarial recipe, GameSettings settings)
    {
        if (settings.Objective is { } objective)
            recipe = recipe with { Objective = Objectives.Objective.All.FirstOrDefault(one => one.Name == objective) ?? throw new BelamyException("there is no such objective") };
        if (settings.Penalty is { } penalty)
            recipe = recipe with { Penalty = PenaltyChoices.FirstOrDefault(one => one.Name == penalty) ?? throw new BelamyException("there is no such penalty") };
        if (settings.Moves is { } moves)
            recipe = recipe with { DiscriminatorMoves = moves is >= 1 and <= MostMoves ? moves : throw new BelamyException($"the expert has 1 to {MostMoves} moves in a step") };
        return recipe with
        {
            Discriminator = recipe.Discriminator with { LearningRate = settings.DiscriminatorRate ?? recipe.Discriminator.LearningRate },
            Generator = recipe.Generator with { LearningRate = settings.GeneratorRate ?? recipe.Generator.LearningRate },
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Seat[] all;
        lock (_lock)
        {
            all = [.. _seats.Values];
            _seats.Clear();
        }

        Array.ForEach(all, Leave);
    }

    private void Keep(string name, Seat seat)
    {
        Seat? left = null;
        lock (_lock)
        {
            if (_seats.Count >= Most)
            {
                (string oldest, left) = _seats.MinBy(one => one.Value.Used);
                _seats.Remove(oldest);
            }

            seat.Used = ++_clock;
            _seats.Add(name, seat);
        }

        if (left is not null)
            Leave(left);
    }

    // Whoever plays it at this moment finishes first.
    private void Leave(Seat seat)
    {
        lock (seat.Lock)
        {
            lock (gate.Lock)
                seat.Game?.Dispose();
            seat.Game = null;
        }
    }

    private sealed class Seat
    {
        public Lock Lock { get; } = new();

        public SlowGame? Game { get; set; }

        public long Used { get; set; }
    }
}

/// <summary>A game that made room for another.</summary>
internal sealed class NoSuchGameException() : BelamyException("this game made room for another; begin it anew");
