using Belamy.Data;
using Belamy.Games;
using Belamy.Latent;
using Belamy.Numerics;
using Belamy.Tensors;
using Belamy.Tests.Training;

namespace Belamy.Tests.Latent;

public sealed class DirectionsTests
{
    [Fact]
    public void Decompose_gives_back_the_matrix()
    {
        const int Size = 40;
        var random = new Random(6);
        var matrix = new double[Size, Size];
        for (int row = 0; row < Size; row++)
        {
            for (int column = 0; column <= row; column++)
                matrix[row, column] = matrix[column, row] = random.NextDouble() - 0.5;
        }

        (double Value, double[] Vector)[] parts = SymmetricMatrix.Decompose((double[,])matrix.Clone());
        Assert.Equal(parts.Select(part => part.Value).OrderDescending(), parts.Select(part => part.Value));
        for (int row = 0; row < Size; row++)
        {
            for (int column = 0; column < Size; column++)
            {
                Assert.Equal(matrix[row, column], parts.Sum(part => part.Value * part.Vector[row] * part.Vector[column]), 1e-12);
                Assert.Equal(row == column ? 1 : 0, parts[row].Vector.Zip(parts[column].Vector, (a, b) => a * b).Sum(), 1e-12);
            }
        }
    }

    [Fact]
    public void Decompose_takes_a_diagonal_matrix_and_one_of_zeros()
    {
        Assert.Equal([5, 2], SymmetricMatrix.Decompose(new double[,] { { 2, 0 }, { 0, 5 } }).Select(part => part.Value));
        Assert.Equal([0, 0], SymmetricMatrix.Decompose(new double[2, 2]).Select(part => part.Value));
    }

    /// <summary>W stretches (3, 4)/5 ten times and what is across it once.</summary>
    [Fact]
    public void OfWeight_finds_what_the_layer_stretches_most()
    {
        // Columns: 10 (0.6, 0.8) and (-0.8, 0.6).
        IReadOnlyList<Direction> directions = Directions.OfWeight([6, -0.8f, 8, 0.6f], latent: 2);
        Assert.Equal(0.6, directions[0].Vector[0], 1e-6);
        Assert.Equal(0.8, directions[0].Vector[1], 1e-6);
        Assert.Equal(100 / 101.0, directions[0].Share, 1e-6);
        Assert.Equal(0.8, directions[1].Vector[0], 1e-6);
        Assert.Equal(-0.6, directions[1].Vector[1], 1e-6);
    }

    [Fact]
    public void OfFirstLayer_reads_the_averaged_weights()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [2]);
        Span<float> average = game.Game.Store["average/generator/0/weight"].AsSpan<float>();
        // The second of three latent values alone reaches the layer.
        average.Clear();
        average.Slice(6, 6).Fill(0.5f);
        IReadOnlyList<Direction> directions = Directions.OfFirstLayer(game);
        Assert.Equal(3, directions.Count);
        Assert.Equal([0, 1, 0], directions[0].Vector);
        Assert.Equal(1, directions[0].Share);
    }

    [Fact]
    public void OfFirstLayer_counts_no_weights_of_an_appended_class()
    {
        using var game = new AssembledGame(Models.Acgan with { Width = 2, Latent = 3 }, Datasets.Digits());
        Parameter weight = game.Game.Store.Parameters.First(parameter => parameter.Name.StartsWith("average/generator/", StringComparison.Ordinal) && parameter.Shape.Rank == 2);
        Assert.Equal(3 + 10, weight.Shape[0]);
        // Classes reach the layer, and of the latent values the third alone.
        weight.AsSpan<float>().Fill(2);
        weight.AsSpan<float>()[..(2 * weight.Shape[1])].Clear();
        IReadOnlyList<Direction> directions = Directions.OfFirstLayer(game);
        Assert.Equal(3, directions.Count);
        Assert.Equal([0, 0, 1], directions[0].Vector);
        Assert.Equal(1, directions[0].Share);
    }

    [Theory]
    [InlineData("naive-bayes", "take a run of a model whose generator does")]
    [InlineData("rbm", "name classes to go between instead")]
    public void OfFirstLayer_without_such_a_layer_names_a_way_that_is_open(string model, string remedy)
    {
        using var game = new AssembledGame(Models.Find(model).Recipe, Datasets.Digits());
        Assert.EndsWith(remedy, Assert.Throws<BelamyException>(() => Directions.OfFirstLayer(game)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BetweenClasses_counts_the_classes_alike()
    {
        // Class 0 around (1, 0), class 1 at (0, 0) many times, class 2 at (0, -2) once: the mean of the others is (0, -1).
        float[] latents = [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -2];
        int[] classes = [0, 0, 1, 1, 1, 2];
        double half = Math.Sqrt(0.5);
        Direction towards = Directions.BetweenClasses(latents, classes, 0);
        Assert.Equal(half, towards.Vector[0], 1e-6);
        Assert.Equal(half, towards.Vector[1], 1e-6);
        Assert.Equal([1, 0], Directions.BetweenClasses(latents, classes, 0, awayFrom: 1).Vector);
        Assert.Throws<ArgumentException>(() => Directions.BetweenClasses(latents, classes, 3));
        Assert.Throws<ArgumentException>(() => Directions.BetweenClasses(latents, classes, 0, awayFrom: 4));
    }

    [Fact]
    public void Along_goes_both_ways_in_deviations_of_the_prior()
    {
        var direction = new Direction([0, 1], double.NaN);
        Assert.Equal([5, -3, 5, 0, 5, 3], Directions.Along([5, 0], direction, 3, 3));
        float[] uniform = Directions.Along([5, 0], direction, 3, 2, LatentDistribution.Uniform);
        Assert.Equal(Math.Sqrt(3), uniform[3], 1e-6);
    }
}
