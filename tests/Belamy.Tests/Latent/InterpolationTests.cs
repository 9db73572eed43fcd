using Belamy.Latent;

namespace Belamy.Tests.Latent;

public sealed class InterpolationTests
{
    /// <summary>White 2016: the middle of the great circle is as long as its ends, that of the straight line 0.706 of it.</summary>
    [Fact]
    public void Middle_between_normal_vectors_keeps_its_length_on_the_great_circle_alone()
    {
        var random = new Random(1);
        double spherical = 0, linear = 0;
        const int Pairs = 500;
        for (int pair = 0; pair < Pairs; pair++)
        {
            float[] from = Normal(random, 100), to = Normal(random, 100);
            double ends = (Length(from) + Length(to)) / 2;
            spherical += Length(Interpolation.Spherical(from, to, 0.5)) / ends / Pairs;
            linear += Length(Interpolation.Linear(from, to, 0.5)) / ends / Pairs;
        }

        Assert.Equal(1, spherical, 0.01);
        Assert.Equal(0.706, linear, 0.01);
    }

    [Fact]
    public void Ends_are_the_vectors_to_the_bit()
    {
        var random = new Random(2);
        float[] from = Normal(random, 7), to = Normal(random, 7);
        Assert.Equal(from, Interpolation.Spherical(from, to, 0));
        Assert.Equal(to, Interpolation.Spherical(from, to, 1));
        Assert.Equal(from, Interpolation.Linear(from, to, 0));
        Assert.Equal(to, Interpolation.Linear(from, to, 1));
    }

    [Fact]
    public void Spherical_divides_the_angle_evenly()
    {
        // Two thirds of a right angle: 60°.
        float[] at = Interpolation.Spherical([2, 0], [0, 2], 2.0 / 3);
        Assert.Equal(2 * Math.Cos(Math.PI / 3), at[0], 1e-6);
        Assert.Equal(2 * Math.Sin(Math.PI / 3), at[1], 1e-6);
    }

    [Theory]
    [InlineData(1, 0, 2, 0)]
    [InlineData(1, 0, -1, 0)]
    [InlineData(0, 0, 1, 1)]
    [InlineData(1, 0, 1, 0.00005)]
    public void Spherical_without_an_angle_goes_straight(float x0, float y0, float x1, float y1) =>
        Assert.Equal([(x0 + x1) / 2, (y0 + y1) / 2], Interpolation.Spherical([x0, y0], [x1, y1], 0.5).Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-7);

    [Fact]
    public void Walk_counts_both_ends_and_loop_each_once()
    {
        float[][] through = [[1, 0], [0, 1], [1, 1]];
        float[] walk = Interpolation.Walk(through, 3, linear: true);
        Assert.Equal([1, 0, 0.5f, 0.5f, 0, 1, 0, 1, 0.5f, 1, 1, 1], walk);
        float[] loop = Interpolation.Loop(through, 2, linear: true);
        Assert.Equal([1, 0, 0.5f, 0.5f, 0, 1, 0.5f, 1, 1, 1, 1, 0.5f], loop);
        Assert.NotEqual(walk, Interpolation.Walk(through, 3));
    }

    [Fact]
    public void Vectors_of_different_sizes_are_refused() => Assert.Throws<ArgumentException>(() => Interpolation.Spherical([1], [1, 2], 0.5));

    internal static float[] Normal(Random random, int size)
    {
        var values = new float[size];
        for (int i = 0; i < size; i++)
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }

    private static double Length(float[] vector) => Math.Sqrt(vector.Sum(value => (double)value * value));
}
