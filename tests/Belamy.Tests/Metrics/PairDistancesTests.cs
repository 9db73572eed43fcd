using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class PairDistancesTests
{
    [Fact]
    public void ForEachRow_compiled_agrees_with_the_definition_at_ragged_ends()
    {
        // Large enough for the compiled program; neither count is a multiple of a chunk. Far from the origin on purpose.
        FeatureMatrix from = NormalSamples.Create(301, 40, 1, mean: 50);
        FeatureMatrix to = NormalSamples.Create(1501, 40, 2, mean: 50);
        int visited = 0;
        PairDistances.ForEachRow(from, to, (row, distances) =>
        {
            Assert.Equal(visited++, row);
            Assert.Equal(1501, distances.Length);
            // Distances are about 80; float32 sums of 40 terms are good to some 1e-6 of that.
            foreach (int column in (ReadOnlySpan<int>)[0, 1023, 1024, 1500])
                Assert.Equal(PairDistances.Squared(from.Row(row), to.Row(column)), distances[column], 1e-3);
        }, TestContext.Current.CancellationToken);
        Assert.Equal(301, visited);
    }

    // Sums of float32 leave equal vectors at some 1e-3 of each other here, and near ones at anything.
    [Fact]
    public void ForEachRow_compiled_finds_equal_rows_at_exactly_zero_and_near_ones_near()
    {
        FeatureMatrix some = NormalSamples.Create(150, 784, 1, deviation: 20);
        float[] near = [.. some.Row(7)];
        near[3] += 0.25f;
        var rows = new FeatureMatrix((float[])[.. some.Values, .. some.Row(7), .. near], 784);
        var found = new float[rows.Count];
        PairDistances.ForEachRow(rows, rows, (row, distances) =>
        {
            Assert.Equal(0, distances[row]);
            if (row == 7)
                distances.CopyTo(found);
        }, TestContext.Current.CancellationToken);
        Assert.Equal(0, found[150]);
        Assert.Equal(0.0625f, found[151]);
        float[] nearest = PairDistances.NearestDifferent(rows, TestContext.Current.CancellationToken);
        Assert.Equal([0.0625f, 0.0625f, 0.0625f], [nearest[7], nearest[150], nearest[151]]);
    }

    [Fact]
    public void Radii_are_the_distances_to_the_kth_other_row()
    {
        var rows = new FeatureMatrix(new float[] { 0, 1, 3, 7 }, 1);
        Assert.Equal([1f, 1f, 4f, 16f], PairDistances.Radii(rows, 1, TestContext.Current.CancellationToken));
        Assert.Equal([9f, 4f, 9f, 36f], PairDistances.Radii(rows, 2, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => PairDistances.Radii(rows, 4, TestContext.Current.CancellationToken));
    }
}
