using Belamy.Imaging;
using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class PictureFidelityTests
{
    [Fact]
    public void Grey_pictures_that_differ_by_one_level_are_48_decibels_apart()
    {
        Image one = Filled(20, 16, 1, 100), other = Filled(20, 16, 1, 101);
        // 20 log10 255 of a mean square of 1.
        Assert.Equal(48.1308, PictureFidelity.Between(one, other).SignalToNoise, 4);
        Assert.Equal((double.PositiveInfinity, 1), (PictureFidelity.Between(one, one).SignalToNoise, Math.Round(PictureFidelity.Between(one, one).Similarity, 9)));
    }

    [Fact]
    public void Colours_are_compared_by_luma_in_its_range()
    {
        // One level of green is 128.553 / 255 of a level of luma.
        Image one = Filled(16, 16, 3, 100), other = Filled(16, 16, 3, 100);
        for (int at = 1; at < other.Pixels.Length; at += 3)
            other.Pixels[at] = 101;
        Assert.Equal(48.1308 - (20 * Math.Log10(128.553 / 255)), PictureFidelity.Between(one, other).SignalToNoise, 3);
    }

    [Fact]
    public void Border_is_left_out()
    {
        Image one = Filled(30, 30, 1, 50), other = Filled(30, 30, 1, 50);
        for (int x = 0; x < 30; x++)
            (other.Row(3)[x], other.Row(29)[x]) = (0, 0);
        Assert.Equal(double.PositiveInfinity, PictureFidelity.Between(one, other, border: 4).SignalToNoise);
        Assert.True(PictureFidelity.Between(one, other, border: 3).SignalToNoise < 40);
        Assert.Throws<ArgumentException>(() => PictureFidelity.Between(one, other, border: 15));
        Assert.Throws<ArgumentException>(() => PictureFidelity.Between(one, Filled(30, 31, 1, 50)));
    }

    [Fact]
    public void Similarity_is_that_of_levels_from_0_to_255()
    {
        // scikit-image 0.19.3: structural_similarity(one, other, data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False) without the 5 pixels of its border.
        Image one = new(24, 20, 1), other = new(24, 20, 1);
        for (int at = 0; at < 480; at++)
        {
            (int y, int x) = Math.DivRem(at, 24);
            one.Pixels[at] = (byte)(120 + (x * 3) + (y * 2));
            other.Pixels[at] = (byte)(120 + (x * 3) + (y * 2) + (x * y % 7));
        }

        Assert.Equal(0.963056882652915, PictureFidelity.Between(one, other).Similarity, 6);
    }

    private static Image Filled(int width, int height, int channels, byte level)
    {
        var image = new Image(width, height, channels);
        image.Pixels.Fill(level);
        return image;
    }
}
