using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Tests.Data;

public sealed class HolePatchTests
{
    private static readonly Pictures Small = new(3, 4, 4);

    [Fact]
    public void Hole_of_a_larger_picture_is_filled_and_all_else_stays_to_the_bit()
    {
        Image picture = Picture(12, 8, 3), made = new(4, 4, 3), mask = new(12, 8, 1);
        made.Pixels.Fill(200);
        mask.Row(5)[3] = mask.Row(6)[9] = byte.MaxValue;
        byte[] before = picture.Pixels.ToArray();
        Image filled = HolePatch.Put(picture, mask, made, Small);
        Assert.Equal(before, picture.Pixels.ToArray());
        Assert.Equal([200, 200, 200], filled.Row(5)[9..12].ToArray());
        Assert.Equal([200, 200, 200], filled.Row(6)[27..30].ToArray());
        Assert.Equal(6, filled.Pixels.ToArray().Where((value, at) => value != before[at]).Count());
    }

    [Fact]
    public void Fill_lands_on_the_place_that_it_was_made_of()
    {
        // A ramp across the seen middle, 8 of 12 pixels wide, beginning at the third.
        Image picture = new(12, 8, 1), made = new(4, 4, 1), mask = new(12, 8, 1);
        for (int at = 0; at < 16; at++)
            made.Pixels[at] = (byte)(60 * (at % 4));
        for (int y = 0; y < 8; y++)
            mask.Row(y)[2..10].Fill(byte.MaxValue);
        byte[] row = HolePatch.Put(picture, mask, made, new Pictures(1, 4, 4)).Row(4).ToArray();
        Assert.Equal([0, 0], row[..2]);
        Assert.Equal(row[2..10].Order(), row[2..10]);
        Assert.InRange(row[2], 0, 15);
        Assert.InRange(row[9], 170, 190);
        Assert.Equal([0, 0], row[10..]);
        // Stretched, all of the picture is seen.
        byte[] wide = HolePatch.Put(picture, mask, made, new Pictures(1, 4, 4) { Fit = PictureFit.Stretch }).Row(4).ToArray();
        Assert.InRange(wide[2], 1, 59);
    }

    [Fact]
    public void Mask_of_another_resolution_is_laid_over_the_picture()
    {
        Image picture = Picture(8, 8, 3), made = new(4, 4, 3), mask = new(4, 4, 1);
        mask.Row(1)[2] = byte.MaxValue;
        byte[] before = picture.Pixels.ToArray();
        Image filled = HolePatch.Put(picture, mask, made, Small);
        Assert.Equal(new byte[6], filled.Row(2)[12..18].ToArray());
        Assert.Equal(12, filled.Pixels.ToArray().Where((value, at) => value != before[at]).Count());
    }

    [Fact]
    public void Hole_where_nothing_is_seen_is_refused()
    {
        Image mask = new(12, 8, 1);
        mask.Row(0)[0] = byte.MaxValue;
        Assert.StartsWith("the mask marks pixels outside the middle 8×8 of 12×8,", Assert.Throws<BelamyException>(() => HolePatch.Put(Picture(12, 8, 3), mask, new Image(4, 4, 3), Small)).Message, StringComparison.Ordinal);
    }

    private static Image Picture(int width, int height, int channels)
    {
        var picture = new Image(width, height, channels);
        for (int at = 0; at < picture.Pixels.Length; at++)
            picture.Pixels[at] = (byte)(1 + (at % 97));
        return picture;
    }
}
