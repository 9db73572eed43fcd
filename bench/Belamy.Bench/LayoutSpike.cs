using System.Runtime.Intrinsics;
using Belamy.Tensors;
using Belamy.Tensors.Cpu;

namespace Belamy.Bench;

/// <summary>
/// Rows of pixels against channels last, on the three products of the 4×4, stride 2, padding 1 convolution. Each result is
/// checked against the other layout's before it is timed.
/// </summary>
internal static class LayoutSpike
{
    public static void Run(int threads)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            Console.WriteLine("The comparison needs 512-bit vectors.");
            return;
        }

        using var team = new WorkerTeam(threads);
        foreach (var (inputs, outputs, size) in new[] { (64, 128, 28), (128, 128, 14), (64, 128, 32), (128, 256, 16), (256, 512, 8) })
            Compare(team, 64, inputs, outputs, size);
    }

    private static void Compare(WorkerTeam team, int batch, int inputs, int outputs, int size)
    {
        var shape = ConvolutionShape.From(ConvolutionGeometry.Create([size, size], [4], [2], [1]), batch, inputs, outputs);
        var input = Random(shape.InputLength, 1);
        var output = Random(shape.OutputLength, 2);
        var weights = Random(shape.WeightsLength, 3);
        var inputLast = ChannelsLast(input, batch, inputs, size * size);
        var outputLast = ChannelsLast(output, batch, outputs, size * size / 4);

        Console.WriteLine($"{batch}x{inputs}x{size}x{size} <-> {outputs}, peak and rates in GFLOP/s");
        Pair("convolve", team, new PixelRowsForward(batch, inputs, outputs, size), [input, ForwardTiles(weights, inputs, outputs)], (int)shape.OutputLength,
            ConvolutionKernels.Forward(shape), [inputLast, Packed(team, shape, weights, backward: false)], result => ChannelsLast(result, batch, outputs, size * size / 4));
        Pair("convolve input", team, new PixelRowsInput(batch, inputs, outputs, size), [output, InputTiles(weights, inputs, outputs)], (int)shape.InputLength,
            ConvolutionKernels.Input(shape), [outputLast, Packed(team, shape, weights, backward: true)], result => ChannelsLast(result, batch, inputs, size * size));
        Pair("convolve kernel", team, new PixelRowsWeights(batch, inputs, outputs, size), [input, output], (int)shape.WeightsLength,
            ConvolutionKernels.Weights(shape), [inputLast, outputLast], result => result);
    }

    private static void Pair(
        string name, WorkerTeam team, Kernel pixelRows, float[][] pixelRowsInputs, int length, Kernel channelsLast, float[][] channelsLastInputs,
        Func<float[], float[]> toChannelsLast)
    {
        using var a = new KernelTiming(pixelRows, team, [.. pixelRowsInputs.Select(x => (long)x.Length), length]);
        using var b = new KernelTiming(channelsLast, team, [.. channelsLastInputs.Select(x => (long)x.Length), length]);
        for (var i = 0; i < 2; i++)
        {
            a.Set(i, pixelRowsInputs[i]);
            b.Set(i, channelsLastInputs[i]);
        }

        team.Run(pixelRows);
        team.Run(channelsLast);
        var first = toChannelsLast(a.Get(2));
        var second = b.Get(2);
        var error = 0.0;
        for (var i = 0; i < length; i++)
            error = Math.Max(error, Math.Abs(first[i] - second[i]));
        if (!(error < 1e-2))
            Console.WriteLine($"{name}: the layouts disagree by {error}.");
        KernelTiming.Compare(name, team, ("rows of pixels", pixelRows), ("channels last", channelsLast));
    }

    private static float[] Packed(WorkerTeam team, ConvolutionShape shape, float[] weights, bool backward)
    {
        var pack = ConvolutionKernels.PackWeights(shape, backward);
        using var memory = new KernelTiming(pack, team, weights.Length, pack.PackedLength);
        memory.Set(0, weights);
        team.Run(pack);
        return memory.Get(1);
    }

    private static float[] Random(long length, int seed)
    {
        var random = new Random(seed);
        var values = new float[length];
        for (var i = 0; i < length; i++)
            values[i] = random.NextSingle() - 0.5f;
        return values;
    }

    private static float[] ChannelsLast(float[] values, int batch, int channels, int pixels)
    {
        var result = new float[values.Length];
        for (var n = 0; n < batch; n++)
        {
            for (var c = 0; c < channels; c++)
            {
                for (var p = 0; p < pixels; p++)
                    result[(n * pixels + p) * channels + c] = values[(n * channels + c) * pixels + p];
            }
        }

        return result;
    }

    /// <summary>[block of 8 input channels][tile of 12 output channels][depth][row].</summary>
    private static float[] ForwardTiles(float[] weights, int inputs, int outputs)
    {
        List<float> packed = [];
        for (var first = 0; first < inputs; first += 8)
        {
            for (var row = 0; row < outputs; row += 12)
            {
                for (var k = first * 16; k < (first + 8) * 16; k++)
                {
                    for (var r = row; r < Math.Min(row + 12, outputs); r++)
                        packed.Add(weights[r * inputs * 16 + k]);
                }
            }
        }

        return [.. packed];
    }

    /// <summary>[phase][block of 32 output channels][tile of 12 input channels][depth = output channel, tap of the phase][row].</summary>
    private static float[] InputTiles(float[] weights, int inputs, int outputs)
    {
        List<float> packed = [];
        for (var phase = 0; phase < 4; phase++)
        {
            for (var first = 0; first < outputs; first += 32)
            {
                for (var row = 0; row < inputs; row += 12)
                {
                    for (var k = first * 4; k < (first + 32) * 4; k++)
                    {
                        // Line y of phase p is reached by taps 3 − p and 1 − p of lines (y − 1 + p) / 2 and one more.
                        var ky = 3 - phase / 2 - k % 4 / 2 * 2;
                        var kx = 3 - phase % 2 - k % 2 * 2;
                        for (var r = row; r < Math.Min(row + 12, inputs); r++)
                            packed.Add(weights[(k / 4 * inputs + r) * 16 + ky * 4 + kx]);
                    }
                }
            }
        }

        return [.. packed];
    }
}
