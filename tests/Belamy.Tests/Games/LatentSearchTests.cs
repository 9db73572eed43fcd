using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Tensors;

namespace Belamy.Tests.Games;

/// <summary>Searches whose end is known: the latent vector nearest to a point.</summary>
public sealed class LatentSearchTests
{
    private static readonly Field Point = new("point", new Points(2));

    private static readonly LatentSearch Near = new(new LatentPrior(2, LatentDistribution.Uniform), (_, fields, z) => [(z - fields[0]).Square().Sum(1)]);

    [Theory]
    [InlineData(LatentDistribution.Uniform, 1)]
    [InlineData(LatentDistribution.Normal, 9)]
    public void Search_comes_to_the_least_loss_that_the_prior_lets_it(LatentDistribution distribution, float bound)
    {
        float[] points = [.. Enumerable.Range(0, 140).Select(at => (at % 17 - 8) / 4f)];
        float[] found = Run(Near with { Prior = new LatentPrior(2, distribution), Steps = 500 }, points);
        Assert.All(found.Zip(points), pair => Assert.Equal(Math.Clamp(pair.Second, -bound, bound), pair.First, 1e-4f));
    }

    [Fact]
    public void Moves_are_those_of_adam_with_a_rate_that_falls_along_half_a_cosine()
    {
        float[] points = [0.25f, -0.75f, 0.5f, 0];
        float[] begun = Run(Near with { Steps = 0 }, points), found = Run(Near with { Steps = 3, LearningRate = 0.05 }, points);
        for (int at = 0; at < points.Length; at++)
        {
            (double z, double first, double second) = (begun[at], 0, 0);
            for (int step = 0; step < 3; step++)
            {
                double gradient = 2 * (z - points[at]), rate = 0.05 * (1 + Math.Cos(Math.PI * step / 3)) / 2;
                (first, second) = ((0.9 * first) + (0.1 * gradient), (0.999 * second) + (0.001 * gradient * gradient));
                z -= rate * first / (1 - Math.Pow(0.9, step + 1)) / Math.Sqrt(second / (1 - Math.Pow(0.999, step + 1)));
            }

            Assert.Equal(z, found[at], 1e-5);
        }
    }

    [Fact]
    public void Item_is_searched_for_alone_as_among_others_and_as_the_seed_says()
    {
        float[] points = [.. Enumerable.Range(0, 140).Select(at => at / 140f)];
        LatentSearch few = Near with { Steps = 5, Candidates = 2 };
        float[] all = Run(few, points);
        Assert.Equal(all, Run(few, points));
        Assert.Equal(all[..20], Run(few, points[..20]));
        Assert.NotEqual(all, Run(few, points, seed: 4));
    }

    [Fact]
    public void Search_begins_at_the_nearest_of_its_draws()
    {
        var points = new float[140];
        double[] one = Distances(1), several = Distances(40);
        Assert.All(one.Zip(several), pair => Assert.True(pair.Second <= pair.First));
        // The nearest of n points in a square is at π r² / 4 = 1 / n or so.
        Assert.InRange(several.Average(), 0.01, 0.06);

        double[] Distances(int candidates) => [.. Run(Near with { Steps = 0, Candidates = candidates }, points).Chunk(2).Select(z => (double)((z[0] * z[0]) + (z[1] * z[1])))];
    }

    [Fact]
    public void Steps_take_no_memory()
    {
        long few = Allocated(10), many = Allocated(500);
        Assert.Equal(few, many);

        static long Allocated(int steps)
        {
            using var runner = new Runner(Function(Near with { Steps = steps }));
            var points = new float[8];
            runner.Run([points]);
            long before = GC.GetAllocatedBytesForCurrentThread();
            runner.Run([points]);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Search_ends_between_two_moves_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        using var runner = new Runner(Function(Near with { Steps = int.MaxValue }));
        source.CancelAfter(50);
        Assert.Throws<OperationCanceledException>(() => runner.Run([new float[2]], cancellationToken: source.Token));
    }

    [Fact]
    public void Finish_has_the_item_that_it_belongs_to()
    {
        var function = new Function("halve", [Point], Point, (_, fields) => fields[0] * 0.5) { Finish = (given, made) => made[0] += given[0].Span[1] };
        using var runner = new Runner(function);
        float[] points = [.. Enumerable.Range(0, 200).Select(at => (float)at)];
        Assert.Equal(points.Select((value, at) => (value / 2) + (at % 2 == 0 ? value + 1 : 0)), runner.Run([points], cancellationToken: TestContext.Current.CancellationToken));
    }

    private static Function Function(LatentSearch search) => new("find", [Point], Point, (_, fields) => fields[1]) { Search = search };

    private static float[] Run(LatentSearch search, float[] points, long seed = 3)
    {
        using var runner = new Runner(Function(search));
        return runner.Run([points], seed, cancellationToken: TestContext.Current.CancellationToken);
    }
}
