using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// The index of the greatest of the values [outer, count, inner] along the middle axis, the first on a tie. A NaN is greater
/// than nothing and nothing is greater than it. Operands: values, indices.
/// </summary>
internal sealed unsafe class ArgMaxKernel(long outer, int count, long inner) : Kernel
{
    private readonly long _elements = outer * inner;

    public override string Name => $"arg max [{outer}, {count}, {inner}]";

    public override int Tasks(int stage) => TaskCut.Count(_elements, _elements * count);

    public override void Run(int stage, int task, int worker)
    {
        (long begin, long end) = TaskCut.Range(_elements, task, Tasks(stage));
        var indices = (int*)Operand(1);
        if (count == 0)
        {
            new Span<int>(indices + begin, (int)(end - begin)).Clear();
            return;
        }

        while (begin < end)
        {
            (long block, long column) = Math.DivRem(begin, inner);
            long columns = Math.Min(inner - column, end - begin);
            Find((float*)Operand(0) + (block * count * inner) + column, indices + begin, columns);
            begin += columns;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Find(float* values, int* indices, long columns)
    {
        long column = 0;
        for (; column + Vector256<float>.Count <= columns; column += Vector256<float>.Count)
        {
            Vector256<float> best = Vector256.Load(values + column);
            Vector256<int> places = Vector256<int>.Zero;
            for (int at = 1; at < count; at++)
            {
                Vector256<float> candidate = Vector256.Load(values + column + (at * inner));
                Vector256<float> greater = Vector256.GreaterThan(candidate, best);
                best = Vector256.ConditionalSelect(greater, candidate, best);
                places = Vector256.ConditionalSelect(greater.AsInt32(), Vector256.Create(at), places);
            }

            Vector256.Store(places, indices + column);
        }

        for (; column < columns; column++)
        {
            float best = values[column];
            int place = 0;
            for (int at = 1; at < count; at++)
            {
                float candidate = values[column + (at * inner)];
                if (candidate > best)
                    (best, place) = (candidate, at);
            }

            indices[column] = place;
        }
    }
}
