using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class SlicedWassersteinTests
{
    [Fact]
    public void OnLine_sets_of_different_sizes_is_exact()
    {
        // Quantiles of {0, 6}: 0 up to ½, then 6. Of {0, 3, 6}: steps at ⅓ and ⅔. They differ by 3 between ⅓ and ⅔.
        Assert.Equal(1, SlicedWasserstein.OnLine([0, 6], [0, 3, 6], order: 1), 1e-12);
        // Of {1, 1, 1, 6}: they differ by 1 up to ½, by 5 up to ¾, then not at all.
        Assert.Equal(1.75, SlicedWasserstein.OnLine([0, 6], [1, 1, 1, 6], order: 1), 1e-12);
        Assert.Equal(Math.Sqrt(6.75), SlicedWasserstein.OnLine([0, 6], [1, 1, 1, 6], order: 2), 1e-12);
    }

    [Fact]
    public void Between_a_set_and_its_shifted_copy_is_the_mean_shift_along_directions()
    {
        FeatureMatrix first = NormalSamples.Create(300, 3, 1);
        var second = new FeatureMatrix(Array.ConvertAll(first.Values.ToArray(), value => value + 1), 3);
        // A direction u sees the shift (1, 1, 1)·u, whose mean absolute value on the sphere is √3 / 2; 4,000 directions scatter by .008.
        Assert.Equal(Math.Sqrt(3) / 2, SlicedWasserstein.Between(first, second, projections: 4000, cancellationToken: TestContext.Current.CancellationToken), 0.03);
        Assert.Equal(0, SlicedWasserstein.Between(first, first, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Patches_of_one_texture_are_nearer_than_of_pictures_half_of_which_are_flat()
    {
        FeatureMatrix noise = NormalSamples.Create(40, 28 * 28, 1);
        FeatureMatrix more = NormalSamples.Create(40, 28 * 28, 2);
        float[] halfFlat = [.. Enumerable.Range(0, more.Values.Length).Select(at => at / 784 % 2 == 0 ? more.Values[at] : 0)];
        IReadOnlyList<double> same = PatchWasserstein.Between(noise, more, [1, 28, 28], patches: 32, projections: 32, cancellationToken: TestContext.Current.CancellationToken);
        IReadOnlyList<double> other = PatchWasserstein.Between(noise, new FeatureMatrix(halfFlat, 28 * 28), [1, 28, 28], patches: 32, projections: 32, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, same.Count);
        Assert.True(other[0] > 3 * same[0], $"{other[0]} against {same[0]}");
    }

    [Fact]
    public void Pyramid_levels_add_up_to_the_picture()
    {
        // A constant plane is all in the last level; an odd side must not lose its border.
        var plane = Enumerable.Repeat(0.5f, 15 * 9).ToArray();
        (float[] Values, int Height, int Width)[] levels = LaplacianPyramid.Create(plane, 15, 9, 2);
        Assert.Equal((8, 5), (levels[1].Height, levels[1].Width));
        Assert.All(levels[0].Values, value => Assert.Equal(0, value, 1e-6));
        Assert.All(levels[1].Values, value => Assert.Equal(0.5, value, 1e-6));
    }
}
