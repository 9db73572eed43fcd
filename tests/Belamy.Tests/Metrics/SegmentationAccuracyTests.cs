using Belamy.Metrics;

namespace Belamy.Tests;

public sealed class SegmentationAccuracyTests
{
    // The last pixel of a row and the first of the next lie side by side in memory alone.
    [Fact]
    public void Regions_end_with_their_rows()
    {
        float[] truth = new float[6], made = [0, 0, 1, 1, 0, 0];
        Assert.Equal(new SegmentationAccuracy(4 / 6.0, 4 / 6.0 / 2, 2), SegmentationAccuracy.Between(truth, made, height: 2, width: 3));
    }
}
