using Belamy.Tensors;
using Belamy.Tests.Training;

namespace Belamy.Tests.Games;

public sealed class CompiledProgramsTests
{
    [Fact]
    public void Run_of_many_steps_compiles_four_programs_beside_the_initial_values()
    {
        var data = new GaussianData(50, 0, 0.5, 2);
        int before = Program.CompiledCount;
        using TrainingRun run = Gan.Train(TinyRecipes.Dense, data, steps: 1000, cancellationToken: TestContext.Current.CancellationToken);
        // Initial values, the discriminator's move, the generator's move, drawing latent vectors, sampling.
        Assert.Equal(5, Program.CompiledCount - before);
    }
}
