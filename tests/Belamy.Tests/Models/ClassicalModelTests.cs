using Belamy.Data;
using Belamy.Training;

namespace Belamy.Tests;

public sealed class ClassicalModelTests
{
    private static readonly ArrayDataset Data = new(
        "four", [2], [1, -1, 1, 1, -1, -1, 1, 1], [0, 1, 1, 1], ["a", "b"]);

    [Fact]
    public void Naive_bayes_counts_every_item_once_a_pass()
    {
        using TrainingRun run = Gan.Train(Models.NaiveBayes with { Batch = 2 }, Data, steps: 2, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([1, 3], run.Game.Game.Store["state/class-counts"].AsSpan<float>().ToArray());
        Assert.Equal([1, 0, 2, 2], run.Game.Game.Store["state/ones"].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Naive_bayes_without_classes_says_what_it_needs() =>
        Assert.Contains("classes", Assert.Throws<BelamyException>(() => new AssembledGame(Models.NaiveBayes, [2])).Message, StringComparison.Ordinal);
}
