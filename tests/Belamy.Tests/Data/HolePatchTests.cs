using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Tests.Data;

public sealed class HolePatchTests
{
    private static readonly Pictures Small = new(3, 4, 4);

    [Fact]
    public void Hole_of_a_picture_of_the_same_size_gets_what_was_made_and_all_else_stays_to_the_bit()
    {
        Image picture = Picture(4, 4, 3), made = new(4, 4, 3), mask = new(4, 4, 1);
        made.Pixels.Fill(200);
        mask.Row(1)[3] = mask.Row(2)[1] = byte.MaxValue;
        byte[] before = picture.Pixels.ToArray();
        Image filled = Put(picture, mask, made, Small);
        Assert.Equal(before, picture.Pixels.ToArray());
        Assert.Equal([200, 200, 200], filled.Row(1)[9..12].ToArray());
        Assert.Equal([200, 200, 200], filled.Row(2)[3..6].ToArray());
        Assert.Equal(6, filled.Pixels.ToArray().Where((value, at) => value != before[at]).Count());
    }

    [Fact]
    public void Hole_of_a_larger_picture_is_filled_without_a_seam()
    {
        // Lighter than what was made of it by 30, and with a grain that a small picture does not show.
        Image made = new(8, 8, 3), mask = new(64, 64, 1);
        for (int at = 0; at < made.Pixels.Length; at++)
            made.Pixels[at] = (byte)(20 * (at / 3 % 8));
        Image smooth = Resampling.Resize(made, 64, 64, ResampleFilter.Bicubic), picture = new(64, 64, 3);
        for (int at = 0; at < picture.Pixels.Length; at++)
            picture.Pixels[at] = (byte)(smooth.Pixels[at] + 30 + (at / 3 % 2 * 4));
        for (int y = 10; y < 50; y++)
            mask.Row(y)[20..60].Fill(byte.MaxValue);
        Image filled = Put(picture, mask, made, new Pictures(3, 8, 8));
        for (int y = 0; y < 64; y++)
        {
            for (int at = 0; at < 192; at++)
                Assert.InRange(filled.Row(y)[at] - picture.Row(y)[at], mask.Row(y)[at / 3] == 0 ? 0 : -8, mask.Row(y)[at / 3] == 0 ? 0 : 8);
        }
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
        byte[] row = Put(picture, mask, made, new Pictures(1, 4, 4)).Row(4).ToArray();
        Assert.Equal([0, 0], row[..2]);
        Assert.Equal(row[2..10].Order(), row[2..10]);
        // Nothing is known of that middle, so that no border raises or lowers what comes into it.
        Assert.InRange(row[2], 0, 15);
        Assert.InRange(row[9], 170, 190);
        Assert.Equal([0, 0], row[10..]);
        // Stretched, all of the picture is seen: the ramp is as steep, and ends at the black on either side.
        byte[] wide = Put(picture, mask, made, new Pictures(1, 4, 4) { Fit = PictureFit.Stretch }).Row(4).ToArray();
        Assert.InRange(wide[2], 0, 30);
        Assert.InRange(wide[9], 0, 30);
    }

    [Fact]
    public void Mask_of_another_resolution_is_laid_over_the_picture()
    {
        Image picture = Picture(8, 8, 3), made = new(4, 4, 3), mask = new(4, 4, 1);
        mask.Row(1)[2] = byte.MaxValue;
        byte[] before = picture.Pixels.ToArray();
        Image filled = Put(picture, mask, made, Small);
        Assert.InRange(filled.Row(2)[12], before[(2 * 24) + 12] - 40, before[(2 * 24) + 12] + 40);
        Assert.Equal(12, filled.Pixels.ToArray().Where((value, at) => value != before[at]).Count());
    }

    [Fact]
    public void Hole_where_nothing_is_seen_is_refused()
    {
        Image mask = new(12, 8, 1);
        mask.Row(0)[0] = byte.MaxValue;
        Assert.StartsWith("the mask marks pixels outside the middle 8×8 of 12×8,", Assert.Throws<BelamyException>(() => Put(Picture(12, 8, 3), mask, new Image(4, 4, 3), Small)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Seam_of_what_was_made_is_taken_out_of_a_larger_picture()
    {
        // Known pixels are 60; into the hole came 160, and 200 in its middle.
        Image picture = new(64, 64, 1), made = new(8, 8, 1), mask = new(64, 64, 1);
        picture.Pixels.Fill(60);
        made.Pixels.Fill(60);
        for (int y = 2; y < 6; y++)
        {
            for (int x = 2; x < 6; x++)
                made.Row(y)[x] = (byte)(x is 3 or 4 && y is 3 or 4 ? 200 : 160);
        }

        for (int y = 16; y < 48; y++)
            mask.Row(y)[16..48].Fill(byte.MaxValue);
        byte[] row = Put(picture, mask, made, new Pictures(1, 8, 8)).Row(32).ToArray();
        Assert.All(Enumerable.Range(0, 63), at => Assert.InRange(row[at + 1] - row[at], -8, 8));
        Assert.InRange(row[32] - row[16], 20, 60);
    }

    private static Image Put(Image picture, Image mask, Image made, Pictures kind) =>
        HolePatch.Put(picture, mask, made, new Masks(kind.Height, kind.Width) { Fit = kind.Fit }.ToItem(mask), kind);

    private static Image Picture(int width, int height, int channels)
    {
        var picture = new Image(width, height, channels);
        for (int at = 0; at < picture.Pixels.Length; at++)
            picture.Pixels[at] = (byte)(1 + (at % 97));
        return picture;
    }
}
