using Belamy.Games;
using Belamy.Latent;
using Belamy.Tests.Training;

namespace Belamy.Tests.Latent;

public sealed class JDiagramTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Corners_are_the_pictures_of_their_vectors_exactly(bool linear)
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [1, 8, 8]);
        Generator generator = game.RequireGenerator();
        float[] latents = generator.Latents(3, seed: 5);
        int size = generator.Prior.Size;
        float[] first = latents[..size], second = latents[size..(2 * size)], third = latents[(2 * size)..];
        const int Side = 9;
        Samples grid = generator.Generate(JDiagram.Grid(first, second, third, Side, linear));
        Assert.Equal(Side * Side, grid.Count);
        Assert.Equal(generator.Generate(first).Values, grid.ValuesOf(0));
        Assert.Equal(generator.Generate(second).Values, grid.ValuesOf(Side - 1));
        Assert.Equal(generator.Generate(third).Values, grid.ValuesOf(Side * (Side - 1)));
        Assert.Equal(generator.Generate(JDiagram.Analogy(first, second, third)).Values, grid.ValuesOf((Side * Side) - 1));
    }

    [Fact]
    public void Analogy_adds_what_the_second_has_over_the_first() => Assert.Equal([7, 1], JDiagram.Analogy([1, 2], [3, 2], [5, 1]));

    [Fact]
    public void Grid_straight_is_bilinear() =>
        Assert.Equal([0, 0, 1, 0, 2, 0, 0, 1, 1, 1, 2, 1, 0, 2, 1, 2, 2, 2], JDiagram.Grid([0, 0], [2, 0], [0, 2], 3, linear: true));
}
