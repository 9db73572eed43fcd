using Belamy.Games;
using Belamy.Metrics;
using Belamy.Tests.Training;

namespace Belamy.Tests.Metrics;

public sealed class GeneratorDatasetTests
{
    [Fact]
    public void Read_gives_the_sample_of_that_number_in_any_order()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, [1, 8, 8]);
        // More than one round, the last a partial one.
        var data = new GeneratorDataset(game.RequireGenerator(), 1500, seed: 7);
        Samples samples = game.RequireGenerator().Sample(1500, 7);
        var item = new float[64];
        foreach (int index in (ReadOnlySpan<int>)[0, 1499, 1023, 1024, 5])
        {
            data.Read(index, item);
            Assert.Equal(samples.ValuesOf(index).ToArray(), item);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => data.Read(1500, item));
        Assert.True(data.Labels.IsEmpty);
    }

    [Fact]
    public void Samples_of_named_classes_are_labelled_by_what_they_were_made_as()
    {
        using AssembledGame game = Conditional(classes: 3);
        Generator generator = game.RequireGenerator();
        var data = new GeneratorDataset(generator, 7, seed: 5, classNames: ["a", "b", "c"]);
        Assert.Equal(["a", "b", "c"], data.ClassNames);
        Assert.Equal(generator.Sample(7, 5).Labels, data.Labels.ToArray());
        Assert.Equal([0, 1, 2, 0, 1, 2, 0], data.Labels.ToArray());
        Assert.Throws<ArgumentException>(() => new GeneratorDataset(generator, 7, classNames: ["a", "b"]));
    }

    /// <summary>A small game of a model that takes classes.</summary>
    internal static AssembledGame Conditional(int classes) => new(Models.Cgan with { Width = 4, Latent = 3, Batch = 4 }, [1, 8, 8], classes);
}
