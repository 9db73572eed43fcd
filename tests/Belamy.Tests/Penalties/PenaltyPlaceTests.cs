using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy.Tests.Penalties;

/// <summary>Where penalties take the slope of the discriminator: the items they hand to it.</summary>
public sealed class PenaltyPlaceTests
{
    private const int Items = 16;
    private const int Length = 64;

    // Places are sums and products of a few float64 numbers of the order of 1.
    private const double Tolerance = 1e-12;

    private static readonly double[] Real = Values(seed: 1);
    private static readonly double[] Generated = Values(seed: 2);

    [Fact]
    public void Gradient_penalty_looks_at_one_place_between_each_real_and_generated_item()
    {
        double[] places = Places(new GradientPenalty());
        double[] shares = new double[Items];
        for (int item = 0; item < Items; item++)
        {
            int[] values = [.. Enumerable.Range(item * Length, Length)];
            int widest = values.MaxBy(at => Math.Abs(Real[at] - Generated[at]));
            double share = (places[widest] - Generated[widest]) / (Real[widest] - Generated[widest]);
            Assert.InRange(share, 0, 1);
            Assert.All(values, at => Assert.Equal(Generated[at] + (share * (Real[at] - Generated[at])), places[at], Tolerance));
            shares[item] = share;
        }

        // Each item has a share of its own, and together they fill [0, 1]: all 16 miss a quarter of it once in a hundred draws.
        Assert.Equal(Items, shares.Select(share => Math.Round(share, 9)).Distinct().Count());
        Assert.True(shares.Min() < 0.25 && shares.Max() > 0.75, "shares are spread over [0, 1]");
    }

    [Fact]
    public void Penalties_at_real_items_look_at_exactly_those()
    {
        Assert.Equal(Real, Places(new GradientPenalty { Point = PenaltyPoint.Real }));
        Assert.Equal(Real, Places(new R1()));
    }

    [Fact]
    public void Penalties_at_generated_items_look_at_exactly_those()
    {
        Assert.Equal(Generated, Places(new GradientPenalty { Point = PenaltyPoint.Generated }));
        Assert.Equal(Generated, Places(new R2()));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Local_penalty_looks_around_real_items_within_its_size(double size)
    {
        double[] places = Places(new GradientPenalty { Point = PenaltyPoint.Local, Size = size, Target = 0 });
        Assert.Equal(places, Places(new Dragan { Size = size }));
        double mean = Real.Average();
        double reach = size * Math.Sqrt(Real.Average(value => (value - mean) * (value - mean)));
        double[] noise = [.. places.Zip(Real, (place, real) => (place - real) / reach)];
        Assert.All(noise, value => Assert.InRange(value, -Tolerance, 1));

        Assert.Equal(Items * Length, noise.Select(value => Math.Round(value, 12)).Distinct().Count());
        double[] half = Places(new GradientPenalty { Point = PenaltyPoint.Local, Size = size / 2 });
        Assert.All(Enumerable.Range(0, Items * Length), at => Assert.Equal((places[at] - Real[at]) / 2, half[at] - Real[at], Tolerance));

        // Within an item noise is uniform on [0, v]: the greatest of 64 values comes near v, and their mean near v / 2.
        double[] greatest = [.. noise.Chunk(Length).Select(item => item.Max())];
        double[] means = [.. noise.Chunk(Length).Select(item => item.Average())];
        Assert.All(Enumerable.Range(0, Items), item => Assert.InRange(means[item] / greatest[item], 0.35, 0.65));

        // v is drawn for each item: without it the greatest value of every item would be near 1.
        Assert.True(greatest.Min() < 0.25 && greatest.Max() > 0.75, "items have noise of different sizes");
    }

    private static double[] Places(Penalty penalty)
    {
        var seen = new List<Tensor>();
        Tensor Score(Tensor items)
        {
            seen.Add(items);
            return items.Square().Sum([1, 2, 3]).Reshape(Items, 1);
        }

        Tensor real = Tensor.Literal(NDArray.From<double>([Items, 1, 8, 8], Real));
        Tensor generated = Tensor.Literal(NDArray.From<double>([Items, 1, 8, 8], Generated));
        Tensor logits = Tensor.Constant(0, [Items, 1], ElementType.Float64);
        var context = new ForwardContext(Tensor.Literal(NDArray.From<int>([4], [1, 2, 3, 0])));
        Assert.NotNull(penalty.Value(new Critique(context, Score, real, generated, logits, logits)));
        return Assert.Single(seen).Evaluate().ToDoubles();
    }

    private static double[] Values(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Items * Length).Select(_ => (2 * random.NextDouble()) - 1)];
    }
}
