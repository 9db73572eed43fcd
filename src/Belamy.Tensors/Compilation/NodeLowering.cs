using Belamy.Tensors.Cpu;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>Chooses the kernel of a primitive that is no loop. Operands are the inputs in order, then the output.</summary>
internal static class NodeLowering
{
    public static Kernel Lower(Tensor node, IReadOnlyDictionary<Tensor, StridedView> views)
    {
        StridedView[] inputs = [.. node.Inputs.Select(input => views[input])];
        return node.Operation switch
        {
            MatrixProductOperation product => MatrixProduct(product, node, inputs) ?? Reference(),
            RandomOperation random => new RandomKernel(node.Shape, random.Stream, Simd.Current),
            PackKernelOperation pack => ConvolutionKernels.PackWeights(pack.Shape, pack.Backward),
            ConvolveOperation { Geometry: var geometry } =>
                ConvolutionKernels.Forward(ConvolutionShape.From(geometry, node.Shape[0], node.Inputs[0].Shape[1], node.Shape[1])),
            ConvolveInputOperation { Geometry: var geometry } =>
                ConvolutionKernels.Input(ConvolutionShape.From(geometry, node.Shape[0], node.Shape[1], node.Inputs[0].Shape[1])),
            ConvolveKernelOperation { Geometry: var geometry } =>
                ConvolutionKernels.Weights(ConvolutionShape.From(geometry, node.Inputs[0].Shape[0], node.Inputs[0].Shape[1], node.Inputs[1].Shape[1])),
            PadOperation or ConcatOperation => CopyLowering.Lower(node, inputs, views[node]),
            GatherOperation { Axis: var axis } => new GatherKernel(Outer(axis), node.Inputs[0].Shape[axis], Inner(axis), node.Shape[axis]),
            ScatterAddOperation { Axis: var axis } =>
                new ScatterAddKernel(Outer(axis), node.Shape[axis], Inner(axis), node.Inputs[1].Shape[0], node.Inputs[0].Operation is BroadcastOperation),
            ArgMaxOperation { Axis: var axis } => new ArgMaxKernel(Outer(axis), node.Inputs[0].Shape[axis], Inner(axis)),
            _ => Reference(),
        };

        long Outer(int axis) => new Shape(node.Shape.Span[..axis]).Count;

        long Inner(int axis) => new Shape(node.Shape.Span[(axis + 1)..]).Count;

        Kernel Reference() => new ReferenceKernel(node, inputs, views[node]);
    }

    /// <summary>How many rows an epilogue of a contraction is run on in all: what a row is, the kernels' documentation says.</summary>
    public static long EpilogueRows(Tensor node) => node.Operation switch
    {
        ConvolveKernelOperation => node.Shape[0],
        MatrixProductOperation => node.Shape.Count / node.Shape[^1],
        _ => node.Shape.Count / node.Shape[1],
    };

    /// <summary>How many matrices there are and their distance; null if they do not lie evenly.</summary>
    public static (long Count, long Stride)? Batch(StridedView view, Shape shape)
    {
        long count = 1;
        long stride = 0;
        for (int axis = shape.Rank - 3; axis >= 0; axis--)
        {
            if (shape[axis] == 1)
                continue;
            if (count == 1)
                stride = view.Strides[axis];
            else if (view.Strides[axis] != stride * count)
                return null;
            count *= shape[axis];
        }

        return (count, stride);
    }

    private static Kernel? MatrixProduct(MatrixProductOperation product, Tensor node, StridedView[] inputs)
    {
        (bool Transposed, long Stride)? left = Matrix(inputs[0], node.Inputs[0].Shape, product.TransposeLeft);
        (bool Transposed, long Stride)? right = Matrix(inputs[1], node.Inputs[1].Shape, product.TransposeRight);
        (long Count, long Stride)? leftBatch = Batch(inputs[0], node.Inputs[0].Shape);
        (long Count, long Stride)? rightBatch = Batch(inputs[1], node.Inputs[1].Shape);
        if (left is null || right is null || leftBatch is null || rightBatch is null)
            return null;
        int depth = node.Inputs[0].Shape[product.TransposeLeft ? ^2 : ^1];
        return MatrixProductKernel.For(new MatrixProductShape(node.Shape[^2], node.Shape[^1], depth)
        {
            TransposeLeft = left.Value.Transposed,
            TransposeRight = right.Value.Transposed,
            LeftStride = checked((int)left.Value.Stride),
            RightStride = checked((int)right.Value.Stride),
            Batch = checked((int)leftBatch.Value.Count),
            LeftBatchStride = leftBatch.Value.Stride,
            RightBatchStride = rightBatch.Value.Stride,
            OutputBatchStride = (long)node.Shape[^2] * node.Shape[^1],
        });
    }

    /// <summary>
    /// Whether the kernel sees a matrix transposed, and the distance of its stored rows: columns may be the contiguous axis
    /// of memory, which turns the flag about.
    /// </summary>
    private static (bool Transposed, long Stride)? Matrix(StridedView view, Shape shape, bool transposed)
    {
        (int rows, int columns) = (shape[^2], shape[^1]);
        (long rowStride, long columnStride) = (view.Strides[^2], view.Strides[^1]);
        if ((columnStride == 1 || columns == 1) && (rowStride >= columns || rows == 1))
            return (transposed, rows == 1 ? columns : rowStride);
        if ((rowStride == 1 || rows == 1) && (columnStride >= rows || columns == 1))
            return (!transposed, columns == 1 ? rows : columnStride);
        return null;
    }
}
