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

    [Fact]
    public void Radii_are_the_distances_to_the_kth_other_row()
    {
        var rows = new FeatureMatrix(new float[] { 0, 1, 3, 7 }, 1);
        Assert.Equal([1f, 1f, 4f, 16f], PairDistances.Radii(rows, 1, TestContext.Current.CancellationToken));
        Assert.Equal([9f, 4f, 9f, 36f], PairDistances.Radii(rows, 2, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => PairDistances.Radii(rows, 4, TestContext.Current.CancellationToken));
    }
}
