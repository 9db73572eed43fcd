using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy.Tests;

public sealed class FaceCompletionTests
{
    [Theory]
    [InlineData(1, 1, "discriminator discriminator-local parser completion generator-local generator", 4)]
    [InlineData(0, 1, "discriminator parser completion generator", 3)]
    [InlineData(1, 0, "discriminator discriminator-local parser completion generator-local generator", 4)]
    [InlineData(0, 0, "parser completion generator", 3)]
    public void What_counts_nothing_has_neither_players_nor_a_stage(double local, double whole, string players, int stages)
    {
        using var game = new AssembledGame(Models.FaceCompletion with { Width = 2, Batch = 2, LocalRealism = local, GlobalRealism = whole }, Faces(new SegmentationMaps(8, 8, "#000000", "#ffffff")));
        Assert.Equal(players.Split(' '), game.Game.Players.Select(player => player.Name));
        Assert.Equal(stages, Assert.IsType<Stages>(game.Parts.Policy).Parts.Count);
    }

    [Fact]
    public void Maps_of_another_size_than_the_pictures_are_refused()
    {
        BelamyException refusal = Assert.Throws<BelamyException>(() => new AssembledGame(Models.FaceCompletion with { Width = 2 }, Faces(new SegmentationMaps(4, 8, "#000000", "#ffffff"))));
        Assert.Contains("takes maps as large as the pictures, and these are 8×4 maps of 2 labels of 8×8 pictures in grey", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parsing_network_refuses_pictures_that_cannot_be_halved_twice() =>
        Assert.Contains("30×28 pixels cannot be", Assert.Throws<BelamyException>(() => ParsingNetwork.Create(2, 2, 28, 30)).Message, StringComparison.Ordinal);

    [Fact]
    public void Cross_entropy_of_pixels_is_the_mean_of_each_pixels_own()
    {
        // Two pixels of three labels: the logits of a pixel lie apart by a plane.
        Tensor logits = Tensor.Literal(NDArray.From<float>([1, 3, 1, 2], [0, 1, 2, 0, -1, 3])), labels = Tensor.Literal(NDArray.From<float>([1, 1, 1, 2], [1, 2]));
        double first = Math.Log(1 + Math.Exp(2) + Math.Exp(-1)) - 2, second = Math.Log(Math.Exp(1) + 1 + Math.Exp(3)) - 3;
        Assert.Equal((first + second) / 2, CrossEntropy.PerPixel(logits, labels).Evaluate().ToDoubles()[0], 1e-6);
        Assert.Throws<ArgumentException>(() => CrossEntropy.PerPixel(logits, logits));
    }

    [Fact]
    public void Overlap_is_the_mean_over_labels_of_what_both_maps_share_within_holes()
    {
        // Label 0: 1 of 2, label 1: 1 of 3, label 2: 0 of 1; the last pixel is known.
        Assert.Equal((0.5 + (1.0 / 3) + 0) / 3, Models.Overlap([0, 1, 1, 1, 2], [0, 0, 1, 2, 0], [1, 1, 1, 1, 0], 4), 1e-9);
    }

    private static FieldedDataset Faces(SegmentationMaps maps)
    {
        var rows = new Rows("faces", 4);
        return new FieldedDataset(
            "faces", "picture", new ArrayColumn(new Field("picture", new Pictures(1, 8, 8)), rows, new float[4 * 64]),
            new ArrayColumn(new Field("map", maps), rows, new float[4 * (int)maps.Shape.Count]));
    }
}
