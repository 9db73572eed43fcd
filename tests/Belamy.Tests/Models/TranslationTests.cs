using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;

namespace Belamy.Tests;

/// <summary>What systems that translate do once they are trained.</summary>
public sealed class TranslationTests
{
    [Fact]
    public void Pix2pix_has_its_noise_in_use_too()
    {
        using var game = new AssembledGame(Models.Pix2Pix with { Width = 2 }, Datasets.Open("digit-edges"));
        using var runner = new Runner(Assert.Single(game.Functions), items: 1);
        var edges = new float[1024];
        Datasets.Open("digit-edges").Column("input").Read(0, edges);
        float[] once = Translate(1);
        Assert.Equal(once, Translate(1));
        // Isola et al. 2017, section 2.1: dropout is the noise, at training time and at test time.
        Assert.NotEqual(once, Translate(2));

        float[] Translate(long seed) => runner.Run([edges], seed, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Cyclegan_translates_there_and_back_without_noise()
    {
        using var game = new AssembledGame(Models.CycleGan with { Width = 2 }, Datasets.Open("digit-negatives"));
        Assert.Equal(["translate: a → b", "translate-back: b → a"], game.Functions.Select(function => function.ToString()));
        using Runner there = new(game.Functions[0], items: 1), back = new(game.Functions[1], items: 1);
        var digit = new float[1024];
        Datasets.Open("digit-negatives").Column("a").Read(0, digit);
        float[] made = there.Run([digit], seed: 1, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(made, there.Run([digit], seed: 2, cancellationToken: TestContext.Current.CancellationToken));
        Assert.NotEqual(made, back.Run([digit], seed: 1, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Icgan_rebuilds_a_picture_as_the_class_that_it_tells()
    {
        using var game = new AssembledGame(Models.Icgan with { Width = 2, Latent = 4 }, Datasets.Open("digits"));
        // Told for twos, whatever they show.
        game.Networks["encoder-class"].Parameters[^1].AsSpan<float>()[2] = 100;
        var digit = new float[784];
        Datasets.Open("digits").ReadBatch([0], digit);
        Assert.Equal(2, Use("classify", digit)[0]);
        Assert.Equal(Use("edit", digit, [2]), Use("reconstruct", digit));
        Assert.NotEqual(Use("edit", digit, [3]), Use("reconstruct", digit));

        float[] Use(string name, params float[][] inputs) => TranslationTests.Use(game, name, inputs);
    }

    // By a weight so high colours at large are all that counts: those of the network where the object is, and elsewhere those of whom is asked.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gp_gan_asks_its_network_about_the_background_only_where_it_is_not_kept(bool isKept)
    {
        using var game = new AssembledGame(Models.GpGan with { Width = 2, ColourWeight = 1e6, Blur = 0, KeepsBackground = isKept }, [3, 16, 16]);
        float[] picture = [.. Enumerable.Range(0, 768).Select(at => MathF.Sin(at))], image = [.. picture.Reverse()], mask = [.. Enumerable.Range(0, 256).Select(at => at / 16 is >= 4 and < 9 ? 1f : 0)];
        bool IsMarked(int at) => mask[at % 256] == 1;
        float[] answer = Use("harmonize", [.. picture.Select((value, at) => IsMarked(at) ? image[at] : value)]), made = Use("blend", picture, image, mask);
        Assert.Equal(answer.Select((value, at) => IsMarked(at) || !isKept ? value : picture[at]), made, (one, other) => Math.Abs(one - other) < 1e-3);

        float[] Use(string name, params float[][] inputs) => TranslationTests.Use(game, name, inputs);
    }

    [Fact]
    public void Discogan_translates_points_of_the_plane()
    {
        Column[] columns = [.. new[] { "a", "b" }.Select(name => new ArrayColumn(new Field(name, new Points(2)), new Rows(name, 4), new float[8]))];
        using var game = new AssembledGame(Models.DiscoGan with { Width = 2 }, new FieldedDataset("points", "b", columns));
        Assert.Equal(["translate: a → b", "translate-back: b → a"], game.Functions.Select(function => function.ToString()));
        using Runner there = new(game.Functions[0], items: 1);
        Assert.Equal(2, there.Run([new float[] { 1, -1 }], seed: 1, cancellationToken: TestContext.Current.CancellationToken).Length);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(4)]
    public void Encoder_and_decoder_refuses_pictures_that_cannot_be_halved(int side) =>
        Assert.Contains($"{side}×{side} pixels cannot be", Assert.Throws<BelamyException>(() => EncoderDecoder.Create(1, 2, side, side)).Message, StringComparison.Ordinal);

    [Fact]
    public void Cogan_makes_both_pictures_of_a_pair_of_one_latent_vector()
    {
        (Column a, Column b) = (PicturesOf("a", new Pictures(1, 8, 8)), PicturesOf("b", new Pictures(3, 8, 8)));
        using var game = new AssembledGame(Models.CoGan with { Width = 2 }, new FieldedDataset("two looks", "b", a, b));
        Assert.Equal(["pair: latent → pair", "sample-a: latent → a"], game.Functions.Select(function => function.ToString()));
        float[] latent = game.RequireGenerator().Latents(1);
        using Runner pair = new(game.Functions[0], items: 1), ofA = new(game.Functions[1], items: 1);
        float[] both = pair.Run([latent], seed: 1, cancellationToken: TestContext.Current.CancellationToken), left = ofA.Run([latent], seed: 1, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new Pictures(3, 8, 16), game.Functions[0].Gives.Kind);
        // A grey picture has its one channel three times.
        AssertNear([.. left, .. left, .. left], [.. both.Chunk(8).Where((_, row) => row % 2 == 0).SelectMany(row => row)]);
        AssertNear(game.RequireGenerator().Generate(latent).Values.ToArray(), [.. both.Chunk(8).Where((_, row) => row % 2 == 1).SelectMany(row => row)]);
    }

    [Fact]
    public void Cogan_of_pictures_of_two_sizes_is_refused()
    {
        var data = new FieldedDataset("two looks", "b", PicturesOf("a", new Pictures(1, 8, 8)), PicturesOf("b", new Pictures(1, 16, 16)));
        Assert.Equal("cogan: makes pairs of pictures of one size, and a is 8×8, b 16×16; choose a size, such as --size 16x16", Assert.Throws<BelamyException>(() => new AssembledGame(Models.CoGan, data)).Message);
    }

    [Fact]
    public void Unit_translates_without_noise_through_blocks_that_both_sets_have()
    {
        var data = new FieldedDataset("two looks", "b", PicturesOf("a", new Pictures(1, 8, 8)), PicturesOf("b", new Pictures(3, 8, 8)));
        using var game = new AssembledGame(Models.Unit with { Width = 1 }, data);
        Assert.Equal(["translate: a → b", "translate-back: b → a"], game.Functions.Select(function => function.ToString()));
        Assert.Equal(["discriminator-a", "discriminator-b", "encoder", "encoder-a", "encoder-b", "generator", "generator-a", "generator-b"], game.Networks.Keys.Order(StringComparer.Ordinal));
        using Runner there = new(game.Functions[0], items: 1);
        var picture = new float[64];
        data.Column("a").Read(0, picture);
        float[] made = there.Run([picture], seed: 1, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(made, there.Run([picture], seed: 2, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(3 * 64, made.Length);
    }

    [Fact]
    public void Split_leaves_no_chain_empty()
    {
        (Sequential first, Sequential second) = new Sequential(new ReLU(), new Tanh(), new Sigmoid()).Split(^1);
        Assert.Equal((2, 1), (first.Children.Count, second.Children.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => second.Split(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => second.Split(1));
    }

    private static ArrayColumn PicturesOf(string field, Pictures kind) =>
        new(new Field(field, kind), new Rows(field, 4), [.. Enumerable.Range(0, 4 * (int)kind.Shape.Count).Select(at => (at * 37 % 64 / 32f) - 1)]);

    // Programs of other shapes add in another order.
    private static void AssertNear(float[] expected, float[] actual) => Assert.Equal(expected, actual, (one, other) => Math.Abs(one - other) < 1e-5f);

    private static float[] Use(AssembledGame game, string name, float[][] inputs)
    {
        using var runner = new Runner(game.Functions.Single(function => function.Name == name), items: 1);
        return runner.Run([.. inputs.Select(values => (ReadOnlyMemory<float>)values)], seed: 1, cancellationToken: TestContext.Current.CancellationToken);
    }
}
