using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class ClusterAccuracyTests
{
    // Category 0 holds two items of class 1 and one of class 0; 1 and 2 hold class 0 alone.
    private static readonly int[] Found = [0, 0, 0, 1, 2, 2];
    private static readonly int[] Labels = [1, 1, 0, 0, 0, 0];

    [Fact]
    public void Majority_lets_several_categories_stand_for_a_class() =>
        Assert.Equal(5.0 / 6, ClusterAccuracy.Majority(Found, 3, Labels, 2), 1e-12);

    [Fact]
    public void Matched_gives_each_category_a_class_of_its_own() =>
        Assert.Equal(4.0 / 6, ClusterAccuracy.Matched(Found, 3, Labels, 3), 1e-12);
}
