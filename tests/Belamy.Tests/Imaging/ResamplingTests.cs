using Belamy.Imaging;

namespace Belamy.Tests.Imaging;

public class ResamplingTests
{
    [Theory]
    [InlineData(50, 28)]
    [InlineData(7, 64)]
    public void Resize_flat_picture_stays_flat(int from, int to)
    {
        var image = new Image(from, from + 1, 3);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(40 * (i % 3) + 10);
        Image resized = Resampling.Resize(image, to, to - 1);
        Assert.Equal((to, to - 1, 3), (resized.Width, resized.Height, resized.Channels));
        for (int i = 0; i < resized.Pixels.Length; i++)
            Assert.Equal((byte)(40 * (i % 3) + 10), resized.Pixels[i]);
    }

    [Fact]
    public void Resize_finest_stripes_become_grey_instead_of_aliasing()
    {
        var image = new Image(100, 100, 1);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = i % 2 == 0 ? (byte)0 : (byte)255;
        Image resized = Resampling.Resize(image, 30, 30);
        // The edge, where the filter is cut off, keeps a trace of the stripes.
        for (int y = 2; y < 28; y++)
        {
            foreach (byte value in resized.Row(y)[2..28])
                Assert.InRange(value, 120, 135);
        }
    }

    [Fact]
    public void Resize_slope_keeps_its_values()
    {
        var image = new Image(200, 4, 1);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(i % 200);
        Image resized = Resampling.Resize(image, 50, 1);
        // The middle of output pixel x lies at 4x + 1.5; the slope is linear, so only rounding separates them.
        for (int x = 4; x < 46; x++)
            Assert.InRange(resized.Pixels[x], 4 * x + 0.5, 4 * x + 2.5);
    }

    [Fact]
    public void Resize_agrees_with_pillow()
    {
        // 40 x 48 to 17 x 13, recorded from Pillow's Image.resize with the LANCZOS filter by tools/make-png-fixtures.py.
        Image resized = Resampling.Resize(Image.LoadPng(Fixture.Path("png/filters-rgb.png")), 17, 13);
        byte[] expected = File.ReadAllBytes(Fixture.Path("resized-17x13.raw"));
        Assert.Equal(expected.Length, resized.Pixels.Length);
        // Pillow rounds to bytes between its two passes; that moves a sample by two at most.
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(resized.Pixels[i] - expected[i], -2, 2);
    }

    [Theory]
    [InlineData(6, 2, new byte[] { 2, 3, 12, 13 })]
    [InlineData(2, 5, new byte[] { 10, 11, 20, 21 })]
    public void FitSquare_cuts_from_the_middle(int width, int height, byte[] expected)
    {
        var image = new Image(width, height, 1);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(i / width * 10 + i % width);
        Assert.Equal(expected, Resampling.FitSquare(image, 2).Pixels.ToArray());
    }

    [Fact]
    public void Flatten_lays_alpha_on_the_background()
    {
        var image = new Image(3, 1, 2, [100, 255, 100, 0, 100, 128]);
        Assert.Equal([100, 255, 177], Resampling.Flatten(image, 255).Pixels.ToArray());
        var opaque = new Image(1, 1, 3);
        Assert.Same(opaque, Resampling.Flatten(opaque, 0));
    }
}
