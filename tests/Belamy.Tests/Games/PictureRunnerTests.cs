using Belamy.Data;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Tests.Games;

/// <summary>A function that was trained on small pictures takes those of any size.</summary>
public sealed class PictureRunnerTests
{
    [Theory]
    [InlineData("srgan")]
    [InlineData("srez")]
    public void Pictures_of_other_sizes_are_enlarged_by_the_same_weights(string model)
    {
        using AssembledGame game = Small(model);
        Function upscale = Assert.Single(game.Functions);
        Assert.Equal("upscale: input → target", upscale.ToString());
        int before = game.Game.Store.Parameters.Count;
        // A place far from all borders is the same whatever surrounds the picture: seven pixels of 60 by 60, cut from 70 by 70.
        float[] large = Noise(70 * 70, seed: 1), part = [.. Enumerable.Range(0, 60 * 60).Select(at => large[((at / 60 + 5) * 70) + (at % 60) + 5])];
        float[] whole = Apply(upscale.For(70, 70), large), cut = Apply(upscale.For(60, 60), part);
        Assert.Equal(280 * 280, whole.Length);
        int far = 4 * upscale.AnySize!.Reach;
        for (int y = far; y < 240 - far; y++)
        {
            for (int x = far; x < 240 - far; x++)
                Assert.Equal(whole[((y + 20) * 280) + x + 20], cut[(y * 240) + x], 1e-5);
        }

        Assert.Equal(before, game.Game.Store.Parameters.Count);
    }

    [Theory]
    [InlineData(130, 75)]
    [InlineData(71, 129)]
    [InlineData(5, 9)]
    public void Tiles_of_a_large_picture_make_what_the_whole_makes(int height, int width)
    {
        using AssembledGame game = Small();
        Function upscale = game.Functions[0];
        float[] picture = Noise(height * width, seed: 2), whole = Apply(upscale.For(height, width), picture), made = new float[whole.Length];
        Array.Fill(made, float.NaN);
        var shares = new List<double>();
        using var tiled = new PictureRunner(upscale, longest: 1);
        tiled.Run(picture, height, width, (top, left, rows, columns, values) =>
        {
            for (int at = 0; at < values.Length; at++)
            {
                int to = ((top + (at / columns)) * 4 * width) + left + (at % columns);
                Assert.True(float.IsNaN(made[to]), "no place is told twice");
                made[to] = values[at];
            }
        }, seed: 1, shares.Add, TestContext.Current.CancellationToken);
        // Sums of a few hundred products are rounded in another order.
        Assert.All(whole.Zip(made), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(1, shares[^1]);
    }

    [Fact]
    public void Trained_function_takes_pictures_as_they_are()
    {
        using AssembledGame game = Small();
        using var upscale = new TrainedFunction(game.Functions[0], seed: 1);
        var picture = new Image(9, 5, 3);
        picture.Pixels.Fill(200);
        Image made = upscale.Apply(picture, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((36, 20, 1), (made.Width, made.Height, made.Channels));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => upscale.Apply(picture, cancellationToken: cancelled.Token));
        BelamyException error = Assert.Throws<BelamyException>(() => upscale.Apply(new Image(30_000, 30_000, 1), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("upscale: input → target: a picture of 30000×30000 would become one of 120000×120000, more than a file is written of; apply it to parts of the picture", error.Message);
    }

    [Fact]
    public void Function_of_one_size_says_so()
    {
        using var game = new AssembledGame(Models.Pix2Pix with { Width = 2 }, Datasets.Open("digit-edges"));
        Assert.Contains("takes pictures of one size", Assert.Throws<InvalidOperationException>(() => game.Functions[0].For(8, 8)).Message, StringComparison.Ordinal);
    }

    private static AssembledGame Small(string model = "srgan")
    {
        var game = new AssembledGame((TwoPlayerRecipe)Models.Find(model).Recipe with { Width = 2 }, ShrunkenPictures.Pair(Datasets.Open("digits"), 4));
        // Statistics and slopes of their own, so that no layer is the identity.
        foreach (Parameter parameter in game.Networks["generator"].Statistics)
            parameter.AsSpan<float>().Fill(parameter.Name.EndsWith("mean", StringComparison.Ordinal) ? 0.1f : 0.5f);
        // Blocks that begin as next to nothing would hide how far they look.
        foreach (Parameter parameter in game.Networks["generator"].Parameters.Where(one => model == "srez" && one.Name.EndsWith("kernel", StringComparison.Ordinal)))
            Noise((int)parameter.Shape.Count, seed: 3).CopyTo(parameter.AsSpan<float>());
        return game;
    }

    private static float[] Noise(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    private static float[] Apply(Function function, float[] picture)
    {
        using var runner = new Runner(function, items: 1);
        return runner.Run([picture], seed: 1, cancellationToken: TestContext.Current.CancellationToken);
    }
}
