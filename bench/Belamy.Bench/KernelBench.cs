using Belamy.Tensors.Cpu;

namespace Belamy.Bench;

/// <summary>Single kernels at the shapes of the workloads.</summary>
internal static class KernelBench
{
    public static void Run(int threads, string filter)
    {
        using var team = new WorkerTeam(threads);
        if (filter is "" or "conv")
            Convolutions(team);
        if (filter is "" or "square")
        {
            Product(team, new(1024, 1024, 1024));
            Product(team, new(2048, 2048, 2048));
        }

        if (filter is "" or "dense")
            DenseLayers(team);
    }

    private static void Convolutions(WorkerTeam team)
    {
        Convolution(team, 64, 64, 128, 28, 4, 2, 1);
        Convolution(team, 64, 128, 128, 14, 4, 2, 1);
        Convolution(team, 64, 1, 64, 28, 4, 2, 1);
        Convolution(team, 64, 64, 1, 28, 7, 1, 3);
        Convolution(team, 64, 3, 64, 64, 4, 2, 1);
        Convolution(team, 64, 64, 128, 32, 4, 2, 1);
        Convolution(team, 64, 128, 256, 16, 4, 2, 1);
        Convolution(team, 64, 256, 512, 8, 4, 2, 1);
        Convolution(team, 64, 512, 1, 4, 4, 1, 0);
        Convolution(team, 64, 512, 100, 4, 4, 1, 0);
    }

    private static void Convolution(WorkerTeam team, int batch, int inputs, int outputs, int size, int kernel, int stride, int padding)
    {
        var geometry = Belamy.Tensors.ConvolutionGeometry.Create([size, size], [kernel], [stride], [padding]);
        var shape = ConvolutionShape.From(geometry, batch, inputs, outputs);
        foreach (var backward in new[] { false, true })
        {
            var pack = ConvolutionKernels.PackWeights(shape, backward);
            using var packing = new KernelTiming(pack, team, shape.WeightsLength, pack.PackedLength);
            packing.Report(0.1);
            var (from, to) = backward ? (shape.OutputLength, shape.InputLength) : (shape.InputLength, shape.OutputLength);
            using var product = new KernelTiming(
                backward ? ConvolutionKernels.Input(shape) : ConvolutionKernels.Forward(shape), team, from, pack.PackedLength, to);
            product.Report();
        }

        using var gradient = new KernelTiming(ConvolutionKernels.Weights(shape), team, shape.InputLength, shape.OutputLength, shape.WeightsLength);
        gradient.Report();
    }

    private static void DenseLayers(WorkerTeam team)
    {
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
            MatrixProductKernel.For(shape), team, (long)shape.Rows * shape.Depth, (long)shape.Depth * shape.Columns, (long)shape.Rows * shape.Columns);
        timing.Report(0.3);
    }
}
