using Belamy.Data;
using Belamy.Imaging;

namespace Belamy.Tests.Data;

public class TransformedDatasetTests
{
    private static readonly ImageDataset Own = new("own", 2, 1, 2, [10, 20, 30, 40, 127, 128, 0, 255], [1, 0], ["a", "b"]);

    [Fact]
    public void Resized_padded_keepsThePixelsInTheMiddle()
    {
        var set = new ResizedDataset(Own, 4, ResizeMode.Pad);
        Assert.Equal([2, 4, 4], set.ItemShape.ToArray());
        Assert.Equal([1, 0], set.Labels.ToArray());
        Assert.Equal(Own.ClassNames, set.ClassNames);
        var expected = new byte[32];
        (expected[5], expected[6], expected[21], expected[22]) = (10, 20, 30, 40);
        Assert.Equal(expected, set.Pixels(0).ToArray());
        Assert.Throws<ArgumentException>(() => new ResizedDataset(Own, 1, ResizeMode.Pad));
    }

    [Fact]
    public void Resized_scaled_isTheResampledPicture()
    {
        ImageDataset digits = Datasets.Digits();
        var part = new ImageDataset("digits", 1, 28, 28, digits.Pixels(7).ToArray());
        var set = new ResizedDataset(part, 14);
        Image expected = Resampling.Resize(Image.FromPlanes(digits.Pixels(7), 1, 28, 28), 14, 14);
        Assert.Equal(expected.Pixels.ToArray(), set.Pixels(0).ToArray());
        Assert.NotEqual(part.Fingerprint, set.Fingerprint);
    }

    [Fact]
    public void Binarized_splitsAtHalfOfTheRange()
    {
        var set = new BinarizedDataset(Own);
        var values = new float[4];
        set.Read(1, values);
        Assert.Equal([-1, 1, -1, 1], values);
        set.Read(0, values);
        Assert.Equal([-1, -1, -1, -1], values);
        new BinarizedDataset(Own, threshold: -0.8f).Read(0, values);
        Assert.Equal([-1, -1, 1, 1], values);
        Assert.Equal([1, 0], set.Labels.ToArray());
        Assert.NotEqual(Own.Fingerprint, set.Fingerprint);
        Assert.NotEqual(new BinarizedDataset(Own, 0.5f).Fingerprint, set.Fingerprint);
    }
}
