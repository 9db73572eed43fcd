namespace Belamy.Tensors.Cpu;

/// <summary>An operand's place in a target: along axis <c>a</c> its element <c>i</c> goes to <c>Starts[a] + i·Steps[a]</c>.</summary>
/// <param name="Operand">Which operand.</param>
/// <param name="Starts">Place of its first element, per axis of the target.</param>
/// <param name="Steps">Distance of its neighbours in the target, per axis.</param>
/// <param name="Sizes">Its sizes.</param>
/// <param name="Strides">How its elements lie in memory.</param>
internal sealed record CopiedPiece(int Operand, long[] Starts, long[] Steps, long[] Sizes, long[] Strides)
{
    /// <summary>Whether the piece reaches an index of the target's first axes, and the offset of its elements there.</summary>
    public unsafe bool IsAt(long* index, int axes, out long offset)
    {
        offset = 0;
        for (int axis = 0; axis < axes; axis++)
        {
            long at = index[axis] - Starts[axis];
            long step = Steps[axis];
            if (step != 1)
            {
                (at, long between) = Math.DivRem(at, step);
                if (between != 0)
                    return false;
            }

            if ((ulong)at >= (ulong)Sizes[axis])
                return false;
            offset += at * Strides[axis];
        }

        return true;
    }
}
