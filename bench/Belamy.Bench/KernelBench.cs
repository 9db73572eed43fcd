using Belamy.Tensors.Cpu;

namespace Belamy.Bench;

/// <summary>Single kernels at the shapes of the workloads.</summary>
internal static class KernelBench
{
    public static void Run(int threads)
    {
        using var team = new WorkerTeam(threads);
        Product(team, new(1024, 1024, 1024));
        Product(team, new(2048, 2048, 2048));
        foreach (var batch in new[] { 32, 64, 128 })
        {
            foreach (var (inputs, outputs) in new[] { (100, 256), (256, 512), (512, 1024), (1024, 784), (784, 512), (256, 1) })
            {
                Product(team, new(batch, outputs, inputs));
                Product(team, new(batch, inputs, outputs) { TransposeRight = true });
                Product(team, new(inputs, outputs, batch) { TransposeLeft = true });
            }
        }

        Product(team, new(64, 6272, 100));
        Product(team, new(100, 6272, 64) { TransposeLeft = true });
        Product(team, new(64, 1, 6272));
        Product(team, new(64, 6272, 1) { TransposeRight = true });
        Product(team, new(6272, 1, 64) { TransposeLeft = true });
    }

    private static void Product(WorkerTeam team, MatrixProductShape shape)
    {
        using var timing = new KernelTiming(
            new MatrixProductKernel(shape), team, (long)shape.Rows * shape.Depth, (long)shape.Depth * shape.Columns, (long)shape.Rows * shape.Columns);
        timing.Report(0.3);
    }
}
