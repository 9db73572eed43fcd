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
            for (var ci = 0; ci < shape.GroupInputs; ci++)
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
            for (var ci = 0; ci < shape.GroupInputs; ci++)
                input[x + ci] += (double)output[y] * weights[w + ci * step];
        });
        return input;
    }

    public static double[] Weights(ConvolutionShape shape, float[] input, float[] output)
    {
        var weights = new double[shape.WeightsLength];
        Visit(shape, (x, w, y, step) =>
        {
            for (var ci = 0; ci < shape.GroupInputs; ci++)
                weights[w + ci * step] += (double)input[x + ci] * output[y];
        });
        return weights;
    }

    private static void Visit(ConvolutionShape s, Action<int, int, int, int> product)
    {
        for (var n = 0; n < s.Batch; n++)
        {
            for (var pixel = 0; pixel < s.OutputPixels; pixel++)
            {
                var (oz, oy, ox) = (pixel / s.X.Output / s.Y.Output, pixel / s.X.Output % s.Y.Output, pixel % s.X.Output);
                for (var tap = 0; tap < s.Taps; tap++)
                {
                    var iz = Place(s.Z, oz, tap / s.X.Kernel / s.Y.Kernel);
                    var iy = Place(s.Y, oy, tap / s.X.Kernel % s.Y.Kernel);
                    var ix = Place(s.X, ox, tap % s.X.Kernel);
                    if (iz < 0 || iz >= s.Z.Input || iy < 0 || iy >= s.Y.Input || ix < 0 || ix >= s.X.Input)
                        continue;
                    for (var co = 0; co < s.OutputChannels; co++)
                    {
                        // The first input channel of the group; the others are neighbours in the input, taps apart in the weights.
                        product(
                            (((n * s.Z.Input + iz) * s.Y.Input + iy) * s.X.Input + ix) * s.InputChannels + co / s.GroupOutputs * s.GroupInputs,
                            co * s.GroupInputs * s.Taps + tap,
                            (n * s.OutputPixels + pixel) * s.OutputChannels + co,
                            s.Taps);
                    }
                }
            }
        }
    }

    private static int Place(ConvolutionAxis axis, int output, int tap) => output * axis.Stride + tap * axis.Dilation - axis.Padding;
}
