namespace Belamy.Tensors.Cpu;

/// <summary>
/// Writes a dense target from operands that each fill a regular part of it, and zeros where none does. Elements take 32 bits.
/// Operands: as the pieces name them, then the target.
/// </summary>
/// <remarks>
/// The target is written once, in the order of its memory: each of its rows asks every piece for its part. Pieces do not
/// overlap, come in the order of their starts along the last axis, and are alone where their step along it is not 1.
/// </remarks>
/// <param name="name">For traces.</param>
/// <param name="sizes">The target's axes as they lie in memory, outermost first; at least one.</param>
/// <param name="pieces">The pieces.</param>
/// <param name="operands">Number of operands without the target.</param>
internal sealed unsafe class PiecewiseCopyKernel(string name, long[] sizes, CopiedPiece[] pieces, int operands) : Kernel
{
    private readonly long _count = sizes.Aggregate(1L, static (count, size) => count * size);

    public override string Name => name;

    public override int Tasks(int stage) => TaskCut.Count(_count, _count);

    public override void Run(int stage, int task, int worker)
    {
        (long begin, long end) = TaskCut.Range(_count, task, Tasks(stage));
        int rowAxes = sizes.Length - 1;
        long columns = sizes[rowAxes];
        long* index = stackalloc long[sizes.Length];
        long rest = begin / columns;
        for (int axis = rowAxes - 1; axis >= 0; axis--)
        {
            index[axis] = rest % sizes[axis];
            rest /= sizes[axis];
        }

        var target = (uint*)Operand(operands);
        long first = begin % columns;
        while (begin < end)
        {
            long last = Math.Min(columns, first + end - begin);
            WriteRow(index, target + begin - first, first, last);
            begin += last - first;
            first = 0;
            for (int axis = rowAxes - 1; axis >= 0 && ++index[axis] == sizes[axis]; axis--)
                index[axis] = 0;
        }
    }

    /// <summary>Writes the columns of one row from <paramref name="first"/> up to <paramref name="last"/>.</summary>
    private void WriteRow(long* index, uint* row, long first, long last)
    {
        long done = first;
        foreach (CopiedPiece piece in pieces)
        {
            if (!piece.IsAt(index, sizes.Length - 1, out long offset))
                continue;
            (long start, long step, long stride) = (piece.Starts[^1], piece.Steps[^1], piece.Strides[^1]);
            long begin = Math.Max(0, CeilingDivide(first - start, step));
            long end = Math.Min(piece.Sizes[^1], CeilingDivide(last - start, step));
            if (begin >= end)
                continue;
            uint* source = (uint*)Operand(piece.Operand) + offset + (begin * stride);
            long from = start + (begin * step);
            if (step == 1)
            {
                Clear(row + done, from - done);
                Copy(source, stride, row + from, end - begin);
                done = from + end - begin;
            }
            else
            {
                long to = start + ((end - 1) * step) + 1;
                Clear(row + done, to - done);
                for (long at = from; at < to; at += step, source += stride)
                    row[at] = *source;
                done = to;
            }
        }

        Clear(row + done, last - done);
    }

    private static long CeilingDivide(long value, long divisor) =>
        divisor == 1 ? value : value <= 0 ? 0 : (value + divisor - 1) / divisor;

    private static void Copy(uint* source, long stride, uint* target, long count)
    {
        switch (stride)
        {
            case 0:
                new Span<uint>(target, (int)count).Fill(*source);
                break;
            case 1:
                Buffer.MemoryCopy(source, target, count * sizeof(uint), count * sizeof(uint));
                break;
            default:
                for (long at = 0; at < count; at++, source += stride)
                    target[at] = *source;
                break;
        }
    }

    private static void Clear(uint* target, long count)
    {
        if (count > 0)
            new Span<uint>(target, (int)count).Clear();
    }
}
