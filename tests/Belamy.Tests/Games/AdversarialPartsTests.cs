using Belamy.Data;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Tests.Games;

public sealed class AdversarialPartsTests
{
    private static readonly float[] Items = [1, 0, 2, 0, 3, 0, 6, 4];

    /// <summary>A generator that makes the same items whatever it draws, and a linear discriminator: nothing in a move is random.</summary>
    private static Adversarial Certain => new Adversarial
    {
        Networks = new NetworkPair(
            "certain",
            _ => new Sequential(new Dense(2, initializer: Initializers.Zeros), new Affine(1, 5)),
            _ => new Sequential(new Dense(1, initializer: Initializers.Constant(0.1)))),
        Latent = 3,
        Batch = 4,
        Averaging = 0,
        Discriminator = new PlayerSettings { LearningRate = 0.05, Optimizer = new Sgd() },
        Generator = new PlayerSettings { LearningRate = 0.05, Optimizer = new Sgd() },
    };

    private static MixGan Mixed => new()
    {
        Networks = Certain.Networks,
        Latent = 3,
        Batch = 4,
        Averaging = 0,
        Discriminator = Certain.Discriminator,
        Generator = Certain.Generator,
    };

    [Theory]
    [InlineData(1, "")]
    [InlineData(3, "")]
    [InlineData(3, "discriminator.gradient-limit=0.1")]
    [InlineData(3, "discriminator.historical-averaging=0.5")]
    [InlineData(3, "penalty=weight-clipping")]
    public void Unrolled_generator_plays_against_the_discriminator_as_it_will_be(int moves, string setting)
    {
        Adversarial recipe = setting.Length == 0 ? Certain : Certain.With(setting);
        using var unrolled = new AssembledGame(recipe with { Unrolling = moves }, [2]);
        Move ahead = unrolled.Game.MoveOf(unrolled.Game.Players[1]);
        Items.CopyTo(ahead.Program.Input(Turn.DataInput).AsSpan<float>());
        float[] before = unrolled.Networks["discriminator"].Parameters[0].AsSpan<float>().ToArray();
        ahead.Program.Run();
        Assert.Equal(before, unrolled.Networks["discriminator"].Parameters[0].AsSpan<float>().ToArray());

        using var played = new AssembledGame(recipe, [2]);
        Move discriminator = played.Game.MoveOf(played.Game.Players[0]);
        Items.CopyTo(discriminator.Program.Input(Turn.DataInput).AsSpan<float>());
        for (int move = 0; move < moves; move++)
            discriminator.Program.Run();
        Move generator = played.Game.MoveOf(played.Game.Players[1]);
        generator.Program.Run();
        Assert.Equal(generator.Loss, ahead.Loss, 1e-5f);
        // The way through the discriminator's moves is part of the gradient, so the two generators move apart.
        Assert.NotEqual(
            played.Networks["generator"].Parameters[1].AsSpan<float>().ToArray(),
            unrolled.Networks["generator"].Parameters[1].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Generator_of_an_objective_that_ignores_real_items_takes_no_data()
    {
        using var game = new AssembledGame(Certain, [2]);
        Assert.False(game.Game.MoveOf(game.Game.Players[1]).TakesData);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.1)]
    public void Gradients_longer_than_the_limit_are_shortened_to_it(double limit)
    {
        Adversarial recipe = Certain with { Discriminator = new PlayerSettings { LearningRate = 1, Optimizer = new Sgd(), GradientLimit = limit } };
        using var game = new AssembledGame(recipe, [2]);
        float[] before = Values(game);
        Move move = game.Game.MoveOf(game.Game.Players[0]);
        Items.CopyTo(move.Program.Input(Turn.DataInput).AsSpan<float>());
        move.Program.Run();
        double change = Math.Sqrt(before.Zip(Values(game), (a, b) => Math.Pow(a - b, 2)).Sum());
        Assert.Equal(limit, change, limit * 1e-3);

        static float[] Values(AssembledGame game) => [.. game.Networks["discriminator"].Parameters.SelectMany(parameter => parameter.AsSpan<float>().ToArray())];
    }

    [Fact]
    public void Gate_measures_the_costs_of_a_discriminator_and_moves_nothing()
    {
        using var game = new AssembledGame(Certain with { LossGate = 0.35 }, [2]);
        byte[][] before = Values();
        Move gate = game.Game.MoveOf(game.Game.Players[^2]);
        Items.CopyTo(gate.Program.Input(Turn.DataInput).AsSpan<float>());
        gate.Program.Run();
        // Logits are a tenth of the sum of an item: those of Items, and 1 for the (5, 5) that is generated.
        double real = new[] { 0.1, 0.2, 0.3, 1 }.Average(logit => Math.Log(1 + Math.Exp(-logit)));
        double generated = Math.Log(1 + Math.E);
        Assert.Equal(["cost-real", "cost-generated"], gate.Measures);
        Assert.Equal(real, gate.Measured(0), 1e-6);
        Assert.Equal(generated, gate.Measured(1), 1e-6);
        Assert.Equal(real + generated, gate.Loss, 2e-6);
        Assert.Equal(before, Values());

        byte[][] Values() => [.. game.Networks.Values.SelectMany(network => network.Parameters).Select(parameter => parameter.AsBytes().ToArray())];
    }

    [Fact]
    public void Historical_averaging_draws_to_the_mean_of_all_values_so_far()
    {
        using var store = new ParameterStore();
        Parameter weight = store.Create("w", NDArray.From<float>([1], [2]));
        Player player = new Player("one", [weight], new Sgd(), 1, turn => turn.Context.Read(weight).Sum()) { HistoricalAveraging = 0.5 }.With((_, _) => { });
        using var game = new Game(store, [player], new Alternating(), [1], 1, seed: 1);
        Move move = game.MoveOf(player);
        // θ ← θ - (1 + 2 · 0.5 (θ - mean)): 2, then 1, where the mean is 1.5, then 0.5, where it is 7/6.
        foreach ((double loss, double after) in new[] { (2, 1), (1 + (0.5 * 0.25), 0.5), (0.5 + (0.5 * 4 / 9), 1.0 / 6) })
        {
            move.Program.Run();
            Assert.Equal(loss, move.Loss, 1e-6);
            Assert.Equal(after, weight.AsSpan<float>()[0], 1e-6);
        }
    }

    [Fact]
    public void Historical_averaging_is_that_of_the_settings_of_each_player()
    {
        using var game = new AssembledGame(Certain.With("generator.historical-averaging=0.25").With("discriminator.historical-averaging=0.125"), [2]);
        Assert.Equal([0.125, 0.25], game.Game.Players.Select(player => player.HistoricalAveraging));
    }

    [Fact]
    public void Pack_puts_neighbours_of_the_batch_behind_one_another()
    {
        Tensor packed = Packing.Pack(Tensor.Literal(NDArray.From<float>([4, 2], Items)), 2);
        Assert.Equal(new Shape(2, 4), packed.Shape);
        Assert.Equal(Items, packed.Evaluate().AsSpan<float>().ToArray());
        Assert.Equal(new Shape(6, 28, 28), Packing.Pack(new Shape(3, 28, 28), 2));
    }

    [Fact]
    public void Pack_that_does_not_divide_the_batch_says_which_batch_would() =>
        Assert.Equal("batch=4: must be a multiple of packing=3, such as 3", Assert.Throws<BelamyException>(() => new AssembledGame(Certain with { Packing = 3 }, [2])).Message);

    [Fact]
    public void Replay_mixes_earlier_items_with_those_made_now()
    {
        const int Count = 200, Batch = 100;
        var setup = new GameSetup(Certain.Resolve([1]), [1], 0, null, null);
        var replay = new ReplayBuffer(setup, Count);
        setup.Initialize();
        var player = new Player("one", [], new Sgd(), 1, turn =>
        {
            Tensor shown = replay.Mix(turn, turn.Data);
            turn.Measure("earlier", (shown < 1.5).Cast(ElementType.Float32).Mean());
            return (shown * shown).Mean();
        });
        using var game = new Game(setup.Store, [player], new Alternating(), [1], Batch, seed: 3);
        Parameter kept = setup.Store["state/replay"];
        Play(1);
        Assert.Equal(0, (double)game.MoveOf(player).Measured(0) - 1, 1e-6);
        Assert.All(kept.AsSpan<float>().ToArray(), value => Assert.Equal(1, value));
        Play(2);
        Assert.InRange(game.MoveOf(player).Measured(0), 0.35, 0.65);
        Assert.InRange(kept.AsSpan<float>().ToArray().Count(value => value == 2), 30, 70);
        Play(3);
        Assert.Equal([1, 2, 3], kept.AsSpan<float>().ToArray().Distinct().Order());

        void Play(float value)
        {
            Move move = game.MoveOf(player);
            move.Program.Input(Turn.DataInput).AsSpan<float>().Fill(value);
            move.Program.Run();
        }
    }

    [Fact]
    public void Replay_with_classes_is_refused()
    {
        var pair = new NetworkPair("classes", Certain.Networks.Generator, Certain.Networks.Discriminator) { TakesClasses = true };
        Assert.StartsWith("replay=8: ", Assert.Throws<BelamyException>(() => new AssembledGame(Certain with { Networks = pair, Replay = 8 }, [2], classes: 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Instance_noise_falls_to_nothing_over_the_run()
    {
        using var game = new AssembledGame(Certain with { InstanceNoise = 0.5 }, [2]);
        Parameter noise = game.Game.Store["schedule/instance-noise"];
        var seen = new List<float>();
        foreach (long step in new long[] { 0, 50, 100, 200 })
        {
            game.Game.Schedule(step, 100);
            seen.Add(noise.AsSpan<float>()[0]);
        }

        Assert.Equal([0.5f, 0.25f, 0, 0], seen);
    }

    [Theory]
    [InlineData("r1")]
    [InlineData("r2")]
    [InlineData("gradient-penalty")]
    [InlineData("dragan")]
    [InlineData("r1", "mix-gan")]
    public void Lazy_penalty_is_paid_n_times_as_high_and_then_not_at_all(string penalty, string? model = null)
    {
        Recipe certain = model is null ? Certain : Mixed;
        double without = Loss(certain, player: 0);
        double price = Loss(certain.With("penalty", penalty), player: 0) - without;
        Assert.True(price > 1e-3, "there is something to pay");
        Recipe lazy = certain.With("penalty", penalty).With("penalty.every=3");
        Assert.Equal(without + (3 * price), Loss(lazy, player: 0), 1e-5);
        Assert.Equal(without, Loss(lazy, player: 1), 1e-6);

        static double Loss(Recipe recipe, int player)
        {
            using var game = new AssembledGame(recipe, [2]);
            Move move = game.Game.MoveOf(game.Game.Players[player]);
            Items.CopyTo(move.Program.Input(Turn.DataInput).AsSpan<float>());
            move.Program.Run();
            return move.Loss;
        }
    }

    [Fact]
    public void Learning_rates_fall_over_the_last_share_of_the_steps()
    {
        Dataset data = Datasets.Open("moons");
        var game = new AssembledGame(Certain with { LearningRateDecay = 0.5, Generator = new PlayerSettings { LearningRate = 0.5 } }, data);
        Parameter rate = game.Game.Store["learning-rate/generator"];
        var seen = new List<float>();
        var options = new TrainingOptions { Steps = 10, MetricsEvery = 1, Log = (_, _) => seen.Add(rate.AsSpan<float>()[0]) };
        using TrainingRun run = Gan.Play(game, data, options, null, null, TestContext.Current.CancellationToken);
        Assert.Equal([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.4, 0.3, 0.2, 0.1], seen.Select(value => Math.Round(value, 6)));
    }

    [Theory]
    [InlineData("penalty", "r1")]
    [InlineData("augmentation", "ada")]
    [InlineData("instance-noise", "0.1")]
    [InlineData("packing", "2")]
    [InlineData("unrolling", "1")]
    [InlineData("replay", "640")]
    [InlineData("accuracy-limit", "0.8")]
    [InlineData("loss-gate", "0.3")]
    public void Part_that_a_game_has_no_place_for_is_refused(string part, string value)
    {
        Assert.StartsWith($"{part}={value}: has no place in vae; ", Assert.Throws<BelamyException>(() => Models.Vae.With(part, value)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mixtures_pay_a_lazy_penalty_at_every_nth_move_of_their_discriminators()
    {
        using var game = new AssembledGame(Mixed.With("penalty=r1").With("penalty.every=4"), [2]);
        Assert.Equal(["discriminator", "discriminator", "generator"], game.Game.Players.Select(player => player.Name));
        Assert.Equal(4, Assert.IsType<Alternating>(game.Game.Policy).Interval);
        Assert.Equal([true, false], game.Game.Players.Take(2).Select(player => game.Game.MoveOf(player).Measures.Contains("penalty")));
    }

    [Fact]
    public void Probability_of_adaptive_augmentation_follows_the_logits_of_real_pictures()
    {
        // Real pictures are dark and have logits below 0, generated ones are bright and have logits above.
        Adversarial pictures = Certain with
        {
            Networks = new NetworkPair(
                "certain",
                _ => new Sequential(new Dense(16, initializer: Initializers.Zeros), new Affine(1, 5), new Reshape(1, 4, 4)),
                _ => new Sequential(new Flatten(), new Dense(1, initializer: Initializers.Constant(0.1)))),
        };
        using var game = new AssembledGame(pictures.With("augmentation=ada").With("augmentation.items=100"), [1, 4, 4]);
        Parameter probability = game.Game.Store["state/augmentation"];
        probability.AsSpan<float>()[0] = 0.25f;
        Move move = game.Game.MoveOf(game.Game.Players[0]);
        move.Program.Input(Turn.DataInput).AsSpan<float>().Fill(-1);
        move.Program.Run();
        Assert.Equal(0.25 - (4 / 100.0), probability.AsSpan<float>()[0], 1e-6);
    }

    [Fact]
    public void Mixtures_clip_the_weights_of_all_their_discriminators_and_not_their_shares()
    {
        using var game = new AssembledGame(Mixed.With("penalty=weight-clipping").With("penalty.bound=0.0625"), [2]);
        Parameter shares = game.Game.Store["state/discriminator-shares"];
        shares.AsSpan<float>()[0] = 1;
        Move move = game.Game.MoveOf(game.Game.Players[0]);
        Items.CopyTo(move.Program.Input(Turn.DataInput).AsSpan<float>());
        move.Program.Run();
        Parameter[] weights = [.. game.Networks.Where(network => network.Key.StartsWith("discriminator-", StringComparison.Ordinal)).SelectMany(network => network.Value.Parameters)];
        Assert.Equal(8, weights.Length);
        Assert.All(weights, weight => Assert.All(weight.AsSpan<float>().ToArray(), value => Assert.InRange(value, -0.0625f, 0.0625f)));
        Assert.InRange(shares.AsSpan<float>()[0], 0.5f, 1.5f);
    }

    [Fact]
    public void Lazy_penalty_is_paid_at_every_nth_move_of_the_discriminator()
    {
        using var game = new AssembledGame(Certain, [2]);
        Player[] players = [game.Game.Players[0], game.Game.Players[0].With((_, _) => { }), game.Game.Players[1]];
        var policy = new Alternating(DiscriminatorMoves: 2) { Interval = 3 };
        var order = new List<int>();
        for (long step = 0; step < 3; step++)
        {
            for (int move = 0; policy.Next(new Standing(players, step, null, move, new Dictionary<string, double>())) is { } player; move++)
                order.Add(Array.IndexOf(players, player));
        }

        Assert.Equal([0, 1, 2, 1, 0, 2, 1, 1, 2], order);
    }
}
