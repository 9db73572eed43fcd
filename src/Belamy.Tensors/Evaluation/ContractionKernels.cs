using System.Numerics;
using System.Runtime.CompilerServices;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Evaluation;

/// <summary>Matrix product and the three products of a convolution, by their definitions.</summary>
internal static class ContractionKernels
{
    public static NDArray MatrixProduct<T>(MatrixProductOperation product, Tensor node, NDArray left, NDArray right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int m = node.Shape[^2];
        int n = node.Shape[^1];
        int k = left.Shape[product.TransposeLeft ? ^2 : ^1];
        (int leftRow, int leftStep) = product.TransposeLeft ? (1, m) : (k, 1);
        (int rightStep, int rightColumn) = product.TransposeRight ? (1, k) : (n, 1);
        T[] a = left.Values<T>();
        T[] b = right.Values<T>();
        var c = new T[node.Shape.Count];
        for (int batch = 0; batch < c.Length / Math.Max(1, m * n); batch++)
        {
            for (int row = 0; row < m; row++)
            {
                for (int column = 0; column < n; column++)
                {
                    double sum = 0;
                    for (int step = 0; step < k; step++)
                    {
                        sum += double.CreateTruncating(a[(batch * m * k) + (row * leftRow) + (step * leftStep)])
                            * double.CreateTruncating(b[(batch * k * n) + (step * rightStep) + (column * rightColumn)]);
                    }

                    c[(((batch * m) + row) * n) + column] = T.CreateTruncating(sum);
                }
            }
        }

        return NDArray.From(node.Shape, c);
    }

    /// <summary>Visits every product input · kernel · output of the trilinear form once and adds it where the operation says.</summary>
    public static NDArray Convolution<T>(ConvolutionOperation convolution, Tensor node, NDArray first, NDArray second)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionGeometry geometry = convolution.Geometry;
        double[] a = first.ToDoubles();
        double[] b = second.ToDoubles();
        var sums = new double[node.Shape.Count];
        (double[] input, double[] kernel, double[] output) = convolution switch
        {
            ConvolveOperation => (a, b, sums),
            ConvolveInputOperation => (sums, b, a),
            _ => (a, sums, b),
        };
        Shape inputShape = convolution is ConvolveInputOperation ? node.Shape : first.Shape;
        Shape outputShape = convolution switch
        {
            ConvolveOperation => node.Shape,
            ConvolveInputOperation => first.Shape,
            _ => second.Shape,
        };

        int channels = inputShape[1] / geometry.Groups;
        int outputs = outputShape[1] / geometry.Groups;
        long inputPlane = geometry.InputSize.Count;
        long kernelPlane = geometry.KernelSize.Count;
        long outputPlane = geometry.OutputSize.Count;
        Row[] rows = Rows(geometry);
        for (int n = 0; n < inputShape[0]; n++)
        {
            for (int o = 0; o < outputShape[1]; o++)
            {
                for (int c = 0; c < channels; c++)
                {
                    Span<double> i = input.AsSpan((int)(((n * inputShape[1]) + (o / outputs * channels) + c) * inputPlane), (int)inputPlane);
                    Span<double> k = kernel.AsSpan((int)(((o * channels) + c) * kernelPlane), (int)kernelPlane);
                    Span<double> y = output.AsSpan((int)(((n * outputShape[1]) + o) * outputPlane), (int)outputPlane);
                    Plane(convolution, rows, geometry.Stride[^1], i, k, y);
                }
            }
        }

        return NDArray.From(node.Shape, Array.ConvertAll(sums, T.CreateTruncating));
    }

    // Optimized from the first call: checks of programs spend their time here.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plane(ConvolutionOperation convolution, Row[] rows, int stride, Span<double> input, Span<double> kernel, Span<double> output)
    {
        foreach (Row row in rows)
        {
            int at = row.Input;
            Span<double> outputs = output.Slice(row.Output, row.Count);
            switch (convolution)
            {
                case ConvolveOperation:
                    double weight = kernel[row.Tap];
                    for (int x = 0; x < outputs.Length; x++, at += stride)
                        outputs[x] += input[at] * weight;
                    break;
                case ConvolveInputOperation:
                    weight = kernel[row.Tap];
                    for (int x = 0; x < outputs.Length; x++, at += stride)
                        input[at] += outputs[x] * weight;
                    break;
                default:
                    double sum = kernel[row.Tap];
                    for (int x = 0; x < outputs.Length; x++, at += stride)
                        sum += input[at] * outputs[x];
                    kernel[row.Tap] = sum;
                    break;
            }
        }
    }

    /// <summary>For each tap, the stretches of output along the last axis whose input exists.</summary>
    private static Row[] Rows(ConvolutionGeometry geometry)
    {
        int[] inputSize = Three(geometry.InputSize, 1);
        int[] outputSize = Three(geometry.OutputSize, 1);
        int[] kernelSize = Three(geometry.KernelSize, 1);
        int[] stride = Three(geometry.Stride, 1);
        int[] dilation = Three(geometry.Dilation, 1);
        int[] padding = Three(geometry.PaddingLow, 0);
        int At(int axis, int output, int tap) => (output * stride[axis]) - padding[axis] + (tap * dilation[axis]);
        bool Exists(int axis, int input) => input >= 0 && input < inputSize[axis];
        var rows = new List<Row>();
        for (int tap = 0; tap < kernelSize[0] * kernelSize[1] * kernelSize[2]; tap++)
        {
            (int kz, int ky, int kx) = (tap / (kernelSize[1] * kernelSize[2]), tap / kernelSize[2] % kernelSize[1], tap % kernelSize[2]);
            int[] xs = [.. Enumerable.Range(0, outputSize[2]).Where(x => Exists(2, At(2, x, kx)))];
            for (int line = 0; line < outputSize[0] * outputSize[1] && xs.Length > 0; line++)
            {
                (int iz, int iy) = (At(0, line / outputSize[1], kz), At(1, line % outputSize[1], ky));
                if (Exists(0, iz) && Exists(1, iy))
                    rows.Add(new Row(tap, (((iz * inputSize[1]) + iy) * inputSize[2]) + At(2, xs[0], kx), (line * outputSize[2]) + xs[0], xs.Length));
            }
        }

        return [.. rows];
    }

    private static int[] Three(IEnumerable<int> values, int missing)
    {
        int[] given = [.. values];
        return [.. Enumerable.Repeat(missing, 3 - given.Length), .. given];
    }

    /// <summary>A tap, the first input and output of a stretch, and its length in outputs.</summary>
    private readonly record struct Row(int Tap, int Input, int Output, int Count);
}
