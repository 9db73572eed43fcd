using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// What <see cref="PiecewiseCopyKernel"/> does, for targets whose rows are a few elements long, such as two pictures interleaved pixel by
/// pixel: each piece writes a whole block of rows, column by column, while the block is in cache. Pieces do not overlap.
/// </summary>
/// <param name="name">For traces.</param>
/// <param name="sizes">The target's axes as they lie in memory, outermost first; at least two.</param>
/// <param name="pieces">The pieces.</param>
/// <param name="operands">Number of operands without the target.</param>
internal sealed unsafe class NarrowCopyKernel(string name, long[] sizes, CopiedPiece[] pieces, int operands) : Kernel
{
    /// <summary>A target of longer rows is written row by row.</summary>
    public const int MostColumns = 15;

    private const int BlockElements = 4096;

    private readonly long _columns = sizes[^1];
    private readonly long _rows = Count(sizes[..^1]);
    private readonly bool _isFull = pieces.Sum(piece => Count(piece.Sizes)) == Count(sizes);

    public override string Name => name;

    /// <summary>Whether the target takes its elements from two dense operands in turn.</summary>
    private bool IsPair => _isFull && _columns == 2 && pieces.Length == 2 && pieces.All(piece => piece.Strides[^2] == 1);

    public override int Tasks(int stage) => TaskCut.Count(_rows, _rows * _columns);

    public override void Run(int stage, int task, int worker)
    {
        (long begin, long end) = TaskCut.Range(_rows, task, Tasks(stage));
        int lines = sizes.Length - 2;
        long most = BlockElements / _columns;
        long* index = stackalloc long[sizes.Length];
        (long rest, long first) = Math.DivRem(begin, sizes[lines]);
        for (int axis = lines - 1; axis >= 0; axis--)
            (rest, index[axis]) = Math.DivRem(rest, sizes[axis]);
        uint* target = (uint*)Operand(operands) + (begin * _columns);
        while (begin < end)
        {
            long last = Math.Min(first + Math.Min(most, end - begin), sizes[lines]);
            if (!_isFull)
                new Span<uint>(target, (int)((last - first) * _columns)).Clear();
            if (IsPair)
                Interleave(Source(pieces[0], index, first), Source(pieces[1], index, first), target, last - first);
            else
                WriteBlock(index, target, first, last);
            target += (last - first) * _columns;
            begin += last - first;
            first = last;
            if (first < sizes[lines])
                continue;
            first = 0;
            for (int axis = lines - 1; axis >= 0 && ++index[axis] == sizes[axis]; axis--)
                index[axis] = 0;
        }
    }

    /// <summary>Writes the rows of one line from <paramref name="first"/> up to <paramref name="last"/>.</summary>
    private void WriteBlock(long* index, uint* target, long first, long last)
    {
        int lines = sizes.Length - 2;
        foreach (CopiedPiece piece in pieces)
        {
            if (!piece.IsAt(index, lines, out long offset))
                continue;
            (long start, long step) = (piece.Starts[lines], piece.Steps[lines]);
            long begin = Math.Max(0, CeilingDivide(first - start, step));
            long end = Math.Min(piece.Sizes[lines], CeilingDivide(last - start, step));
            uint* source = (uint*)Operand(piece.Operand) + offset + (begin * piece.Strides[lines]);
            uint* into = target + ((start + (begin * step) - first) * _columns) + piece.Starts[^1];
            for (long column = 0; column < piece.Sizes[^1]; column++, source += piece.Strides[^1], into += piece.Steps[^1])
                Copy(source, piece.Strides[lines], into, step * _columns, end - begin);
        }
    }

    private uint* Source(CopiedPiece piece, long* index, long first)
    {
        uint* source = (uint*)Operand(piece.Operand) + first;
        for (int axis = 0; axis < sizes.Length - 2; axis++)
            source += index[axis] * piece.Strides[axis];
        return source;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(uint* source, long stride, uint* target, long targetStride, long count)
    {
        for (long at = 0; at < count; at++, source += stride, target += targetStride)
            *target = *source;
    }

    /// <summary>Elements of both in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Interleave(uint* even, uint* odd, uint* target, long count)
    {
        long at = 0;
        for (; at + Vector256<uint>.Count <= count; at += Vector256<uint>.Count, target += 2 * Vector256<uint>.Count)
        {
            (Vector256<ulong> lowEven, Vector256<ulong> highEven) = Vector256.Widen(Vector256.Load(even + at));
            (Vector256<ulong> lowOdd, Vector256<ulong> highOdd) = Vector256.Widen(Vector256.Load(odd + at));
            Vector256.Store(lowEven | (lowOdd << 32), (ulong*)target);
            Vector256.Store(highEven | (highOdd << 32), (ulong*)target + Vector256<ulong>.Count);
        }

        for (; at < count; at++, target += 2)
            (target[0], target[1]) = (even[at], odd[at]);
    }

    private static long Count(long[] sizes) => sizes.Aggregate(1L, static (count, size) => count * size);

    private static long CeilingDivide(long value, long divisor) =>
        divisor == 1 ? value : value <= 0 ? 0 : (value + divisor - 1) / divisor;
}
