using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Tests.Cpu;

/// <summary>The three products of a convolution as their definition says, in double. Activations are channels last.</summary>
internal static class ConvolutionReference
{
    public static double[] Forward(ConvolutionShape shape, float[] input, float[] weights)
    {
        var output = new double[shape.OutputLength];
        Visit(shape, (x, w, y, step) =>
        {
            var sum = 0.0;
            for (var ci = 0; ci < shape.InputChannels; ci++)
                sum += (double)input[x + ci] * weights[w + ci * step];
            output[y] += sum;
        });
        return output;
    }

    public static double[] Input(ConvolutionShape shape, float[] output, float[] weights)
    {
        var input = new double[shape.InputLength];
        Visit(shape, (x, w, y, step) =>
        {
            for (var ci = 0; ci < shape.InputChannels; ci++)
                input[x + ci] += (double)output[y] * weights[w + ci * step];
        });
        return input;
    }

    public static double[] Weights(ConvolutionShape shape, float[] input, float[] output)
    {
        var weights = new double[shape.WeightsLength];
        Visit(shape, (x, w, y, step) =>
        {
            for (var ci = 0; ci < shape.InputChannels; ci++)
                weights[w + ci * step] += (double)input[x + ci] * output[y];
        });
        return weights;
    }

    private static void Visit(ConvolutionShape s, Action<int, int, int, int> product)
    {
        for (var n = 0; n < s.Batch; n++)
        {
            for (var oy = 0; oy < s.Y.Output; oy++)
            {
                for (var ox = 0; ox < s.X.Output; ox++)
                {
                    for (var ky = 0; ky < s.Y.Kernel; ky++)
                    {
                        for (var kx = 0; kx < s.X.Kernel; kx++)
                        {
                            var iy = oy * s.Y.Stride + ky * s.Y.Dilation - s.Y.Padding;
                            var ix = ox * s.X.Stride + kx * s.X.Dilation - s.X.Padding;
                            if (iy < 0 || iy >= s.Y.Input || ix < 0 || ix >= s.X.Input)
                                continue;
                            for (var co = 0; co < s.OutputChannels; co++)
                            {
                                // The first input channel; the others are neighbours in the input, taps apart in the weights.
                                product(
                                    ((n * s.Y.Input + iy) * s.X.Input + ix) * s.InputChannels,
                                    (co * s.InputChannels * s.Y.Kernel + ky) * s.X.Kernel + kx,
                                    ((n * s.Y.Output + oy) * s.X.Output + ox) * s.OutputChannels + co,
                                    s.Taps);
                            }
                        }
                    }
                }
            }
        }
    }
}
