using Belamy.Tensors.Compilation;
using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Tests.Compilation;

/// <summary>All programs of a process work in the memory of the largest.</summary>
public sealed class SharedArenaTests
{
    [Fact]
    public void Run_of_programs_in_turn_works_in_one_place_and_keeps_their_values()
    {
        using Program small = SumOfSquares(64);
        using Program large = SumOfSquares(512);
        Assert.SkipWhen(small.Plan is null, "Programs run by the reference evaluator here.");
        for (int round = 0; round < 3; round++)
        {
            small.Run();
            large.Run();
            Assert.Equal(small.Plan.ArenaAddress, large.Plan!.ArenaAddress);
            Assert.Equal(Expected(64), small.Outputs[0].AsSpan<float>()[0], 1e-3);
            Assert.Equal(Expected(512), large.Outputs[0].AsSpan<float>()[0], 1e-3);
        }

        large.Dispose();
        small.Run();
        Assert.Equal(Expected(64), small.Outputs[0].AsSpan<float>()[0], 1e-3);
    }

    [Fact]
    public void MemoryOf_programs_counts_what_they_work_in_once()
    {
        using Program small = SumOfSquares(64);
        using Program large = SumOfSquares(512);
        Assert.SkipWhen(small.Plan is null, "Programs run by the reference evaluator here.");
        Assert.True(small.WorkBytes >= 64 * 64 * sizeof(float), $"{small.WorkBytes} bytes");
        Assert.Equal(small.MemoryBytes - small.WorkBytes + large.MemoryBytes, Program.MemoryOf([small, large]));
        Assert.Equal(0, Program.MemoryOf([]));
    }

    [Fact]
    public void Run_of_a_second_program_waits_for_the_one_that_another_thread_runs()
    {
        using Program program = SumOfSquares(64);
        Assert.SkipWhen(program.Plan is null, "Programs run by the reference evaluator here.");
        var second = new Thread(program.Run);
        SharedArena.Take(1);
        try
        {
            second.Start();
            Assert.False(second.Join(100));
        }
        finally
        {
            SharedArena.Release();
        }

        second.Join();
        Assert.Equal(Expected(64), program.Outputs[0].AsSpan<float>()[0], 1e-3);
    }

    [Fact]
    public void Run_by_several_threads_gives_each_its_own_values()
    {
        int[] sizes = [32, 64, 128, 256];
        Assert.All(sizes.AsParallel().WithDegreeOfParallelism(sizes.Length).Select(size =>
        {
            // Ones that come later ask for more memory than lies there, while another works in it.
            using Program program = SumOfSquares(size);
            List<float> sums = [];
            for (int run = 0; run < 50; run++)
            {
                program.Run();
                sums.Add(program.Outputs[0].AsSpan<float>()[0]);
            }

            return (Size: size, Sums: sums);
        }).ToList(), one => Assert.All(one.Sums, sum => Assert.Equal(Expected(one.Size), sum, 1e-3)));
    }

    /// <summary>Σ over a square matrix of (x·x) for all entries 1, by way of a product that needs memory.</summary>
    private static Program SumOfSquares(int size)
    {
        Tensor x = Tensor.Input("x", [size, size]);
        Program program = Program.Compile("sum of squares", [Tensor.MatMul(Tensor.MatMul(x, x), x).Sum()]);
        program.Input("x").AsSpan<float>().Fill(1f / size);
        return program;
    }

    // Each entry of x·x·x is size² / size³.
    private static float Expected(int size) => size;
}
