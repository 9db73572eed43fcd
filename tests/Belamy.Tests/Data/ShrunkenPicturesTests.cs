using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Tests.Data;

public sealed class ShrunkenPicturesTests
{
    [Fact]
    public void Input_is_the_target_shrunk_and_classes_come_along()
    {
        ImageDataset digits = Datasets.Digits();
        var pairs = (FieldedDataset)Datasets.Open("digits", new DataOptions { Fields = ["input", "target"], Shrink = 4 });
        Assert.Equal(["target", "input", "class"], pairs.Columns.Select(column => column.Field.Name));
        Assert.Equal(new Pictures(1, 7, 7), pairs.Column("input").Field.Kind);
        Assert.Single(pairs.Columns.Select(column => column.Rows).Distinct());
        Assert.Equal(digits.Labels.ToArray(), pairs.Labels.ToArray());
        float[] large = new float[784], small = new float[49];
        pairs.Read(17, large);
        pairs.Column("input").Read(17, small);
        var picture = Image.FromPlanes(digits.Pixels(17), 1, 28, 28);
        Assert.Equal(new Pictures(1, 28, 28).ToItem(picture), large);
        Assert.Equal(new Pictures(1, 7, 7).ToItem(Resampling.Resize(picture, 7, 7, ResampleFilter.Bicubic)), small);
        Assert.NotEqual(pairs.Column("target").Fingerprint, pairs.Column("input").Fingerprint);
    }

    [Fact]
    public void Sides_that_are_no_multiples_are_refused_with_what_would_do()
    {
        var odd = new ImageDataset("odd", 1, 30, 33, new byte[2 * 990]);
        Assert.Equal("odd: pictures of 33×30 cannot be shrunk to 1/4; give --size 32x28", Assert.Throws<BelamyException>(() => ShrunkenPictures.Pair(odd, 4)).Message);
        Assert.Contains("made of one set of pictures", Assert.Throws<BelamyException>(() => ShrunkenPictures.Pair(Datasets.Open("ring8"), 4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shrink_cuts_off_what_is_no_whole_square()
    {
        var picture = new Image(11, 9, 3);
        Image small = ShrunkenPictures.Shrink(picture, 4);
        Assert.Equal((2, 2, 3), (small.Width, small.Height, small.Channels));
        Assert.Same(picture, ShrunkenPictures.Shrink(picture, 1));
    }
}
