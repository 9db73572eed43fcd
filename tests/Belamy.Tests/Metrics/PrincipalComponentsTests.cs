using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class PrincipalComponentsTests
{
    [Fact]
    public void Fit_finds_the_long_axis_of_a_slanted_cloud()
    {
        var random = new Random(1);
        float[] items = [.. Enumerable.Range(0, 700).SelectMany(_ =>
        {
            (double along, double across) = (3 * (random.NextDouble() - 0.5), 0.2 * (random.NextDouble() - 0.5));
            return (float[])[(float)(5 + (0.6 * along) - (0.8 * across)), (float)((0.8 * along) + (0.6 * across)), 1];
        })];
        var components = PrincipalComponents.Fit(items, 3, 1);
        float[] direction = components.Direction(0);
        Assert.Equal(1, Math.Abs((0.6 * direction[0]) + (0.8 * direction[1])), 0.001);
        // A point of the axis comes back as it was; one beside it comes back on the axis.
        Assert.Equal(5.6, components.Reconstruct([5.6f, 0.8f, 1])[0], 0.05);
        Assert.Equal(5.6, components.Reconstruct([5.6f - 0.8f, 0.8f + 0.6f, 1])[0], 0.05);
    }

    [Fact]
    public void Reconstruct_with_all_directions_changes_nothing()
    {
        float[] items = [1, 2, 3, 0, -1, 4, 2, 2, 0, 5, 1, 1];
        Assert.Equal(items, PrincipalComponents.Fit(items, 3, 3).Reconstruct(items).Select(value => (float)Math.Round(value, 4)));
    }
}
