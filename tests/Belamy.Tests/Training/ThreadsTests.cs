using Belamy.Data;
using Belamy.Tensors;

namespace Belamy.Tests.Training;

public sealed class ThreadsTests
{
    /// <summary>Wide enough that every kind of kernel is cut into several tasks.</summary>
    [Fact]
    public void Train_dcgan_with_one_two_and_three_threads_gives_the_same_bits()
    {
        Recipe recipe = Models.Dcgan with { Batch = 16, Width = 16 };
        int before = Program.Threads;
        try
        {
            Dictionary<string, byte[]>[] runs = [.. new[] { 1, 2, 3 }.Select(threads => Train(recipe, threads))];
            Assert.NotEmpty(runs[0]);
            Assert.Equal(runs[0], runs[1]);
            Assert.Equal(runs[0], runs[2]);
        }
        finally
        {
            Program.Threads = before;
        }
    }

    private static Dictionary<string, byte[]> Train(Recipe recipe, int threads)
    {
        Program.Threads = threads;
        using TrainingRun run = Gan.Train(recipe, Datasets.Digits(), steps: 3, cancellationToken: TestContext.Current.CancellationToken);
        return run.Game.Game.Store.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.AsBytes().ToArray());
    }
}
