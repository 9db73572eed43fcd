using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Tensors;

namespace Belamy.Tests;

/// <summary>A system that writes texts.</summary>
public sealed class TextModelTests
{
    [Fact]
    public void Samples_are_words_drawn_with_the_chances_that_the_network_gives()
    {
        using var game = new AssembledGame(Models.GumbelGan with { Width = 2, Latent = 2, Averaging = 0 }, DataOfModels.For("gumbel-gan", new ArrayDataset("noise", [1], new float[40])));
        // All weights 0 but the logits' biases: every word has the same chances, whatever came before.
        foreach (Parameter parameter in game.Networks["generator"].Parameters)
            parameter.AsSpan<float>().Clear();
        double[] shares = [0.5, 0.02, 0.2, 0.08, 0.15, 0.05];
        shares.Select(share => (float)Math.Log(share)).ToArray().CopyTo(game.Game.Store["generator/logits/bias"].AsSpan<float>());
        const int Count = 4_000;
        float[] words = game.RequireGenerator().Sample(Count).Values.ToArray();
        Assert.Equal(Count * DataOfModels.Texts.Length, words.Length);
        // χ² of 5 degrees of freedom is above 20.5 once in a thousand times. Places of a text are drawn apart.
        double expected = words.Length, statistic = shares.Select((share, word) => Math.Pow(words.Count(value => value == word) - (share * expected), 2) / (share * expected)).Sum();
        Assert.InRange(statistic, 0, 20.5);
        Assert.InRange(words.Chunk(DataOfModels.Texts.Length).Count(text => text[0] == text[1]) / (double)Count, 0.30, 0.37);
    }

    [Fact]
    public void Likelihood_comes_first_and_the_game_after()
    {
        Dataset data = DataOfModels.For("gumbel-gan", new ArrayDataset("noise", [1], new float[40]));
        Assert.Equal(["likelihood", "likelihood", "discriminator generator", "discriminator generator"], Players(0.5));
        Assert.Equal(["likelihood", "discriminator generator", "discriminator generator", "discriminator generator"], Players(0.25));
        Assert.Equal(Enumerable.Repeat("discriminator generator", 4), Players(0));
        Assert.Equal(Enumerable.Repeat("likelihood", 4), Players(1));

        string[] Players(double likelihood)
        {
            using var game = new AssembledGame(Models.GumbelGan with { Width = 2, Latent = 2, Batch = 4, Likelihood = likelihood }, data);
            return [.. Enumerable.Range(0, 4).Select(step => string.Join(' ', Moves(game.Game, step)))];
        }

        static IEnumerable<string> Moves(Game game, int step)
        {
            for (int move = 0; game.Policy.Next(new Standing(game.Players, step, 4, move, new Dictionary<string, double>())) is { } player; move++)
                yield return player.Name;
        }
    }

    [Fact]
    public void Discriminator_reads_a_text_by_itself()
    {
        using var game = new AssembledGame(Models.GumbelGan with { Width = 2, Latent = 2 }, DataOfModels.For("gumbel-gan", new ArrayDataset("noise", [1], new float[40])));
        Function score = Assert.Single(game.Functions);
        Assert.Equal("score: text → score", score.ToString());
        using var runner = new Runner(score);
        float[] scores = runner.Run([new float[] { 1, 2, 3, 0, 0, 1, 2, 3, 4, 0, 1, 2, 3, 0, 0 }], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(scores[0], scores[2]);
        Assert.NotEqual(scores[0], scores[1]);
    }

    [Fact]
    public void Many_words_make_the_networks_wider()
    {
        Assert.Equal([2, 4 * 2], new[] { 100, 101 }.Select(words =>
        {
            var data = new FieldedDataset("texts", "text", new ArrayColumn(new Field("text", DataOfModels.TextsOf(3, words)), new Rows("texts", 70), new float[210]));
            using var game = new AssembledGame(Models.GumbelGan with { Width = 2, Latent = 2 }, data);
            return game.Game.Store["generator/memory/state"].Shape[0];
        }));
    }

    [Fact]
    public void What_is_no_text_is_refused_in_one_line()
    {
        var error = Assert.Throws<BelamyException>(() => new AssembledGame(Models.GumbelGan, Datasets.Open("ring8")));
        Assert.Equal("gumbel-gan: takes data with text; these have point (points of 2 coordinates), class (8 classes); choose others, see belamy data", error.Message);
    }

    [Theory]
    [InlineData(100, 3)]
    [InlineData(10, 40)]
    public void Texts_are_as_long_as_most(int count, int length)
    {
        using var folder = new TemporaryFolder();
        // One of them is long: of a hundred it is cut, of ten it is held whole.
        File.WriteAllLines(folder["lines.txt"], [.. Enumerable.Range(1, count - 1).Select(_ => "one two three"), string.Join(' ', Enumerable.Repeat("long", 40))]);
        Assert.Equal(length, ((Tokens)Datasets.Open(folder["lines.txt"]).Main.Field.Kind).Length);
    }
}
