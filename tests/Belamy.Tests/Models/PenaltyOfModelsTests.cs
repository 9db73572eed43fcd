using Belamy.Games;
using Belamy.Networks;
using Belamy.Tensors;
using Belamy.Tests.Training;
using Belamy.TestSupport;

namespace Belamy.Tests;

/// <summary>Every game with a critic plays the penalty that is asked for; the others say why not.</summary>
public sealed class PenaltyOfModelsTests
{
    private static readonly string[] WithoutCritic = ["autoencoder", "denoising-autoencoder", "vae", "rbm", "naive-bayes"];

    public static TheoryData<string> WithCritic => [.. Models.All.Select(model => model.Name).Except(WithoutCritic)];

    public static TheoryData<string> Others => [.. WithoutCritic];

    [Theory]
    [MemberData(nameof(WithCritic))]
    public void R1_is_in_the_loss_and_the_gradients_of_every_discriminator(string model)
    {
        var file = GoldenFile.Load(Path.Combine("moves", $"{model}.json"));
        using var plain = new RecordedGame(file, "penalty=none");
        using var paying = new RecordedGame(file, "penalty=r1");
        int[] critics = [.. Enumerable.Range(0, paying.Game.Players.Count).Where(at => paying.Game.Players[at].Name.StartsWith("discriminator", StringComparison.Ordinal))];
        Assert.NotEmpty(critics);
        foreach (int player in critics)
        {
            using Move without = plain.Probe(player), with = paying.Probe(player);
            plain.Feed(without, 0);
            paying.Feed(with, 0);
            without.Program.Run();
            with.Program.Run();
            double penalty = with.Measured(Assert.Single(Enumerable.Range(0, with.Measures.Count), at => with.Measures[at] == "penalty"));
            Assert.True(penalty > 0, "a critic has a slope");
            // A few dozen float32 terms of the order of the loss and of the penalty.
            Assert.Equal(without.Loss + penalty, with.Loss, 1e-5 * (Math.Abs(without.Loss) + penalty + 1));
            string gradients = $"optimizer/{with.Player.Name}/gradient/";
            Assert.Contains(with.Player.Parameters, parameter => !Same(plain.Value(gradients + parameter.Name), paying.Value(gradients + parameter.Name)));
        }
    }

    // The penalties themselves do not care for the sign of a slope; maps of the critic and measures of it do.
    [Theory]
    [InlineData("began")]
    [InlineData("ebgan")]
    public void Critic_of_energies_is_lower_where_an_item_is_restored_worse(string model)
    {
        using var game = new RecordedGame(GoldenFile.Load(Path.Combine("moves", $"{model}.json")));
        Shape batch = [2, .. game.Game.Item];
        var values = new float[batch.Count];
        // No network of such small weights restores what is a hundred times as large.
        values.AsSpan((int)batch.Count / 2).Fill(100);
        var context = new ForwardContext { IsTraining = false, CollectsUpdates = false };
        using var program = Program.Compile("scores", [game.Assembled.Parts.Critic!(context, Tensor.Literal(NDArray.From<float>(batch, values)))]);
        program.Run();
        ReadOnlySpan<float> scores = program.Outputs[0].AsSpan<float>();
        Assert.True(scores[1] < scores[0] && scores[0] <= 0, $"{scores[0]} and {scores[1]}");
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Penalty_is_refused_where_nobody_judges_items(string model)
    {
        var error = Assert.Throws<BelamyException>(() => Models.Find(model).Recipe.With("penalty=r1"));
        Assert.StartsWith($"penalty=r1: has no place in {model}; ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Boosted_pairs_pay_a_lazy_penalty_at_every_nth_move_of_their_discriminator()
    {
        using var paying = new RecordedGame(GoldenFile.Load(Path.Combine("moves", "adagan.json")), "penalty=r1", "penalty.every=3");
        Stage pair = Assert.IsType<Stages>(paying.Game.Policy).Parts[0];
        Assert.Equal(3, Assert.IsType<Alternating>(pair.Policy).Interval);
        Player[] kinds = [.. paying.Game.Players.Where(player => player.Name == "discriminator-1")];
        Assert.Equal([true, false], kinds.Select(player => paying.Game.MoveOf(player).Measures.Contains("penalty")));
    }

    [Fact]
    public void Critic_that_does_not_say_what_it_judges_is_a_mistake_of_its_game()
    {
        var mute = new OwnGame((recipe, setup) =>
        {
            Module network = setup.Build("critic", new Dense(1), [2]);
            return new GameParts(setup.Critic("critic", recipe.Discriminator, recipe.Penalty, [network], turn => turn.Apply(network, turn.Data).Mean()), recipe.Order, null);
        });
        using var game = new AssembledGame(mute, [2]);
        Assert.Contains("Turn.Judge", Assert.Throws<InvalidOperationException>(() => game.Game.Compile()).Message, StringComparison.Ordinal);
    }

    private static bool Same(NDArray left, NDArray right) => left.ToDoubles().SequenceEqual(right.ToDoubles());
}
