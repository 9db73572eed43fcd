using Belamy.Data;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Networks;

/// <summary>Networks that grow; their moves are compared with PyTorch's in <see cref="MoveGoldenTests"/>.</summary>
public sealed class GrowingTests
{
    private static readonly NetworkSizes Sizes = new([1, 16, 16], Latent: 5, Width: 2);
    private static readonly Tensor State = Tensor.Literal(NDArray.From<int>([4], [1, 2, 3, 0]));
    private static readonly Tensor None = Scalar(0), All = Scalar(1);

    [Fact]
    public void Generator_at_either_end_of_a_fade_is_the_smaller_doubled_or_the_larger_alone()
    {
        using var layer = new LayerUnderTest(GrowingPair.Create().Generator(Sizes), [3, 5]);
        var generator = (GrowingGenerator)layer.Module;
        var context = new ForwardContext();
        Tensor latent = Normal(5, [3, 5]), small = generator.Forward(context, latent, [null]);
        Assert.Equal(new Shape(3, 1, 8, 8), small.Shape);
        Closeness.AssertClose(Double(small).Evaluate(), generator.Forward(context, latent, [null, None]).Evaluate(), 1e-12, "a = 0");
        Closeness.AssertClose(generator.Forward(context, latent).Evaluate(), generator.Forward(context, latent, [null, All]).Evaluate(), 1e-12, "a = 1");
        // What has not begun is not seen, however much of it there is.
        Closeness.AssertClose(Double(Double(generator.Forward(context, latent, []))).Evaluate(), generator.Forward(context, latent, [None, None]).Evaluate(), 1e-12, "the smallest");
    }

    [Fact]
    public void Discriminator_at_either_end_of_a_fade_sees_the_picture_halved_or_as_it_is()
    {
        using var layer = new LayerUnderTest(GrowingPair.Create().Discriminator(Sizes), [3, 1, 16, 16]);
        var discriminator = (GrowingDiscriminator)layer.Module;
        var context = new ForwardContext();
        Tensor pictures = Normal(6, [3, 1, 16, 16]), halved = Halve(pictures);
        Closeness.AssertClose(discriminator.Forward(context, halved, [null]).Evaluate(), discriminator.Forward(context, pictures, [null, None]).Evaluate(), 1e-12, "a = 0");
        Closeness.AssertClose(discriminator.Forward(context, pictures).Evaluate(), discriminator.Forward(context, pictures, [null, All]).Evaluate(), 1e-12, "a = 1");
        Closeness.AssertClose(Double(halved).Evaluate(), discriminator.Show(context, pictures, [null, None]).Evaluate(), 1e-12, "real pictures at a = 0");
        Closeness.AssertClose(((Double(halved) * 0.75) + (pictures * 0.25)).Evaluate(), discriminator.Show(context, pictures, [null, Scalar(0.25)]).Evaluate(), 1e-12, "real pictures at a = ¼");
        Closeness.AssertClose(halved.Evaluate(), discriminator.Show(context, pictures, [null]).Evaluate(), 1e-12, "real pictures before");
    }

    [Fact]
    public void Sizes_that_do_not_meet_are_refused()
    {
        Module[] pictures = [new Convolution(1, kernel: 1), new Convolution(1, kernel: 1)];
        ArgumentException error = Assert.Throws<ArgumentException>(() => new LayerUnderTest(new GrowingGenerator(new Reshape(2, 4, 4), [new Convolution(2, kernel: 3)], pictures), [1, 32]));
        Assert.Contains("block 0 leads to pictures of [1, 4, 4], and those before it doubled are [1, 8, 8]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Game_plays_size_by_size_and_makes_what_it_has_learned_so_far()
    {
        Progressive recipe = Models.Progressive with { Width = 2, Latent = 4, Batch = 8 };
        var random = new Random(3);
        var data = new ArrayDataset("noise", [1, 16, 16], [.. Enumerable.Range(0, 16 * 256).Select(_ => (random.NextSingle() * 2) - 1)]);
        using var game = new AssembledGame(recipe, data);
        game.Game.Compile();
        double[] work = [.. new[] { "discriminator-4x4", "discriminator-8x8", "discriminator" }.Select(name => game.Game.MoveOf(game.Game.Players.First(player => player.Name == name)).Program.Flops)];
        Assert.True(work[0] < work[1] / 2 && work[1] < work[2], $"{work[0]}, {work[1]}, {work[2]} operations");
        foreach ((long step, int side) in new[] { (9L, 4), (10L, 4), (15L, 8), (30L, 8), (40L, 16) })
        {
            game.Game.Schedule(step, 50);
            Assert.Equal(side, SideOf(game.RequireGenerator().Sample(1).Values));
        }

        // 16×16 comes in over the first half of its twenty steps.
        foreach ((long step, float share) in new[] { (30L, 0f), (35L, 0.5f), (40L, 1f), (49L, 1f) })
        {
            game.Game.Schedule(step, 50);
            Assert.Equal(share, game.Game.Store["schedule/fade-2"].AsSpan<float>()[0]);
        }
    }

    [Fact]
    public void Networks_that_cannot_grow_are_refused_in_one_line()
    {
        BelamyException error = Assert.Throws<BelamyException>(() => new AssembledGame(Models.Progressive with { Networks = NetworkPair.ByData }, [1, 16, 16]));
        Assert.Equal("networks=by data: cannot grow; choose those of GrowingPair", error.Message);
    }

    /// <summary>Along a row of 16 pixels, how many differ from the one before.</summary>
    private static int SideOf(ReadOnlySpan<float> picture)
    {
        float[] values = picture[..16].ToArray();
        return 1 + Enumerable.Range(1, 15).Count(at => values[at] != values[at - 1]);
    }

    private static Tensor Double(Tensor pictures)
    {
        (int count, int side) = (pictures.Shape[0], pictures.Shape[2]);
        return pictures.Reshape(count, 1, side, 1, side, 1).BroadcastTo([count, 1, side, 2, side, 2]).Reshape(count, 1, 2 * side, 2 * side);
    }

    private static Tensor Halve(Tensor pictures) => pictures.Reshape(pictures.Shape[0], 1, pictures.Shape[2] / 2, 2, pictures.Shape[3] / 2, 2).Mean([3, 5]);

    private static Tensor Normal(uint stream, Shape shape) => Tensor.RandomNormal(State, stream, shape, ElementType.Float64);

    private static Tensor Scalar(double value) => Tensor.Constant(value, [], ElementType.Float64);
}
