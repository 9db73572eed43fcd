using Belamy.Tensors;
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
        if (filter is "" or "volumes")
            Volumes(team);
        if (filter is "" or "groups")
            Groups(team);
        if (filter is "" or "sounds")
            Sounds(team);
        if (filter is "" or "dilated")
            Dilated(team);
        if (filter is "" or "pictures")
            PictureEnds(team);
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

    /// <summary>Networks of volumes: the critic's layers from 32 sides to 4, and the generator's back.</summary>
    private static void Volumes(WorkerTeam team)
    {
        foreach (var (inputs, outputs, size) in new[] { (1, 32, 32), (32, 64, 16), (64, 128, 8), (128, 256, 8), (256, 1, 4) })
            Convolution(team, ConvolutionGeometry.Create([size, size, size], [4], [size == 4 ? 1 : 2], [size == 4 ? 0 : 1]), 16, inputs, outputs);
        Convolution(team, ConvolutionGeometry.Create([32, 32, 32], [4], [2], [1]), 16, 32, 64);
        Convolution(team, ConvolutionGeometry.Create([16, 16, 16], [3], [1], [1]), 16, 32, 32);
    }

    /// <summary>Blocks of groups of 16 and others, and depthwise.</summary>
    private static void Groups(WorkerTeam team)
    {
        foreach (var (channels, groups, size) in new[]
            { (64, 4, 32), (256, 16, 32), (256, 16, 16), (512, 32, 8), (256, 2, 16), (64, 2, 16), (256, 8, 16), (256, 32, 16), (256, 64, 16), (192, 8, 16), (64, 64, 32), (256, 256, 16), (512, 512, 8) })
        {
            Convolution(team, ConvolutionGeometry.Create([size, size], [3], [1], [1], groups: groups), 64, channels, channels);
        }

        Convolution(team, ConvolutionGeometry.Create([32, 32], [4], [2], [1], groups: 8), 64, 128, 128);
        Convolution(team, ConvolutionGeometry.Create([32, 32], [4], [2], [1], groups: 128), 64, 128, 128);
    }

    private static void Sounds(WorkerTeam team)
    {
        foreach (var (inputs, outputs, length) in new[] { (1, 16, 4096), (16, 32, 1024), (32, 64, 256), (64, 128, 64), (128, 256, 16) })
            Convolution(team, ConvolutionGeometry.Create([length], [25], [4], [11], [10]), 32, inputs, outputs);
    }

    private static void Dilated(WorkerTeam team)
    {
        foreach (var dilation in new[] { 2, 4 })
            Convolution(team, ConvolutionGeometry.Create([32, 32], [3], [1], [dilation], [dilation], [dilation]), 16, 64, 64);
        Convolution(team, ConvolutionGeometry.Create([1024], [3], [1], [16], [16], [16]), 16, 64, 64);
    }

    /// <summary>Layers from and to pictures.</summary>
    private static void PictureEnds(WorkerTeam team)
    {
        foreach (var (channels, maps, size, kernel, stride, padding) in new[]
            { (3, 64, 64, 4, 2, 1), (1, 64, 28, 4, 2, 1), (3, 32, 64, 7, 1, 3), (3, 64, 64, 3, 1, 1), (1, 64, 28, 5, 1, 2), (3, 64, 96, 9, 1, 4) })
        {
            Convolution(team, ConvolutionGeometry.Create([size, size], [kernel], [stride], [padding]), 16, channels, maps);
            if (stride == 1)
                Convolution(team, ConvolutionGeometry.Create([size, size], [kernel], [stride], [padding]), 16, maps, channels);
        }
    }

    private static void Convolution(WorkerTeam team, int batch, int inputs, int outputs, int size, int kernel, int stride, int padding) =>
        Convolution(team, ConvolutionGeometry.Create([size, size], [kernel], [stride], [padding]), batch, inputs, outputs);

    private static void Convolution(WorkerTeam team, ConvolutionGeometry geometry, int batch, int inputs, int outputs)
    {
        var shape = ConvolutionShape.From(geometry, batch, inputs, outputs);
        foreach (var backward in new[] { false, true })
        {
            var pack = ConvolutionKernels.PackWeights(shape, backward);
            using var packing = new KernelTiming(pack, team, shape.WeightsLength, pack.PackedLength);
            packing.Report(0.05);
            var (from, to) = backward ? (shape.OutputLength, shape.InputLength) : (shape.InputLength, shape.OutputLength);
            using var product = new KernelTiming(
                backward ? ConvolutionKernels.Input(shape) : ConvolutionKernels.Forward(shape), team, from, pack.PackedLength, to);
            product.Report(0.25);
        }

        using var gradient = new KernelTiming(ConvolutionKernels.Weights(shape), team, shape.InputLength, shape.OutputLength, shape.WeightsLength);
        gradient.Report(0.25);
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
