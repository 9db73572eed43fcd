using System.Numerics;
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

        int[] inputSize = Three(geometry.InputSize, 1);
        int[] outputSize = Three(geometry.OutputSize, 1);
        int[] kernelSize = Three(geometry.KernelSize, 1);
        int[] stride = Three(geometry.Stride, 1);
        int[] dilation = Three(geometry.Dilation, 1);
        int[] padding = Three(geometry.PaddingLow, 0);
        int channels = inputShape[1] / geometry.Groups;
        int outputs = outputShape[1] / geometry.Groups;
        for (int n = 0; n < inputShape[0]; n++)
        {
            for (int o = 0; o < outputShape[1]; o++)
            {
                for (int c = 0; c < channels; c++)
                {
                    int inputPlane = ((n * inputShape[1]) + (o / outputs * channels) + c) * inputSize[0] * inputSize[1] * inputSize[2];
                    int kernelPlane = ((o * channels) + c) * kernelSize[0] * kernelSize[1] * kernelSize[2];
                    int outputPlane = ((n * outputShape[1]) + o) * outputSize[0] * outputSize[1] * outputSize[2];
                    Plane(inputPlane, kernelPlane, outputPlane);
                }
            }
        }

        return NDArray.From(node.Shape, Array.ConvertAll(sums, T.CreateTruncating));

        void Plane(int inputPlane, int kernelPlane, int outputPlane)
        {
            for (int z = 0; z < outputSize[0]; z++)
                for (int y = 0; y < outputSize[1]; y++)
                    for (int x = 0; x < outputSize[2]; x++)
                        for (int kz = 0; kz < kernelSize[0]; kz++)
                            for (int ky = 0; ky < kernelSize[1]; ky++)
                                for (int kx = 0; kx < kernelSize[2]; kx++)
                                {
                                    int iz = (z * stride[0]) - padding[0] + (kz * dilation[0]);
                                    int iy = (y * stride[1]) - padding[1] + (ky * dilation[1]);
                                    int ix = (x * stride[2]) - padding[2] + (kx * dilation[2]);
                                    if (iz < 0 || iy < 0 || ix < 0 || iz >= inputSize[0] || iy >= inputSize[1] || ix >= inputSize[2])
                                        continue;
                                    int i = inputPlane + (((iz * inputSize[1]) + iy) * inputSize[2]) + ix;
                                    int k = kernelPlane + (((kz * kernelSize[1]) + ky) * kernelSize[2]) + kx;
                                    int o = outputPlane + (((z * outputSize[1]) + y) * outputSize[2]) + x;
                                    if (convolution is ConvolveOperation)
                                        output[o] += input[i] * kernel[k];
                                    else if (convolution is ConvolveInputOperation)
                                        input[i] += output[o] * kernel[k];
                                    else
                                        kernel[k] += input[i] * output[o];
                                }
        }
    }

    private static int[] Three(IEnumerable<int> values, int missing)
    {
        int[] given = [.. values];
        return [.. Enumerable.Repeat(missing, 3 - given.Length), .. given];
    }
}
