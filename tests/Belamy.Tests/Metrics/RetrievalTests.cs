using Belamy.Metrics;

namespace Belamy.Tests;

public sealed class RetrievalTests
{
    // By NumPy: np.argsort of the cosines, and the mean of the shares at every hit.
    [Fact]
    public void Shares_are_those_of_an_independent_ranking()
    {
        Retrieval found = Retrieval.Compute(Points(5, 3), new[] { 0, 1, 2, 0, 1 }, Points(12, 5), Enumerable.Range(0, 12).Select(at => at * 5 % 3).ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(0.2, found.RankOne, 1e-12);
        Assert.Equal(0.46625, found.MeanAveragePrecision, 1e-12);
    }

    [Fact]
    public void Directions_count_and_lengths_do_not()
    {
        var gallery = new FeatureMatrix(new float[] { 100, 1, 0.1f, 0.001f, 0.001f, 0.1f, 1, 100 }, 2);
        Assert.Equal(new Retrieval(1, 1), Retrieval.Compute(new FeatureMatrix(new float[] { 1, 0, 0, 1 }, 2), new[] { 0, 1 }, gallery, new[] { 0, 0, 1, 1 }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Query_of_a_class_that_the_gallery_lacks_is_refused() =>
        Assert.Contains("class 7", Assert.Throws<ArgumentException>(() => Retrieval.Compute(Points(1, 3), new[] { 7 }, Points(2, 5), new[] { 0, 1 }, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);

    private static FeatureMatrix Points(int count, int shift) =>
        new(Enumerable.Range(0, count * 3).Select(at => (float)((((at / 3 * 37) + (at % 3 * 11) + shift) % 17) - 8)).ToArray(), 3);
}
