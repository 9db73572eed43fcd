using Belamy.Metrics;
using Belamy.Tests.Training;
using Belamy.Training;

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
    }
}
