using Belamy.Latent;

namespace Belamy.Tests.Latent;

public sealed class MineGridTests
{
    [Fact]
    public void Arrange_puts_items_that_are_alike_beside_each_other() =>
        // The corners of a square, of which two opposite ones come first; the distances along its sides add up to 4.
        Assert.Equal(4, Length([0, 0, 1, 1, 0, 1, 1, 0], MineGrid.Arrange([0, 0, 1, 1, 0, 1, 1, 0], 2, 2), 2), 1e-9);

    [Fact]
    public void Arrange_leaves_no_exchange_that_would_be_better()
    {
        const int Columns = 5, Rows = 4;
        var random = new Random(3);
        float[] items = [.. Enumerable.Range(0, Columns * Rows * 3).Select(_ => (float)random.NextDouble())];
        int[] cells = MineGrid.Arrange(items, Columns, Rows);
        Assert.Equal(Enumerable.Range(0, Columns * Rows), cells.Order());
        double least = Length(items, cells, Columns);
        Assert.True(least < 0.8 * Length(items, [.. Enumerable.Range(0, Columns * Rows)], Columns));
        for (int one = 0; one < cells.Length; one++)
        {
            for (int other = 0; other < one; other++)
            {
                int[] exchanged = [.. cells];
                (exchanged[one], exchanged[other]) = (cells[other], cells[one]);
                Assert.True(Length(items, exchanged, Columns) >= least - 1e-6);
            }
        }
    }

    [Fact]
    public void Arrange_items_that_are_all_alike_ends() => Assert.Equal([0, 1, 2, 3, 4, 5], MineGrid.Arrange(new float[12], 3, 2));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fill_holds_the_given_vectors_to_the_bit(bool linear)
    {
        const int Columns = 3, Rows = 4, Steps = 5, Size = 6;
        var random = new Random(4);
        float[] latents = [.. Enumerable.Range(0, Columns * Rows * Size).Select(_ => (float)(random.NextDouble() - 0.5))];
        float[] grid = MineGrid.Fill(latents, Columns, Rows, Steps, linear);
        const int Width = 2 * 4 + 1, Height = 3 * 4 + 1;
        Assert.Equal(Width * Height * Size, grid.Length);
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
                Assert.Equal(latents.AsSpan((row * Columns + column) * Size, Size), grid.AsSpan(((row * 4 * Width) + (column * 4)) * Size, Size));
        }

        // Between two neighbours of a row lies what lies between them alone.
        Assert.Equal(
            linear ? Interpolation.Linear(latents.AsSpan(0, Size), latents.AsSpan(Size, Size), 0.25) : Interpolation.Spherical(latents.AsSpan(0, Size), latents.AsSpan(Size, Size), 0.25),
            grid[Size..(2 * Size)]);
    }

    [Fact]
    public void Fill_straight_is_bilinear_between_each_four() =>
        Assert.Equal([0, 1, 2, 4, 6, 2, 3, 4, 5, 6, 4, 5, 6, 6, 6], MineGrid.Fill([0, 2, 6, 4, 6, 6], 3, 2, 3, linear: true));

    /// <summary>The sum of the distances between neighbours.</summary>
    private static double Length(float[] items, int[] cells, int columns)
    {
        int length = items.Length / cells.Length;
        double sum = 0;
        for (int cell = 0; cell < cells.Length; cell++)
        {
            if (cell % columns > 0)
                sum += Distance(cells[cell], cells[cell - 1]);
            if (cell >= columns)
                sum += Distance(cells[cell], cells[cell - columns]);
        }

        return sum;

        double Distance(int one, int other) => Math.Sqrt(Enumerable.Range(0, length).Sum(i => Math.Pow(items[one * length + i] - items[other * length + i], 2)));
    }
}
