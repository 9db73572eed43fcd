using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Tests.Training;

/// <summary>Batches of several fields: which walk together, and where a walk goes on.</summary>
public sealed class FeedingTests
{
    private const int Batch = 4;

    private static readonly Field One = new("one", new Points(1)), Other = new("other", new Points(1)), Class = new("class", new Classes("a", "b", "c"));

    [Fact]
    public void Columns_over_the_same_rows_walk_together_others_apart()
    {
        var rows = new Rows("rows", 10);
        float[] numbers = [.. Enumerable.Range(0, 10).Select(at => (float)at)];
        var data = new FieldedDataset(
            "data", "one", new ArrayColumn(One, rows, numbers), new ArrayColumn(Class, rows, [.. numbers.Select(number => number % 3)]), new ArrayColumn(Other, new Rows("others", 10), numbers));
        using Game game = Play(data, turn => (turn[One].Mean() + turn[Other].Mean()) + turn[Class].Cast(ElementType.Float32).Mean());
        Move move = game.MoveOf(game.Players[0]);
        var feeding = new Feeding(data, Batch, seed: 5);
        var seen = new List<float>();
        bool isApart = false;
        for (int step = 0; step < 5; step++)
        {
            feeding.Fill(move);
            float[] one = move.Program.Input("one").AsSpan<float>().ToArray(), other = move.Program.Input("other").AsSpan<float>().ToArray();
            Assert.Equal(one.Select(number => (int)number % 3), move.Program.Input("class").AsSpan<int>().ToArray());
            isApart |= !one.SequenceEqual(other);
            seen.AddRange(one);
        }

        Assert.True(isApart);
        Assert.Equal(20, feeding.Position);
        // Two rounds through ten items.
        Assert.Equal(numbers, seen[..10].Order());
        Assert.Equal(numbers, seen[10..].Order());
        // From a position alone it goes on as before.
        var resumed = new Feeding(data, Batch, seed: 5) { Position = 16 };
        resumed.Fill(move);
        Assert.Equal(seen[16..], move.Program.Input("one").AsSpan<float>().ToArray());
    }

    [Fact]
    public void Move_that_takes_no_data_leaves_the_position()
    {
        var data = new ArrayDataset("data", [1], [1, 2, 3]);
        using Game game = Play(data, turn => turn.Context.RandomNormal("noise", [Batch, 1]).Mean());
        var feeding = new Feeding(data, Batch, seed: 1);
        feeding.Fill(game.MoveOf(game.Players[0]));
        Assert.Equal(0, feeding.Position);
    }

    private static Game Play(Dataset data, Func<Turn, Tensor> loss) =>
        new(new ParameterStore(), [new Player("player", [], new Sgd(), 1, loss)], new Alternating(), new Shape(data.ItemShape), Batch, seed: 5);
}
