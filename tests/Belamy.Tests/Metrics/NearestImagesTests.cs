using Belamy.Data;
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

    [Fact]
    public void Copies_are_seen_where_the_data_hold_doubles_themselves()
    {
        float[] distinct = NormalSamples.Create(99, 2, 1).Values.ToArray();
        var real = new ArrayDataset("real", [2], [.. distinct, .. distinct[..2]]);
        var copies = new ArrayDataset("copies", [2], [.. Enumerable.Repeat(distinct[6..8], 12).SelectMany(row => row)]);
        IReadOnlyList<MetricValue> values = Metric.Find("nearest-image").Compute(new MetricInput(copies, real));
        Assert.Equal(0, values[0].Value);
        Assert.Equal(1, values[1].Value);
    }

    [Fact]
    public void Sample_as_near_as_the_nearest_of_the_data_counts_as_near()
    {
        var real = new ArrayDataset("real", [2], [.. Enumerable.Range(0, 20).SelectMany(at => new float[] { at, 0 })]);
        var beside = new ArrayDataset("beside", [2], [-1, 0, 5, 1, 5, 1.5f, 3, 0.5f]);
        Assert.Equal(0.75, Metric.Find("nearest-image").Compute(new MetricInput(beside, real))[1].Value);
    }
}
