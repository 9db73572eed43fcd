using Belamy.Games;
using Belamy.Networks;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Tests.Training;
using Belamy.Training;

namespace Belamy.Tests.Games;

public sealed class GameTests
{
    [Fact]
    public void Move_of_the_generator_leaves_the_discriminator_untouched()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [2]);
        Dictionary<string, byte[]> before = Values(game.Networks["discriminator"]);
        game.Game.MoveOf(game.Game.Players[1]).Program.Run();
        Assert.Equal(before, Values(game.Networks["discriminator"]));
    }

    [Fact]
    public void Move_of_the_discriminator_leaves_the_generator_untouched()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [2]);
        Dictionary<string, byte[]> before = Values(game.Networks["generator"]);
        game.Game.MoveOf(game.Game.Players[0]).Program.Run();
        Assert.Equal(before, Values(game.Networks["generator"]));
    }

    [Fact]
    public void Move_changes_every_parameter_and_statistic_of_its_own_player()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [2]);
        foreach ((Module network, Player player) in new[] { (game.Networks["discriminator"], game.Game.Players[0]), (game.Networks["generator"], game.Game.Players[1]) })
        {
            Dictionary<string, byte[]> before = Values(network);
            Move move = game.Game.MoveOf(player);
            if (move.TakesData)
                new float[] { 0.1f, -0.4f, 0.8f, 0.3f, -0.7f, 0.2f, 0.5f, -0.6f }.CopyTo(move.Program.Input(Turn.DataInput).AsSpan<float>());
            move.Program.Run();
            Dictionary<string, byte[]> after = Values(network);
            // A bias before batch norm has no effect on the loss, so its gradient is rounding at most.
            Assert.All(before.Keys.Where(name => !name.EndsWith("/0/bias", StringComparison.Ordinal) && !name.EndsWith("/1/bias", StringComparison.Ordinal)),
                name => Assert.False(before[name].AsSpan().SequenceEqual(after[name]), name));
        }
    }

    [Fact]
    public void Move_of_the_discriminator_takes_statistics_of_real_and_generated_batches_one_after_the_other()
    {
        // A discriminator that is batch norm of the items themselves, and a generator that always makes (5, 5).
        Adversarial recipe = TinyRecipes.Dense with
        {
            Networks = new NetworkPair(
                "statistics",
                _ => new Sequential(new Dense(2, initializer: Initializers.Zeros), new Affine(1, 5)),
                _ => new Sequential(new BatchNorm(momentum: 0.5), new Dense(1))),
        };
        using var game = new AssembledGame(recipe, [2]);
        Move move = game.Game.MoveOf(game.Game.Players[0]);
        new float[] { 1, 0, 2, 0, 3, 0, 6, 4 }.CopyTo(move.Program.Input(Turn.DataInput).AsSpan<float>());
        move.Program.Run();
        // From 0: half way to the real mean (3, 1), then half way to the generated mean (5, 5); exact in float32.
        Assert.Equal([3.25f, 2.75f], game.Game.Store["discriminator/0/mean"].AsSpan<float>().ToArray());
        // From 1: half way to the unbiased variances of the real batch (14/3, 4), then half way to 0.
        Assert.Equal([17f / 12, 1.25f], game.Game.Store["discriminator/0/variance"].AsSpan<float>().ToArray(), new Near(1e-6));
    }

    [Fact]
    public void Statistics_of_the_generator_move_once_on_its_own_move_and_never_on_the_other()
    {
        // A generator whose batch norm always sees (5, 5).
        Adversarial recipe = TinyRecipes.Dense with
        {
            Networks = new NetworkPair(
                "statistics",
                _ => new Sequential(new Dense(2, initializer: Initializers.Zeros), new Affine(1, 5), new BatchNorm(momentum: 0.5)),
                _ => new Sequential(new Dense(1))),
        };
        using var game = new AssembledGame(recipe, [2]);
        Move discriminator = game.Game.MoveOf(game.Game.Players[0]);
        Move generator = game.Game.MoveOf(game.Game.Players[1]);
        float[] Mean() => game.Game.Store["generator/2/mean"].AsSpan<float>().ToArray();
        discriminator.Program.Run();
        Assert.Equal([0, 0], Mean());
        generator.Program.Run();
        Assert.Equal([2.5f, 2.5f], Mean());
        discriminator.Program.Run();
        Assert.Equal([2.5f, 2.5f], Mean());
    }

    [Fact]
    public void Move_draws_fresh_latent_vectors_each_time()
    {
        // The loss of a generator that passes its latent vectors on to a discriminator that passes them on as well.
        Adversarial recipe = TinyRecipes.Dense with
        {
            Networks = new NetworkPair(
                "pass",
                _ => new Sequential(new Dense(1, initializer: Initializers.Ones)),
                _ => new Sequential(new Dense(1, initializer: Initializers.Ones))),
            Generator = new PlayerSettings { LearningRate = 1e-30 },
        };
        using var game = new AssembledGame(recipe, [1]);
        Move move = game.Game.MoveOf(game.Game.Players[1]);
        var losses = new HashSet<float>();
        for (int run = 0; run < 20; run++)
        {
            move.Program.Run();
            losses.Add(move.Loss);
        }

        Assert.Equal(20, losses.Count);
    }

    [Fact]
    public void Parameters_created_in_another_order_have_the_same_initial_values()
    {
        using var forward = new ParameterStore();
        using var backward = new ParameterStore();
        string[] names = ["a", "b", "c"];
        Create(forward, names);
        Create(backward, [.. names.Reverse(), "d"]);
        foreach (string name in names)
            Assert.Equal(forward[name].AsSpan<float>().ToArray(), backward[name].AsSpan<float>().ToArray());
        Assert.NotEqual(forward["a"].AsSpan<float>().ToArray(), forward["b"].AsSpan<float>().ToArray());

        static void Create(ParameterStore store, string[] names)
        {
            var scope = new ParameterScope(store, seed: 9);
            foreach (string name in names)
                scope.Create(name, [40], Initializers.Normal(0, 1));
            scope.Initialize();
        }
    }

    [Fact]
    public void Run_with_a_loss_that_is_no_number_names_player_and_step_and_keeps_the_checkpoint()
    {
        using var folder = new TemporaryFolder();
        var data = new GaussianData(50, 0, 0.5, 2);
        RunFolder run = RunFolder.Create(folder["run"], RunDescription.Create(TinyRecipes.Dense, data, steps: 8));
        (AssembledGame game, TrainingState state) = run.LoadGame();
        using AssembledGame owned = game;
        var options = new TrainingOptions { Steps = 8, CheckpointEvery = 1, CheckpointSpacing = TimeSpan.Zero, ProgressSpacing = TimeSpan.Zero };
        options = options with
        {
            Progress = now =>
            {
                if (now.Step == 4)
                    game.Game.Store["generator/3/weight"].AsSpan<float>()[0] = float.NaN;
            },
        };
        var trainer = new Trainer(game.Game, data, options, state) { Generator = game.Generator, Folder = run };
        var error = Assert.Throws<BelamyException>(() => trainer.Run(TestContext.Current.CancellationToken));
        Assert.StartsWith("discriminator: its loss is not a number at step 5, after 3 returns to an earlier step, each with half the learning rates; the last good checkpoint is ", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, run.Checkpoints[0].Step);
    }

    private static Dictionary<string, byte[]> Values(Module network) => network.Parameters.Concat(network.Statistics)
        .ToDictionary(parameter => parameter.Name, parameter => parameter.AsBytes().ToArray());

    private sealed class Near(double tolerance) : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(float obj) => 0;
    }
}
