using Belamy.Tensors.Cpu;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>Turns pads and concatenations into kernels that write their target piece by piece: orders and merges its axes.</summary>
internal static class CopyLowering
{
    /// <summary>The kernel; operands are the inputs in order, then the output.</summary>
    public static Kernel Lower(Tensor node, StridedView[] inputs, StridedView output)
    {
        // An axis of one element is always at its first.
        int[] axes = [.. Enumerable.Range(0, node.Rank).Where(axis => node.Shape[axis] != 1).OrderByDescending(axis => output.Strides[axis])];
        long[] sizes = axes.Length == 0 ? [1] : [.. axes.Select(axis => (long)node.Shape[axis])];
        CopiedPiece[] pieces = [.. Pieces(node, inputs).Select(piece => Reorder(piece, axes))];
        for (int axis = sizes.Length - 2; axis >= 0; axis--)
        {
            if (!pieces.All(piece => IsEven(piece, axis, sizes[axis + 1])) || sizes[axis] * sizes[axis + 1] > int.MaxValue)
                continue;
            pieces = [.. pieces.Select(piece => Merge(piece, axis, sizes[axis + 1]))];
            sizes = [.. sizes[..axis], sizes[axis] * sizes[axis + 1], .. sizes[(axis + 2)..]];
        }

        string name = $"copy {node.Operation.Name} {node.Shape}";
        return sizes.Length > 1 && sizes[^1] <= NarrowCopyKernel.MostColumns
            ? new NarrowCopyKernel(name, sizes, pieces, inputs.Length)
            : new PiecewiseCopyKernel(name, sizes, pieces, inputs.Length);
    }

    /// <summary>Where the inputs that have elements lie in the output.</summary>
    private static IEnumerable<CopiedPiece> Pieces(Tensor node, StridedView[] inputs)
    {
        long start = 0;
        for (int input = 0; input < inputs.Length; input++)
        {
            Shape shape = node.Inputs[input].Shape;
            var starts = new long[shape.Rank];
            var steps = new long[shape.Rank];
            Array.Fill(steps, 1);
            if (node.Operation is PadOperation pad)
            {
                for (int axis = 0; axis < shape.Rank; axis++)
                {
                    starts[axis] = pad.Low[axis];
                    // A single element has no neighbours.
                    steps[axis] = shape[axis] == 1 ? 1 : pad.Interior[axis] + 1L;
                }
            }
            else
            {
                int axis = ((ConcatOperation)node.Operation).Axis;
                starts[axis] = start;
                start += shape[axis];
            }

            if (shape.Count > 0)
                yield return new CopiedPiece(input, starts, steps, [.. shape.Select(size => (long)size)], inputs[input].Strides);
        }
    }

    private static CopiedPiece Reorder(CopiedPiece piece, int[] axes)
    {
        return axes.Length == 0
            ? new CopiedPiece(piece.Operand, [0], [1], [1], [1])
            : new CopiedPiece(piece.Operand, Chosen(piece.Starts), Chosen(piece.Steps), Chosen(piece.Sizes), Chosen(piece.Strides));

        long[] Chosen(long[] values) => [.. axes.Select(axis => values[axis])];
    }

    /// <summary>Whether a piece walks an axis and the next, of the given size in the target, as evenly as the target does.</summary>
    private static bool IsEven(CopiedPiece piece, int axis, long nextSize) =>
        piece.Starts[axis + 1] == 0 && piece.Steps[axis + 1] == 1 && piece.Sizes[axis + 1] == nextSize
        && piece.Steps[axis] == 1 && (piece.Sizes[axis] == 1 || piece.Strides[axis] == piece.Strides[axis + 1] * nextSize);

    private static CopiedPiece Merge(CopiedPiece piece, int axis, long nextSize)
    {
        return new CopiedPiece(
            piece.Operand,
            Joined(piece.Starts, piece.Starts[axis] * nextSize),
            Joined(piece.Steps, 1),
            Joined(piece.Sizes, piece.Sizes[axis] * nextSize),
            Joined(piece.Strides, piece.Strides[axis + 1]));

        long[] Joined(long[] values, long value) => [.. values[..axis], value, .. values[(axis + 2)..]];
    }
}
