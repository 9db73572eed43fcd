using Belamy.Games;
using Belamy.Optimization;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Tests.Training;
using Belamy.Training;

namespace Belamy.Tests.Games;

public sealed class StagesTests
{
    private static readonly Player[] Players = [.. "dfg".Select(name => Named(name.ToString()))];

    [Fact]
    public void Next_shares_out_the_steps_of_a_run()
    {
        var stages = new Stages(1000, new Stage(1, new Alternating(), "d"), new Stage(2, new Alternating()), new Stage(1, new Alternating(), "f", "g"));
        Assert.Equal(["d", "d", "dfg", "dfg", "dfg", "dfg", "fg", "fg"], Enumerable.Range(0, 8).Select(step => Moved(stages, step, 8)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(7, 2)]
    public void Stage_begins_with_the_first_step_wholly_behind_those_before(long step, int stage)
    {
        // Of seven steps the thirds end at 2⅓ and 4⅔.
        var stages = new Stages(1000, [.. Enumerable.Repeat(new Stage(5, new Alternating()), 3)]);
        Assert.Equal(stage, stages.At(step, 7));
        Assert.Equal([0, 3, 5, 7], Enumerable.Range(0, 4).Select(at => stages.Begin(at, 7)));
    }

    [Fact]
    public void Stage_too_short_for_a_step_is_left_out()
    {
        var stages = new Stages(1000, new Stage(1, new Alternating(), "d"), new Stage(1, new Alternating(), "f"), new Stage(8, new Alternating(), "g"));
        Assert.Equal(["d", "g", "g"], Enumerable.Range(0, 3).Select(step => Moved(stages, step, 3)));
    }

    [Theory]
    [InlineData(0, "d")]
    [InlineData(4, "d")]
    [InlineData(5, "fg")]
    [InlineData(1_000_000, "fg")]
    public void Run_that_time_limits_goes_by_the_usual_steps_and_stays_in_the_last_stage(long step, string expected) =>
        Assert.Equal(expected, Moved(new Stages(10, new Stage(1, new Alternating(), "d"), new Stage(1, new Alternating(), "f", "g")), step, steps: null));

    [Fact]
    public void Policy_of_a_stage_sees_it_as_a_run_of_its_own()
    {
        var seen = new List<Standing>();
        var stages = new Stages(10, new Stage(1, new Watching(seen)), new Stage(1, new Watching(seen), "g", "f"));
        for (long step = 0; step < 8; step += 3)
            stages.Next(new Standing(Players, step, 8, 0, new Dictionary<string, double>()));
        stages.Next(new Standing(Players, 12, null, 0, new Dictionary<string, double>()));
        Assert.Equal([(0, 4), (3, 4), (2, 4), (7, null)], seen.Select(standing => (standing.Step, standing.Steps)));
        Assert.Equal(["dfg", "dfg", "fg", "fg"], seen.Select(standing => string.Concat(standing.Players.Select(player => player.Name))));
    }

    [Fact]
    public void Kinds_of_move_of_one_player_take_part_together()
    {
        Player[] lazy = [Named("d"), Named("d"), Named("g")];
        var stages = new Stages(10, new Stage(1, new Alternating { Interval = 2 }, "d"), new Stage(1, new Alternating { Interval = 2 }));
        Player[] first = [.. Enumerable.Range(0, 4).Select(step => stages.Next(new Standing(lazy, step, 8, 0, new Dictionary<string, double>()))!)];
        Assert.Equal([lazy[0], lazy[1], lazy[0], lazy[1]], first);
    }

    [Fact]
    public void Stages_serve_one_game_after_another()
    {
        var stages = new Stages(10, new Stage(1, new Alternating(), "g"));
        Player[] others = [Named("g"), Named("h")];
        Assert.Same(Players[2], stages.Next(new Standing(Players, 0, 8, 0, new Dictionary<string, double>())));
        Assert.Same(others[0], stages.Next(new Standing(others, 0, 8, 0, new Dictionary<string, double>())));
    }

    [Fact]
    public void Player_that_is_not_in_the_game_is_named_at_once()
    {
        var stages = new Stages(10, new Stage(1, new Alternating()), new Stage(1, new Alternating(), "critic"));
        var error = Assert.Throws<InvalidOperationException>(() => Moved(stages, 0, 10));
        Assert.Equal("Stage 2 names a player 'critic'; there are d, f, g.", error.Message);
    }

    [Fact]
    public void Stages_without_a_part_or_a_share_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Stages(10));
        Assert.Throws<ArgumentException>(() => new Stages(10, new Stage(0, new Alternating())));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Stages(0, new Stage(1, new Alternating())));
    }

    [Fact]
    public void Network_of_a_player_that_takes_no_part_stands_still()
    {
        var data = new GaussianData(50, 0, 0.5, 2);
        using var game = new AssembledGame(Staged, data);
        float[] start = Weights("generator"), discriminator = Weights("discriminator");
        TrainingState state = Play(3, new TrainingState());
        Assert.Equal(start, Weights("generator"));
        Assert.NotEqual(discriminator, discriminator = Weights("discriminator"));
        state = Play(6, state);
        Assert.NotEqual(start, start = Weights("generator"));
        Assert.NotEqual(discriminator, discriminator = Weights("discriminator"));
        Play(9, state);
        Assert.NotEqual(start, Weights("generator"));
        Assert.Equal(discriminator, Weights("discriminator"));

        float[] Weights(string network) => [.. game.Networks[network].Parameters.SelectMany(parameter => parameter.AsSpan<float>().ToArray())];

        // Goes by the steps of the run where it stands, as a trainer does that is stopped and started again.
        TrainingState Play(long steps, TrainingState from)
        {
            game.Game.Policy = new Until(ThreeStages, TinyRuns.Steps);
            return new Trainer(game.Game, data, new TrainingOptions { Steps = steps }, from).Run(TestContext.Current.CancellationToken).State;
        }
    }

    /// <summary>The discriminator alone, both, the generator alone, for three of nine steps each.</summary>
    private static Stages ThreeStages => new(
        TinyRuns.Steps, new Stage(1, new Alternating(), "discriminator"), new Stage(1, new Alternating()), new Stage(1, new Alternating(), "generator"));

    internal static Adversarial Staged => new InStages { Networks = TinyRecipes.Dense.Networks, Latent = 3, Batch = 4, Steps = 6 };

    private sealed record InStages : Adversarial
    {
        public override GameParts Build(GameSetup setup) => base.Build(setup) with { Policy = ThreeStages };
    }

    private static Player Named(string name) => new(name, [], new Sgd(), 1, _ => Tensor.Zeros(Shape.Scalar));

    private static string Moved(Stages stages, long step, long? steps)
    {
        string moved = "";
        while (stages.Next(new Standing(Players, step, steps, moved.Length, new Dictionary<string, double>())) is { } player)
            moved += player.Name;
        return moved;
    }

    /// <summary>A policy in a run of fixed length, whatever part of it is played.</summary>
    private sealed record Until(MovePolicy Inner, long Steps) : MovePolicy
    {
        public override Player? Next(Standing standing) => Inner.Next(standing with { Steps = Steps });
    }

    private sealed record Watching(List<Standing> Seen) : MovePolicy
    {
        public override Player? Next(Standing standing)
        {
            Seen.Add(standing);
            return null;
        }
    }
}
