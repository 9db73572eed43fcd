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
internal sealed unsafe class ScatterAddKernel(long outer, int count, long inner, int updates) : Kernel
{
    private readonly long _elements = outer * count * inner;

    public override string Name => $"scatter add {updates} into [{outer}, {count}, {inner}]";

    public override int Tasks(int stage) => TaskCut.Count(_elements, outer * (count + (long)updates) * inner);

    public override void Run(int stage, int task, int worker)
    {
        (long begin, long end) = TaskCut.Range(_elements, task, Tasks(stage));
        var indices = (int*)Operand(1);
        var output = (float*)Operand(3);
        Buffer.MemoryCopy((float*)Operand(0) + begin, output + begin, (end - begin) * sizeof(float), (end - begin) * sizeof(float));
        long blockLength = count * inner;
        for (long block = begin / blockLength; block * blockLength < end; block++)
        {
            float* update = (float*)Operand(2) + (block * updates * inner);
            for (int at = 0; at < updates; at++, update += inner)
            {
                long slice = (block * blockLength) + (Math.Clamp(indices[at], 0, count - 1) * inner);
                long from = Math.Max(begin, slice);
                long length = Math.Min(end, slice + inner) - from;
                if (length > 0)
                    Add(update + from - slice, output + from, length);
            }
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
