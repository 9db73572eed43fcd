using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Tests.Data.Kinds;

public sealed class SegmentationMapsTests
{
    private static readonly SegmentationMaps Small = new(2, 3, "#000000", "#FF8000", "#00ff00");

    [Fact]
    public void Map_that_is_written_has_the_colours_of_its_labels_and_is_read_again()
    {
        using var folder = new TemporaryFolder();
        float[] item = [0, 1, 2, 2, 1, 0];
        Small.Write(item, folder["map.png"]);
        Assert.Equal([0, 0, 0, 255, 128, 0, 0, 255, 0], Image.Load(folder["map.png"]).Row(0).ToArray());
        Assert.Equal(item, Small.Read(folder["map.png"]));
    }

    [Fact]
    public void Colour_of_no_label_counts_as_the_nearest_and_none_is_mixed_when_a_map_is_reduced()
    {
        using var folder = new TemporaryFolder();
        // Twice as large: in each block of four pixels two are black and two nearly orange, which a mean would make brown.
        var picture = new Image(6, 4, 3);
        for (int at = 0; at < 24; at++)
            (picture.Pixels[3 * at], picture.Pixels[(3 * at) + 1]) = at % 2 == 0 ? ((byte)0, (byte)0) : ((byte)250, (byte)120);
        picture.SavePng(folder["large.png"]);
        Assert.All(Small.Read(folder["large.png"]), label => Assert.True(label is 0 or 1));
        var one = new SegmentationMaps(1, 1, "#101010", "#f0f0f0");
        var grey = new Image(1, 1, 3);
        grey.Pixels.Fill(150);
        Assert.Equal([1], one.ToItem(grey));
    }

    [Fact]
    public void Run_folders_keep_the_kind_and_other_colours_make_another()
    {
        SegmentationMaps kept = Small with { Fit = PictureFit.Pad };
        Assert.Equal(kept, KindParts.Create(KindParts.NameOf(kept), KindParts.Of(kept), KindParts.SettingsOf(kept)));
        Assert.Equal(kept.GetHashCode(), (Small with { Fit = PictureFit.Pad }).GetHashCode());
        Assert.NotEqual(Small, new SegmentationMaps(2, 3, "#000000", "#ff8000", "#00ff01"));
        Assert.Null(KindParts.Create("segmentation-maps", ["2", "3", "orange"]));
        Assert.Throws<ArgumentException>(() => new SegmentationMaps(2, 3, "#12345"));
    }

    [Fact]
    public void Tell_counts_labels_and_values_out_of_range_are_the_last_ones()
    {
        Assert.Equal("2 labels, 66.7 % #00ff00", Small.Tell([2, 2, 7, 2, 0, -1]));
        Assert.Equal("3×2 maps of 3 labels", Small.Description);
    }
}
