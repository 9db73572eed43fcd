using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Tensors;

namespace Belamy.Tests.Games;

public sealed class RunnerTests
{
    private static readonly Field Point = new("point", new Points(2)), Class = new("class", new Classes("a", "b", "c")), Sum = new("sum", new Points(1));

    [Fact]
    public void Run_applies_the_function_item_by_item_over_chunks()
    {
        var function = new Function("sum", [Point, Class], Sum, (_, fields) => fields[0].Sum(1).Reshape(-1, 1) + fields[1].Cast(ElementType.Float32).Reshape(-1, 1));
        using var runner = new Runner(function);
        float[] points = [.. Enumerable.Range(0, 200).Select(at => (float)at)], classes = [.. Enumerable.Range(0, 100).Select(at => at % 3f)];
        var done = new List<int>();
        float[] sums = runner.Run([points, classes], progress: done.Add, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 100).Select(at => (4f * at) + 1 + (at % 3)), sums);
        Assert.Equal([64, 100], done);
        // Nothing of a chunk before is left in a shorter one.
        Assert.Equal([3], runner.Run([new float[] { 1, 2 }, new float[] { 0 }], cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Run_of_noise_depends_on_the_seed_and_the_item_alone()
    {
        var function = new Function("blur", [Point], Point, (context, fields) => fields[0] + context.RandomNormal("noise", fields[0].Shape));
        using var runner = new Runner(function);
        float[] points = new float[2 * 70];
        float[] all = runner.Run([points], seed: 3, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(all[..20], runner.Run([points.AsMemory(0, 20)], seed: 3, cancellationToken: TestContext.Current.CancellationToken));
        Assert.NotEqual(all, runner.Run([points], seed: 4, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(140, all.Distinct().Count());
    }

    [Fact]
    public void Run_gives_whole_numbers_of_classes()
    {
        var function = new Function("classify", [Point], Class, (_, fields) => fields[0].ArgMax(1));
        using var runner = new Runner(function);
        Assert.Equal([1, 0], runner.Run([new float[] { 1, 2, 2, 1 }], cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Inputs_that_are_no_whole_items_are_refused()
    {
        using var runner = new Runner(new Function("sum", [Point, Class], Sum, (_, fields) => fields[0].Sum(1).Reshape(-1, 1)));
        Assert.Throws<ArgumentException>(() => runner.Run([new float[3], new float[1]], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => runner.Run([new float[4], new float[1]], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => runner.Run([new float[2]], cancellationToken: TestContext.Current.CancellationToken));
    }
}
