using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class NearestImagesTests
{
    [Fact]
    public void Find_names_the_nearest_and_its_distance()
    {
        var real = new FeatureMatrix(new float[] { 0, 0, 3, 4, 10, 10 }, 2);
        NearestImages nearest = NearestImages.Find(new FeatureMatrix(new float[] { 3, 4, 0, 1 }, 2), real, TestContext.Current.CancellationToken);
        Assert.Equal([1, 0], nearest.Indices);
        Assert.Equal([0.0, 1.0], nearest.Distances);
    }
}
