using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy.Tests.Games;

/// <summary>Colours by lightness and two directions.</summary>
public sealed class LabColoursTests
{
    /// <summary>sRGB in [0, 1], and L*, a*, b* by skimage.color.rgb2lab of scikit-image 0.19.3.</summary>
    public static TheoryData<double[], double[]> Known => new()
    {
        { [1, 0, 0], [53.2406, 80.0923, 67.2028] },
        { [0, 1, 0], [87.7351, -86.183, 83.1797] },
        { [0, 0, 1], [32.2957, 79.1856, -107.8573] },
        { [1, 1, 1], [100, -0.0025, 0.0047] },
        { [0, 0, 0], [0, 0, 0] },
        { [0.02, 0.01, 0.03], [0.9487, 1.3759, -1.6949] },
        { [0.9, 0.4, 0.2], [58.4965, 46.6718, 51.2848] },
        { [0.1, 0.6, 0.8], [59.2988, -14.354, -35.223] },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void FromPictures_equals_scikitImage_and_comes_back(double[] rgb, double[] lab)
    {
        Tensor pixel = Pixel(rgb.Select(value => (2 * value) - 1));
        float[] found = Values(LabColours.FromPictures(pixel));
        Assert.Equal(lab, [(found[0] + 1) * 50, found[1] * LabColours.Reach, found[2] * LabColours.Reach], (one, other) => Math.Abs(one - other) < 0.01);
        Assert.Equal(Values(pixel), Values(LabColours.ToPictures(Pixel(found.Select(value => (double)value)))), (one, other) => Math.Abs(one - other) < 2e-3);
    }

    [Fact]
    public void Grey_has_the_lightness_of_the_colours()
    {
        float grey = Assert.Single(Values(LabColours.Grey(Pixel([0.8, -0.2, -0.6]))));
        float light = Values(LabColours.FromPictures(Pixel([0.8, -0.2, -0.6])))[0];
        Assert.Equal(light, Values(LabColours.FromPictures(Pixel([grey, grey, grey])))[0], 1e-3);
    }

    [Fact]
    public void Colourization_shows_grey_made_and_truth_and_keeps_the_lightness()
    {
        float[] values = [.. Enumerable.Range(0, 4 * 3 * 256).Select(at => (float)Math.Sin(at) * 0.6f)];
        var data = new ArrayDataset("colours", [3, 16, 16], values);
        using var game = new AssembledGame(Models.Colourization with { Width = 2, Batch = 2 }, data);
        Function colourize = game.Functions[0];
        Assert.False(FunctionSheet.Fits(colourize, data));
        Assert.True(FunctionSheet.Fits(colourize, data, game.Functions));
        using var sheet = new FunctionSheet(colourize, data, seed: 1, others: game.Functions);
        Samples made = sheet.Apply();
        Assert.Equal((4, 3 * (16 + (2 * ImageGrid.UsualGap))), (made.Count, sheet.Draw(made)!.Height));

        // Colours that an untrained network makes are near to grey, and every screen shows them.
        float[] grey = Values(LabColours.Grey(Tensor.Literal(NDArray.From<float>([4, 3, 16, 16], values))));
        Assert.Equal(grey, Values(LabColours.Grey(Tensor.Literal(NDArray.From<float>([4, 3, 16, 16], made.Values.ToArray())))), (one, other) => Math.Abs(one - other) < 0.01);
        Assert.NotEqual(made.Values[..256].ToArray(), made.Values[256..512].ToArray());
    }

    [Fact]
    public void Colours_are_laid_over_a_photograph_of_any_size_pixel_by_pixel()
    {
        // Wider than high, and of more pixels than are laid at a time: the middle square of 400 is seen.
        Image photo = new(600, 400, 1), made = new(16, 16, 3);
        for (int at = 0; at < photo.Pixels.Length; at++)
            photo.Pixels[at] = (byte)(60 + (at % 7 * 20));
        for (int at = 0; at < made.Pixels.Length; at++)
            made.Pixels[at] = (byte)(at % 3 == 0 ? 150 : 110);
        using var game = new AssembledGame(Models.Colourization with { Width = 2, Batch = 2 }, new ArrayDataset("colours", [3, 16, 16], new float[2 * 768]));
        Function colourize = game.Functions[0];
        using var overlay = new PictureOverlay((Pictures)colourize.Takes[0].Kind, (Pictures)colourize.Gives.Kind, colourize.Overlay!);
        Image laid = overlay.Lay(photo, made, CancellationToken.None);
        Assert.Equal((400, 400, 3), (laid.Width, laid.Height, laid.Channels));
        for (int y = 0; y < 400; y += 33)
        {
            for (int x = 0; x < 400; x++)
            {
                byte[] pixel = laid.Row(y).Slice(3 * x, 3).ToArray();
                Assert.True(pixel[0] > pixel[1] + 20 && Math.Abs(pixel[1] - pixel[2]) <= 2);
                Assert.Equal((photo.Row(y)[100 + x] / 127.5) - 1, Values(LabColours.Grey(Pixel([.. pixel.Select(value => (value / 127.5) - 1)])))[0], 0.02);
                // Three shades are enough at the cost of the reference evaluator.
                if (x > 6)
                    x += 150;
            }
        }

        using var applied = new TrainedFunction(colourize, seed: 1);
        Assert.Equal(400 * 400 * 3, applied.Apply(photo, cancellationToken: TestContext.Current.CancellationToken).Pixels.Length);
        Assert.Equal(16 * 16 * 3, applied.Apply(new Image(16, 16, 1), cancellationToken: TestContext.Current.CancellationToken).Pixels.Length);
    }

    [Fact]
    public void Grey_pictures_teach_no_colours() =>
        Assert.Contains("these have 1 channel, not red, green and blue", Assert.Throws<BelamyException>(() => new AssembledGame(Models.Colourization, new ArrayDataset("greys", [1, 16, 16], new float[512]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Colours_beyond_a_screen_end_at_its_bounds() =>
        Assert.All(Values(LabColours.ToPictures(Pixel([0, 1, -1]))), value => Assert.InRange(value, -1, 1));

    [Fact]
    public void Two_channels_are_no_colours() =>
        Assert.Throws<ArgumentException>(() => LabColours.FromPictures(Tensor.Zeros([1, 2, 4, 4])));

    /// <summary>Red on half of the pixels and grey on the others: rg is 200 and 0, yb 100 and 0.</summary>
    [Fact]
    public void Colourfulness_is_that_of_the_formula()
    {
        float Coded(double level) => (float)((level / 127.5) - 1);
        float[] picture = [Coded(200), Coded(90), Coded(0), Coded(90), Coded(0), Coded(90)];
        // Deviations 100 and 50, means 100 and 50.
        Assert.Equal(Math.Sqrt(12_500) + (0.3 * Math.Sqrt(12_500)), Colourfulness.Of(picture), 1e-3);
        Assert.Equal(0, Colourfulness.Of([0.3f, 0.3f, 0.3f]), 1e-4);
        Assert.Throws<ArgumentException>(() => Colourfulness.Of([0, 0]));
    }

    private static Tensor Pixel(IEnumerable<double> channels) => Tensor.Literal(NDArray.From<float>([1, 3, 1, 1], [.. channels.Select(value => (float)value)]));

    private static float[] Values(Tensor tensor) => tensor.Evaluate().AsSpan<float>().ToArray();
}
