using Belamy.Games;
using Belamy.Latent;
using Belamy.Numerics;
using Belamy.Tests.Training;

namespace Belamy.Tests.Latent;

public sealed class TruncationTests
{
    /// <summary>Of the normal distribution given |z| ≤ τ: mean 0, variance 1 - 2 τ φ(τ) / (2 Φ(τ) - 1).</summary>
    [Theory]
    [InlineData(0.5, 0.0805892)]
    [InlineData(1, 0.2911251)]
    [InlineData(2, 0.7737413)]
    public void Truncated_normal_has_the_bounds_and_moments_of_its_distribution(double bound, double variance)
    {
        float[] values = InterpolationTests.Normal(new Random(3), 100_000);
        Truncation.Apply(values, bound);
        Assert.InRange(values.Max(), 0.98 * bound, bound);
        Assert.InRange(values.Min(), -bound, -0.98 * bound);
        // Five standard errors of 100,000 values of deviation at most 1.
        Assert.Equal(0, values.Average(value => (double)value), 0.016);
        Assert.Equal(variance, values.Average(value => (double)value * value), 0.016 * variance);
    }

    /// <summary>For z = τ = 1 the mass from 0 to z' is (2 Φ(1) - 1) (Φ(1) - 1/2), where Φ(1) - 1/2 = 0.3413447460685429.</summary>
    [Fact]
    public void Truncated_value_has_the_share_of_the_mass_that_the_value_has_of_all()
    {
        float[] values = [0, 1, -1, 30];
        Truncation.Apply(values, 1);
        Assert.Equal(0, values[0]);
        double mass = 2 * 0.3413447460685429 * 0.3413447460685429;
        Assert.Equal(mass, Mass(values[1]), 1e-6);
        Assert.Equal(values[1], -values[2]);
        Assert.Equal(1, values[3]);
    }

    [Fact]
    public void Quantile_inverts_the_distribution()
    {
        Assert.Equal(0.3413447460685429, NormalDistribution.UpperMass(1), 1e-15);
        Assert.Equal(0.4986501019683699, NormalDistribution.UpperMass(3), 1e-15);
        Assert.Equal(1.959963984540054, NormalDistribution.UpperQuantile(0.475), 1e-13);
        for (double x = 0; x < 6; x += 0.01)
            Assert.Equal(x, NormalDistribution.UpperQuantile(NormalDistribution.UpperMass(x)), 1e-7);
    }

    [Fact]
    public void Bound_beyond_all_values_changes_nothing()
    {
        float[] values = InterpolationTests.Normal(new Random(4), 1000);
        float[] before = [.. values];
        Truncation.Apply(values, 20);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(before[i], values[i], 1e-6);
    }

    [Fact]
    public void Uniform_values_are_scaled_and_never_enlarged()
    {
        float[] values = [-1, 0.5f, 1];
        Truncation.Apply(values, 0.5, LatentDistribution.Uniform);
        Assert.Equal([-0.5f, 0.25f, 0.5f], values);
        Truncation.Apply(values, 3, LatentDistribution.Uniform);
        Assert.Equal([-0.5f, 0.25f, 0.5f], values);
    }

    [Fact]
    public void Bound_must_lie_above_zero() => Assert.Throws<ArgumentOutOfRangeException>(() => Truncation.Apply([1f], 0));

    [Fact]
    public void Sample_truncated_is_made_of_the_truncated_latent_vectors()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [2]);
        Generator generator = game.RequireGenerator();
        float[] latents = generator.Latents(10, seed: 4, first: 3);
        Truncation.Apply(latents, 0.7);
        Assert.Equal(generator.Generate(latents).Values, generator.Sample(10, seed: 4, first: 3, truncation: 0.7).Values);
        Assert.NotEqual(generator.Sample(10, seed: 4, first: 3).Values.ToArray(), generator.Generate(latents).Values.ToArray());
    }

    // The trapezoid rule, to stay apart from the series that is tested.
    private static double Mass(double x)
    {
        const int Steps = 10_000;
        double sum = 0;
        for (int i = 0; i <= Steps; i++)
            sum += Math.Exp(-Math.Pow(x * i / Steps, 2) / 2) * (i is 0 or Steps ? 0.5 : 1);
        return sum * x / Steps / Math.Sqrt(2 * Math.PI);
    }
}
