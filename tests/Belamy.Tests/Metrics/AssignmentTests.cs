using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class AssignmentTests
{
    [Fact]
    public void Best_prefers_the_sum_to_the_single_greatest_gain() =>
        Assert.Equal([1, 0], Assignment.Best(new double[,] { { 10, 9 }, { 9, 1 } }));

    [Fact]
    public void Best_agrees_with_trying_all_permutations()
    {
        var random = new Random(5);
        for (int repeat = 0; repeat < 50; repeat++)
        {
            int rows = 1 + random.Next(5);
            var gains = new double[rows, rows + random.Next(2)];
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < gains.GetLength(1); column++)
                    gains[row, column] = random.Next(-20, 20);
            }

            int[] found = Assignment.Best(gains);
            Assert.Equal(rows, found.Distinct().Count());
            Assert.Equal(Greatest(gains, 0, []), found.Select((column, row) => gains[row, column]).Sum());
        }
    }

    [Fact]
    public void Best_refuses_more_rows_than_columns_and_what_is_no_number()
    {
        Assert.Throws<ArgumentException>(() => Assignment.Best(new double[2, 1]));
        Assert.Throws<ArgumentException>(() => Assignment.Best(new double[,] { { double.NaN } }));
    }

    private static double Greatest(double[,] gains, int row, HashSet<int> taken) => row == gains.GetLength(0)
        ? 0
        : Enumerable.Range(0, gains.GetLength(1)).Where(column => !taken.Contains(column)).Max(column => gains[row, column] + Greatest(gains, row + 1, [.. taken, column]));
}
