using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// A base [outer, count, inner] with each update [outer, updates, inner] added to the slice at its index, all dense.
/// Operands: base, indices, updates, output.
/// </summary>
/// <remarks>
/// A task owns a stretch of the output and walks all updates in order for it, so each element adds up in the order of
/// the indices whatever the number of tasks or threads.
/// </remarks>
/// <param name="outer">Number of blocks.</param>
/// <param name="count">Slices of a block.</param>
/// <param name="inner">Elements of a slice.</param>
/// <param name="updates">Slices added to a block.</param>
/// <param name="isRepeated">Whether the base is one number for all elements.</param>
internal sealed unsafe class ScatterAddKernel(long outer, int count, long inner, int updates, bool isRepeated) : Kernel
{
    private readonly long _elements = outer * count * inner;

    public override string Name => $"scatter add {updates} into [{outer}, {count}, {inner}]";

    public override int Tasks(int stage) => TaskCut.Count(_elements, outer * (count + (long)updates) * inner);

    public override void Run(int stage, int task, int worker)
    {
        (long begin, long end) = TaskCut.Range(_elements, task, Tasks(stage));
        var start = (float*)Operand(0);
        var output = (float*)Operand(3);
        if (isRepeated)
            new Span<float>(output + begin, checked((int)(end - begin))).Fill(*start);
        else
            Buffer.MemoryCopy(start + begin, output + begin, (end - begin) * sizeof(float), (end - begin) * sizeof(float));
        long blockLength = count * inner;
        for (long block = begin / blockLength; block * blockLength < end; block++)
        {
            long first = block * blockLength;
            AddBlock((float*)Operand(2) + (block * updates * inner), output + first, Math.Max(0, begin - first), Math.Min(blockLength, end - first));
        }
    }

    /// <summary>Adds what falls on a block's elements from <paramref name="begin"/> up to <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddBlock(float* update, float* output, long begin, long end)
    {
        var indices = (int*)Operand(1);
        // What lies outside counts as the outermost slice.
        int low = begin < inner ? int.MinValue : (int)(begin / inner);
        int high = (end - 1) / inner == count - 1 ? int.MaxValue : (int)((end - 1) / inner);
        int at = 0;
        for (; at + Vector256<int>.Count <= updates; at += Vector256<int>.Count)
        {
            Vector256<int> index = Vector256.Load(indices + at);
            Vector256<int> isHere = Vector256.GreaterThanOrEqual(index, Vector256.Create(low)) & Vector256.LessThanOrEqual(index, Vector256.Create(high));
            for (uint here = isHere.ExtractMostSignificantBits(); here != 0; here &= here - 1)
                AddSlice(at + BitOperations.TrailingZeroCount(here));
        }

        for (; at < updates; at++)
        {
            if (indices[at] >= low && indices[at] <= high)
                AddSlice(at);
        }

        void AddSlice(int which)
        {
            long slice = Math.Clamp(indices[which], 0, count - 1) * inner;
            long from = Math.Max(begin, slice);
            Add(update + (which * inner) + from - slice, output + from, Math.Min(end, slice + inner) - from);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(float* terms, float* sums, long length)
    {
        long at = 0;
        for (; at + Vector256<float>.Count <= length; at += Vector256<float>.Count)
            Vector256.Store(Vector256.Load(sums + at) + Vector256.Load(terms + at), sums + at);
        for (; at < length; at++)
            sums[at] += terms[at];
    }
}
