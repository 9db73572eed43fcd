using System.Numerics;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Evaluation;

/// <summary>Sums, greatest values and their places.</summary>
internal static class ReductionKernels
{
    public static NDArray Reduce<T>(ReductionOperation reduction, Tensor node, NDArray input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long[] strides = node.Shape.Strides();
        foreach (int axis in reduction.Axes.Span)
            strides[axis] = 0;
        bool sum = reduction.Kind == ReductionKind.Sum;
        var results = new double[node.Shape.Count];
        if (!sum)
            Array.Fill(results, double.NegativeInfinity);
        T[] from = input.Values<T>();
        int at = 0;
        foreach (long offset in StructureKernels.Offsets(input.Shape, strides))
        {
            double value = double.CreateTruncating(from[at++]);
            results[offset] = sum ? results[offset] + value : Math.Max(results[offset], value);
        }

        return NDArray.From(node.Shape, Array.ConvertAll(results, T.CreateTruncating));
    }

    public static NDArray ArgMax<T>(int axis, Tensor node, NDArray input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long[] strides = input.Shape.Strides();
        T[] from = input.Values<T>();
        var to = new int[node.Shape.Count];
        int at = 0;
        foreach (long offset in StructureKernels.Offsets(node.Shape, strides))
        {
            for (int index = 1; index < input.Shape[axis]; index++)
            {
                if (from[offset + (index * strides[axis])] > from[offset + (to[at] * strides[axis])])
                    to[at] = index;
            }

            at++;
        }

        return NDArray.From(node.Shape, to);
    }
}
