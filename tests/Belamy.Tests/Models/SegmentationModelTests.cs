using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy.Tests;

public sealed class SegmentationModelTests
{
    private static readonly SegmentationMaps Three = new(8, 8, "#000000", "#808080", "#ffffff");

    [Theory]
    [InlineData(0.5, "discriminator cross-entropy generator")]
    [InlineData(0, "cross-entropy")]
    public void Discriminator_that_counts_nothing_does_not_play(double realism, string players)
    {
        using var game = new AssembledGame(Models.AdversarialSegmentation with { Width = 2, Batch = 2, Realism = realism }, Scenes(Three));
        Assert.Equal(players.Split(' '), game.Game.Players.Select(player => player.Name));
    }

    [Fact]
    public void Maps_of_another_size_and_labels_that_are_not_there_are_refused()
    {
        Assert.Contains("takes maps as large as the pictures, and these are 8×4 maps of 2 labels of 8×8 pictures in grey", Refused(Models.AdversarialSegmentation, new SegmentationMaps(4, 8, "#000000", "#ffffff")), StringComparison.Ordinal);
        Assert.Contains("ignored=3: these are 8×8 maps of 3 labels, whose numbers are 0 to 2", Refused(Models.AdversarialSegmentation with { Ignored = 3 }, Three), StringComparison.Ordinal);
        Assert.Contains("of which number 1 is ignored; give maps that show two at least", Refused(Models.AdversarialSegmentation with { Ignored = 1 }, new SegmentationMaps(8, 8, "#000000", "#ffffff")), StringComparison.Ordinal);
    }

    [Fact]
    public void Label_that_is_ignored_is_never_given_and_the_others_keep_their_numbers()
    {
        using var game = new AssembledGame(Models.AdversarialSegmentation with { Width = 2, Batch = 2, Ignored = 1 }, Scenes(Three));
        using var segment = new TrainedFunction(game.Functions.Single(), 1);
        float[] pictures = [.. Enumerable.Range(0, 20 * 64).Select(at => MathF.Sin(at * at))], made = segment.Apply(pictures);
        Assert.Equal([0, 2], made.Distinct().Order());
    }

    [Fact]
    public void Pixels_that_do_not_count_are_left_out_of_the_cross_entropy()
    {
        // Two pixels of three labels: the logits of a pixel lie apart by a plane.
        Tensor logits = Literal([1, 3, 1, 2], 0, 1, 2, 0, -1, 3), labels = Literal([1, 1, 1, 2], 1, 2);
        double second = Math.Log(Math.Exp(1) + 1 + Math.Exp(3)) - 3;
        Assert.Equal(second, CrossEntropy.PerPixel(logits, labels, Literal([1, 1, 1, 2], 0, 1)).Evaluate().ToDoubles()[0], 1e-6);
        Assert.Equal(CrossEntropy.PerPixel(logits, labels).Evaluate().ToDoubles()[0], CrossEntropy.PerPixel(logits, labels, Literal([1, 1, 1, 2], 1, 1)).Evaluate().ToDoubles()[0], 1e-6);
        Assert.Equal(0, CrossEntropy.PerPixel(logits, labels, Literal([1, 1, 1, 2], 0, 0)).Evaluate().ToDoubles()[0]);
        Assert.Throws<ArgumentException>(() => CrossEntropy.PerPixel(logits, labels, logits));
    }

    [Fact]
    public void Scaled_true_maps_are_probabilities_with_the_true_label_above_a_bound()
    {
        // Pixels where the network is right and unsure, wrong, surer than asked, and all sure.
        Tensor made = Literal([1, 3, 1, 4], 0.5f, 0.2f, 0.95f, 1, 0.3f, 0.2f, 0.04f, 0, 0.2f, 0.6f, 0.01f, 0), truth = Literal([1, 3, 1, 4], 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
        double[] scaled = LabelViews.True(LabelView.Scaling, truth, made, 0.9).Evaluate().ToDoubles();
        double[] wanted = [0.9, 0.9, 0.95, 1, 0.06, 0.025, 0.04, 0, 0.04, 0.075, 0.01, 0];
        Assert.All(scaled.Zip(wanted), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void Product_shows_the_picture_once_for_each_label_by_its_probability()
    {
        Tensor made = Literal([1, 2, 1, 1], 0.25f, 0.75f), picture = Literal([1, 3, 1, 1], 1, -1, 0.5f);
        Assert.Equal([0.25, -0.25, 0.125, 0.75, -0.75, 0.375], LabelViews.Show(LabelView.Product, made, picture).Evaluate().ToDoubles());
        Assert.Equal(6, LabelViews.Channels(LabelView.Product, 2, 3));
    }

    private static Tensor Literal(Shape shape, params float[] values) => Tensor.Literal(NDArray.From<float>(shape, values));

    private static string Refused(AdversarialSegmentation recipe, SegmentationMaps maps) => Assert.Throws<BelamyException>(() => new AssembledGame(recipe with { Width = 2 }, Scenes(maps))).Message;

    private static FieldedDataset Scenes(SegmentationMaps maps)
    {
        var rows = new Rows("scenes", 4);
        return new FieldedDataset(
            "scenes", "picture", new ArrayColumn(new Field("picture", new Pictures(1, 8, 8)), rows, new float[4 * 64]),
            new ArrayColumn(new Field("map", maps), rows, new float[4 * (int)maps.Shape.Count]));
    }
}
