using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Belamy.Tensors.Cpu;

/// <summary>Adds up partial results in a fixed order.</summary>
internal static unsafe class PartialSums
{
    /// <summary>target[i] = Σ over p of partials[p·stride + i], p ascending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* partials, long stride, int count, float* target, long length)
    {
        long i = 0;
        for (; i + 4 <= length; i += 4)
        {
            var sum = Vector128.Load(partials + i);
            for (var p = 1; p < count; p++)
                sum += Vector128.Load(partials + p * stride + i);
            Vector128.Store(sum, target + i);
        }

        for (; i < length; i++)
        {
            var sum = partials[i];
            for (var p = 1; p < count; p++)
                sum += partials[p * stride + i];
            target[i] = sum;
        }
    }
}
