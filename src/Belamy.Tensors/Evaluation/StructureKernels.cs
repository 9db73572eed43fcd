using System.Numerics;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Evaluation;

/// <summary>Primitives that move elements without changing them, and ScatterAdd.</summary>
internal static class StructureKernels
{
    /// <summary>A walk over a shape: for each place in row-major order, the offset under given strides.</summary>
    public static IEnumerable<long> Offsets(Shape shape, long[] strides, long start = 0)
    {
        var index = new int[shape.Rank];
        long offset = start;
        for (long count = shape.Count; count > 0; count--)
        {
            yield return offset;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                offset += strides[axis];
                if (++index[axis] < shape[axis])
                    break;
                offset -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }

    public static NDArray View<T>(Tensor node, NDArray input)
        where T : unmanaged
    {
        long[] source = input.Shape.Strides();
        var strides = new long[node.Shape.Rank];
        long start = 0;
        for (int axis = 0; axis < strides.Length; axis++)
        {
            switch (node.Operation)
            {
                case PermuteOperation permute:
                    strides[axis] = source[permute.Order[axis]];
                    break;
                case BroadcastOperation:
                    strides[axis] = input.Shape[axis] == node.Shape[axis] ? source[axis] : 0;
                    break;
                case SliceOperation slice:
                    strides[axis] = source[axis] * slice.Step[axis];
                    start += source[axis] * slice.Start[axis];
                    break;
                case ReverseOperation reverse when reverse.Axes.Span.Contains(axis):
                    strides[axis] = -source[axis];
                    start += source[axis] * (node.Shape[axis] - 1);
                    break;
                default:
                    strides[axis] = source[axis];
                    break;
            }
        }

        T[] from = input.Values<T>();
        var to = new T[node.Shape.Count];
        int at = 0;
        foreach (long offset in Offsets(node.Shape, strides, start))
            to[at++] = from[offset];
        return NDArray.From(node.Shape, to);
    }

    public static NDArray Pad<T>(PadOperation pad, Tensor node, NDArray input)
        where T : unmanaged
    {
        long[] target = node.Shape.Strides();
        var strides = new long[target.Length];
        long start = 0;
        for (int axis = 0; axis < strides.Length; axis++)
        {
            strides[axis] = target[axis] * (pad.Interior[axis] + 1);
            start += target[axis] * pad.Low[axis];
        }

        T[] from = input.Values<T>();
        var to = new T[node.Shape.Count];
        int at = 0;
        foreach (long offset in Offsets(input.Shape, strides, start))
            to[offset] = from[at++];
        return NDArray.From(node.Shape, to);
    }

    public static NDArray Concat<T>(int axis, Tensor node, IReadOnlyList<NDArray> inputs)
        where T : unmanaged
    {
        long[] strides = node.Shape.Strides();
        var to = new T[node.Shape.Count];
        long start = 0;
        foreach (NDArray input in inputs)
        {
            T[] from = input.Values<T>();
            int at = 0;
            foreach (long offset in Offsets(input.Shape, strides, start))
                to[offset] = from[at++];
            start += input.Shape[axis] * strides[axis];
        }

        return NDArray.From(node.Shape, to);
    }

    public static NDArray Iota(Tensor node, int axis)
    {
        var strides = new long[node.Shape.Rank];
        strides[axis] = 1;
        double[] values = [.. Offsets(node.Shape, strides).Select(index => (double)index)];
        return NDArray.From(node.Shape, values).Cast(node.ElementType);
    }

    public static NDArray Gather<T>(int axis, Tensor node, NDArray values, NDArray indices)
        where T : unmanaged
    {
        (long outer, long inner) = Split(values.Shape, axis);
        int count = values.Shape[axis];
        int[] at = indices.Values<int>();
        T[] from = values.Values<T>();
        var to = new T[node.Shape.Count];
        for (long o = 0; o < outer; o++)
        {
            for (int i = 0; i < at.Length; i++)
                Array.Copy(from, ((o * count) + Math.Clamp(at[i], 0, count - 1)) * inner, to, ((o * at.Length) + i) * inner, inner);
        }

        return NDArray.From(node.Shape, to);
    }

    public static NDArray ScatterAdd<T>(int axis, Tensor node, NDArray target, NDArray indices, NDArray updates)
        where T : unmanaged, INumber<T>
    {
        (long outer, long inner) = Split(node.Shape, axis);
        int count = node.Shape[axis];
        int[] at = indices.Values<int>();
        T[] from = updates.Values<T>();
        var to = (T[])target.Values<T>().Clone();
        for (long o = 0; o < outer; o++)
        {
            for (int i = 0; i < at.Length; i++)
            {
                long destination = ((o * count) + Math.Clamp(at[i], 0, count - 1)) * inner;
                long source = ((o * at.Length) + i) * inner;
                for (long element = 0; element < inner; element++)
                    to[destination + element] += from[source + element];
            }
        }

        return NDArray.From(node.Shape, to);
    }

    private static (long Outer, long Inner) Split(Shape shape, int axis) =>
        (new Shape(shape.Span[..axis]).Count, new Shape(shape.Span[(axis + 1)..]).Count);
}
