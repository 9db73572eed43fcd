using Belamy.Imaging;
using Belamy.Tensors;
using Belamy.TestSupport;

namespace Belamy.Tests.Imaging;

public class ResamplingTests
{
    private static readonly GoldenFile Recordings = GoldenFile.Load("resizing.json");

    public static TheoryData<string> Recorded => [.. Recordings.Cases.Select(one => one.Name)];

    // As tests/golden/resizing.py draws it.
    private static byte Sample(int x, int y, int channel)
    {
        int noise = ((x * x * 7) + (y * 13) + (x * y * 3) + (channel * 11)) % 97 * ((x / 5) + (y / 7)) / 3;
        return (byte)Math.Clamp((((x * 9) + (y * 5) + (channel * 40) + noise) % 384) - 64, 0, 255);
    }

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

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Resize_gives_the_bytes_of_Pillow(string name)
    {
        GoldenCase recorded = Recordings[name];
        var image = new Image(recorded.Integer("width"), recorded.Integer("height"), recorded.Integer("channels"));
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = Sample(i / image.Channels % image.Width, i / image.Channels / image.Width, i % image.Channels);
        NDArray expected = recorded.Outputs["resized"];
        Image resized = Resampling.Resize(image, expected.Shape[1], expected.Shape[0], Enum.Parse<ResampleFilter>(recorded.Kind));
        Assert.Equal([.. expected.AsSpan<int>().ToArray().Select(value => (byte)value)], resized.Pixels.ToArray());
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
