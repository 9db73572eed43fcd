using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy.Tests.Games;

public sealed class RepairTests
{
    private const int Batch = 64, Height = 16, Width = 12, Area = Height * Width;

    [Fact]
    public void Hole_in_the_centre_is_half_as_high_and_wide_for_all()
    {
        foreach (float[] mask in Draw(HoleShape.Centre))
        {
            Assert.Equal((4, 3, 8, 6), Bounds(mask));
            Assert.Equal(48, mask.Sum());
        }
    }

    [Fact]
    public void Holes_anywhere_are_rectangles_of_every_size_from_border_to_border()
    {
        (int Top, int Left, int Tall, int Wide)[] holes = [.. Draw(HoleShape.Anywhere).Select(mask =>
        {
            (int Top, int Left, int Tall, int Wide) bounds = Bounds(mask);
            Assert.Equal(bounds.Tall * bounds.Wide, mask.Sum());
            return bounds;
        })];
        Assert.Equal([4, 5, 6, 7, 8], holes.Select(hole => hole.Tall).Distinct().Order());
        Assert.Equal([3, 4, 5, 6], holes.Select(hole => hole.Wide).Distinct().Order());
        Assert.Contains(holes, hole => hole.Top == 0);
        Assert.Contains(holes, hole => hole.Left + hole.Wide == Width);
    }

    [Fact]
    public void Half_is_one_of_four()
    {
        (int, int, int, int)[] halves = [.. Draw(HoleShape.Half).Select(Bounds).Distinct().Order()];
        Assert.Equal([(0, 0, 8, 12), (0, 0, 16, 6), (0, 6, 16, 6), (8, 0, 8, 12)], halves);
    }

    [Fact]
    public void Strokes_are_in_one_piece_and_leave_most_of_a_picture()
    {
        float[][] masks = [.. Draw(HoleShape.Strokes)];
        Assert.Equal(Batch, masks.Select(mask => string.Concat(mask)).Distinct().Count());
        Assert.All(masks, mask =>
        {
            Assert.InRange(mask.Sum() / Area, 0.04, 0.75);
            Assert.Equal(mask.Sum(), Piece(mask));
        });
    }

    [Theory]
    [InlineData(HoleShape.Anywhere)]
    [InlineData(HoleShape.Strokes)]
    [InlineData(HoleShape.Half)]
    public void Holes_follow_from_the_state_and_differ_from_step_to_step(HoleShape shape)
    {
        Assert.Equal(Draw(shape).SelectMany(mask => mask), Draw(shape).SelectMany(mask => mask));
        Assert.NotEqual(Draw(shape).SelectMany(mask => mask), Draw(shape, step: 2).SelectMany(mask => mask));
        Assert.All(Draw(shape).SelectMany(mask => mask), value => Assert.True(value is 0 or 1));
    }

    [Fact]
    public void Known_pixels_stay_to_the_bit_and_what_surrounds_a_hole_is_known()
    {
        Tensor pictures = Tensor.Literal(NDArray.From<float>([1, 1, 2, 3], [0.1f, -0f, float.Epsilon, 1, -1, 0.3f])), mask = Tensor.Literal(NDArray.From<float>([1, 1, 2, 3], [0, 0, 0, 1, 0, 0]));
        float[] filled = Repair.Fill(pictures, mask, Tensor.Constant(float.NaN, [1, 1, 2, 3])).Evaluate().AsSpan<float>().ToArray();
        Assert.Equal([0.1f, -0f, float.Epsilon, float.NaN, -1, 0.3f], filled);
        Assert.True(float.IsNegative(filled[1]));
        Assert.Equal([1, 1, 0, 0, 1, 0], Repair.Around(mask, 1).Evaluate().AsSpan<float>().ToArray());
        Assert.Equal([1, 1, 1, 0, 1, 1], Repair.Around(mask, 9).Evaluate().AsSpan<float>().ToArray());
    }

    [Theory]
    [InlineData(4, 3, 8, 6, 4, 3)]
    [InlineData(5, 3, 6, 3, 4, 1)]
    [InlineData(0, 0, 4, 3, 0, 0)]
    [InlineData(12, 9, 4, 3, 8, 6)]
    [InlineData(2, 0, 12, 12, 4, 3)]
    public void Window_lies_around_the_hole_and_within_the_picture(int top, int left, int tall, int wide, int firstRow, int firstColumn)
    {
        // The first of two pictures has its hole elsewhere: each is cut by its own.
        float[] masks = new float[2 * Area], pixels = [.. Enumerable.Range(0, 2 * 3 * Area).Select(at => at + 0.25f)];
        masks[0] = 1;
        foreach (int row in Enumerable.Range(top, tall))
            Array.Fill(masks, 1, Area + (row * Width) + left, wide);
        Tensor pictures = Tensor.Literal(NDArray.From<float>([2, 3, Height, Width], pixels));
        Tensor cut = HoleWindow.Cut(pictures, Tensor.Literal(NDArray.From<float>([2, 1, Height, Width], masks)));
        Tensor expected = pictures.Slice(0, 1, 1).Slice(2, firstRow, Height / 2).Slice(3, firstColumn, Width / 2);
        Assert.Equal(pictures.Slice(0, 0, 1).Slice(2, 0, Height / 2).Slice(3, 0, Width / 2).Evaluate().AsSpan<float>().ToArray(), cut.Slice(0, 0, 1).Evaluate().AsSpan<float>().ToArray());
        Assert.Equal(expected.Evaluate().AsSpan<float>().ToArray(), cut.Slice(0, 1, 1).Evaluate().AsSpan<float>().ToArray());
        Assert.Equal(new Shape(3, Height / 2, Width / 2), HoleWindow.ShapeOf([3, Height, Width]));
    }

    [Fact]
    public void Masks_of_the_data_are_the_holes_where_they_have_some()
    {
        var rows = new Rows("photographs", 4);
        var field = new Field("mask", new Masks(8, 8));
        Column picture = new ArrayColumn(new Field("picture", new Pictures(1, 8, 8)), rows, new float[4 * 64]);
        using var given = new AssembledGame(Models.ContextEncoder with { Width = 2, Batch = 2 }, new FieldedDataset("photographs", "picture", picture, new ArrayColumn(field, rows, new float[4 * 64])));
        using var drawn = new AssembledGame(Models.ContextEncoder with { Width = 2, Batch = 2 }, new FieldedDataset("photographs", "picture", picture));
        Assert.Contains("mask", InputsOfMoves(given));
        Assert.DoesNotContain("mask", InputsOfMoves(drawn));

        static IEnumerable<string> InputsOfMoves(AssembledGame game) => game.Game.Players.SelectMany(player => game.Game.MoveOf(player).Program.InputNames);
    }

    [Fact]
    public void Sheet_shows_a_hole_that_the_system_draws()
    {
        Dataset digits = Datasets.Open("digits");
        using var game = new AssembledGame(Models.ContextEncoder with { Width = 2 }, digits);
        Function restore = game.Functions[0];
        Assert.False(FunctionSheet.Fits(restore, digits));
        Assert.True(FunctionSheet.Fits(restore, digits, game.Functions));
        using var sheet = new FunctionSheet(restore, digits, seed: 1, others: game.Functions);
        Samples made = sheet.Apply();
        // The border of the picture is known, and so the same.
        var first = new float[digits.ItemLength];
        digits.Read(0, first);
        Assert.Equal(first[..28], made.ValuesOf(0)[..28].ToArray());
        Assert.NotEqual(first, made.ValuesOf(0).ToArray());
        // Pictures, masks, what is made of them.
        Assert.InRange(sheet.Draw(made)!.Height, 3 * 28, (4 * 28) - 1);
    }

    [Fact]
    public void Points_have_no_holes()
    {
        BelamyException refusal = Assert.Throws<BelamyException>(() => new AssembledGame(Models.ContextEncoder, Datasets.Open("ring8")));
        Assert.StartsWith("context-encoder: takes item of another kind", refusal.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<float[]> Draw(HoleShape shape, int step = 1)
    {
        var context = new ForwardContext(Tensor.Literal(NDArray.From<int>([4], [3, 0, step, 0])));
        return Holes.Draw(context, shape, Batch, Height, Width).Evaluate().AsSpan<float>().ToArray().Chunk(Area);
    }

    private static (int Top, int Left, int Tall, int Wide) Bounds(float[] mask)
    {
        int[] rows = [.. Enumerable.Range(0, Area).Where(at => mask[at] > 0).Select(at => at / Width)], columns = [.. Enumerable.Range(0, Area).Where(at => mask[at] > 0).Select(at => at % Width)];
        return (rows.Min(), columns.Min(), rows.Max() - rows.Min() + 1, columns.Max() - columns.Min() + 1);
    }

    /// <summary>The pixels that hang together with the first.</summary>
    private static int Piece(float[] mask)
    {
        var open = new Queue<int>([Array.IndexOf(mask, 1f)]);
        HashSet<int> seen = [open.Peek()];
        while (open.TryDequeue(out int at))
        {
            for (int y = Math.Max(0, (at / Width) - 1); y <= Math.Min(Height - 1, (at / Width) + 1); y++)
            {
                for (int x = Math.Max(0, (at % Width) - 1); x <= Math.Min(Width - 1, (at % Width) + 1); x++)
                {
                    if (mask[(y * Width) + x] > 0 && seen.Add((y * Width) + x))
                        open.Enqueue((y * Width) + x);
                }
            }
        }

        return seen.Count;
    }
}
