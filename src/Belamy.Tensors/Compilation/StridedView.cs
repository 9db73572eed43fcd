using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>How a tensor's elements lie in the memory of the tensor that holds them: an offset and a stride per axis, in elements.</summary>
/// <param name="Base">The tensor whose buffer it is; itself, unless it is a view.</param>
/// <param name="Strides">Per axis.</param>
/// <param name="Offset">Of the first element.</param>
internal sealed record StridedView(Tensor Base, long[] Strides, long Offset)
{
    /// <summary>Whether a tensor is another one seen differently rather than something to compute.</summary>
    public static bool IsView(Tensor tensor) =>
        tensor.Operation is ReshapeOperation or PermuteOperation or BroadcastOperation or SliceOperation or ReverseOperation;

    /// <summary>Elements in row-major order.</summary>
    public static StridedView RowMajor(Tensor tensor) => new(tensor, tensor.Shape.Strides(), 0);

    /// <summary>Elements in the order batch, spatial axes, channels; the axes themselves keep their logical order.</summary>
    public static StridedView ChannelsLast(Tensor tensor)
    {
        Shape shape = tensor.Shape;
        var strides = new long[shape.Rank];
        strides[1] = 1;
        long stride = shape[1];
        for (int axis = shape.Rank - 1; axis >= 2; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        strides[0] = stride;
        return new StridedView(tensor, strides, 0);
    }

    /// <summary>This view of <paramref name="shape"/> seen through a view operation; null if strides cannot say it.</summary>
    public StridedView? Through(Tensor view, Shape shape)
    {
        var strides = (long[])Strides.Clone();
        long offset = Offset;
        switch (view.Operation)
        {
            case PermuteOperation permute:
                for (int axis = 0; axis < strides.Length; axis++)
                    strides[axis] = Strides[permute.Order[axis]];
                break;
            case BroadcastOperation:
                for (int axis = 0; axis < strides.Length; axis++)
                    strides[axis] = shape[axis] == view.Shape[axis] ? Strides[axis] : 0;
                break;
            case SliceOperation slice:
                for (int axis = 0; axis < strides.Length; axis++)
                {
                    strides[axis] *= slice.Step[axis];
                    offset += Strides[axis] * slice.Start[axis];
                }

                break;
            case ReverseOperation reverse:
                foreach (int axis in reverse.Axes.Span)
                {
                    strides[axis] = -Strides[axis];
                    offset += Strides[axis] * (shape[axis] - 1);
                }

                break;
            default:
                return Reshape(shape, view.Shape);
        }

        return new StridedView(Base, strides, offset);
    }

    /// <summary>
    /// This view of <paramref name="from"/> seen as <paramref name="to"/>; null if strides cannot say it. Reshaping regroups runs of axes
    /// with equal products; a run can be regrouped in place if its elements lie evenly.
    /// </summary>
    public StridedView? Reshape(Shape from, Shape to)
    {
        if (from.Count == 0)
            return new StridedView(Base, to.Strides(), Offset);
        var strides = new long[to.Rank];
        int source = 0;
        int target = 0;
        while (source < from.Rank || target < to.Rank)
        {
            int sourceStart = source;
            int targetStart = target;
            long sourceCount = source < from.Rank ? from[source++] : 1;
            long targetCount = target < to.Rank ? to[target++] : 1;
            while (sourceCount != targetCount)
            {
                if (sourceCount < targetCount)
                    sourceCount *= from[source++];
                else
                    targetCount *= to[target++];
            }

            long? stride = RunStride(from, sourceStart, source);
            if (stride is null)
                return null;
            long current = stride.Value;
            for (int axis = target - 1; axis >= targetStart; axis--)
            {
                strides[axis] = current;
                current *= to[axis];
            }
        }

        return new StridedView(Base, strides, Offset);
    }

    /// <summary>Whether two views of one shape reach the same elements.</summary>
    public bool SameElements(StridedView other, Shape shape)
    {
        if (Base != other.Base || Offset != other.Offset)
            return false;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] != 1 && Strides[axis] != other.Strides[axis])
                return false;
        }

        return true;
    }

    /// <summary>Whether the strides are those of another layout of this shape; axes of size 1 do not matter.</summary>
    public bool HasStrides(long[] strides, Shape shape)
    {
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] != 1 && Strides[axis] != strides[axis])
                return false;
        }

        return true;
    }

    /// <summary>The stride of a run of axes taken as one, or null if its elements do not lie evenly.</summary>
    private long? RunStride(Shape shape, int start, int end)
    {
        long stride = 0;
        long expected = 0;
        bool first = true;
        for (int axis = end - 1; axis >= start; axis--)
        {
            if (shape[axis] == 1)
                continue;
            if (first)
                stride = Strides[axis];
            else if (Strides[axis] != expected)
                return null;
            expected = Strides[axis] * shape[axis];
            first = false;
        }

        return stride;
    }
}
