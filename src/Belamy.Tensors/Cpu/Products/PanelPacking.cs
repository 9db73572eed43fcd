using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// Copies a strip of a matrix into a panel: depth after depth, <c>width</c> neighbours each, zeros beyond the strip.
/// </summary>
internal static unsafe class PanelPacking
{
    private const int DepthsAhead = 16;

    /// <summary>Packs a strip whose depths are rows of memory: source number (k, j) at <c>k·sourceStride + 4·j</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(byte* source, nint sourceStride, float* panel, nint depth, nint columns, nint width)
    {
        // Rows of memory lie so far apart that the processor does not foresee them.
        var ahead = source + DepthsAhead * sourceStride;
        if (columns == 32 && width == 32 && Vector512.IsHardwareAccelerated)
        {
            for (nint k = 0; k < depth; k++)
            {
                Prefetch(ahead);
                Prefetch(ahead + 64);
                ahead += sourceStride;
                Vector512.Store(Vector512.Load((float*)source), panel);
                Vector512.Store(Vector512.Load((float*)source + 16), panel + 16);
                source += sourceStride;
                panel += 32;
            }

            return;
        }

        if (columns == 16 && width == 16 && Vector256.IsHardwareAccelerated)
        {
            for (nint k = 0; k < depth; k++)
            {
                Prefetch(ahead);
                ahead += sourceStride;
                Vector256.Store(Vector256.Load((float*)source), panel);
                Vector256.Store(Vector256.Load((float*)source + 8), panel + 8);
                source += sourceStride;
                panel += 16;
            }

            return;
        }

        for (nint k = 0; k < depth; k++)
        {
            var from = (float*)source;
            nint j = 0;
            for (; j + 4 <= columns; j += 4)
                Vector128.Store(Vector128.Load(from + j), panel + j);
            for (; j < columns; j++)
                panel[j] = from[j];
            for (; j < width; j++)
                panel[j] = 0;
            source += sourceStride;
            panel += width;
        }
    }

    /// <summary>Packs a strip whose depths are columns of memory: source number (k, j) at <c>j·sourceStride + 4·k</c>.</summary>
    public static void Transpose(byte* source, nint sourceStride, float* panel, nint depth, nint columns, nint width) =>
        Transpose(source, sourceStride, panel, depth, columns, width, width);

    /// <summary>The same into a panel whose depths lie <paramref name="panelStride"/> numbers apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(byte* source, nint sourceStride, float* panel, nint depth, nint columns, nint width, nint panelStride)
    {
        nint j = 0;
        for (; j + 4 <= columns; j += 4)
        {
            var a = (float*)(source + j * sourceStride);
            var b = (float*)(source + (j + 1) * sourceStride);
            var c = (float*)(source + (j + 2) * sourceStride);
            var d = (float*)(source + (j + 3) * sourceStride);
            var to = panel + j;
            nint k = 0;
            for (; Avx512F.IsSupported && k + 16 <= depth; k += 16)
            {
                TransposeFourRows(a + k, b + k, c + k, d + k, to, panelStride);
                to += 16 * panelStride;
            }

            for (; k + 4 <= depth; k += 4)
            {
                var va = Vector128.Load(a + k);
                var vb = Vector128.Load(b + k);
                var vc = Vector128.Load(c + k);
                var vd = Vector128.Load(d + k);
                var lowAc = InterleaveLow(va, vc);
                var lowBd = InterleaveLow(vb, vd);
                var highAc = InterleaveHigh(va, vc);
                var highBd = InterleaveHigh(vb, vd);
                Vector128.Store(InterleaveLow(lowAc, lowBd), to);
                Vector128.Store(InterleaveHigh(lowAc, lowBd), to + panelStride);
                Vector128.Store(InterleaveLow(highAc, highBd), to + 2 * panelStride);
                Vector128.Store(InterleaveHigh(highAc, highBd), to + 3 * panelStride);
                to += 4 * panelStride;
            }

            for (; k < depth; k++)
            {
                to[0] = a[k];
                to[1] = b[k];
                to[2] = c[k];
                to[3] = d[k];
                to += panelStride;
            }
        }

        for (; j < width; j++)
        {
            var from = (float*)(source + j * sourceStride);
            for (nint k = 0; k < depth; k++)
                panel[k * panelStride + j] = j < columns ? from[k] : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(byte* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    /// <summary>Sixteen numbers of four rows: 4×4 blocks are transposed four at a time, one in each quarter of a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFourRows(float* a, float* b, float* c, float* d, float* to, nint width)
    {
        var va = Vector512.Load(a);
        var vb = Vector512.Load(b);
        var vc = Vector512.Load(c);
        var vd = Vector512.Load(d);
        var lowAc = Avx512F.UnpackLow(va, vc);
        var lowBd = Avx512F.UnpackLow(vb, vd);
        var highAc = Avx512F.UnpackHigh(va, vc);
        var highBd = Avx512F.UnpackHigh(vb, vd);
        StoreQuarters(Avx512F.UnpackLow(lowAc, lowBd), to, 4 * width);
        StoreQuarters(Avx512F.UnpackHigh(lowAc, lowBd), to + width, 4 * width);
        StoreQuarters(Avx512F.UnpackLow(highAc, highBd), to + 2 * width, 4 * width);
        StoreQuarters(Avx512F.UnpackHigh(highAc, highBd), to + 3 * width, 4 * width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreQuarters(Vector512<float> vector, float* to, nint stride)
    {
        Vector128.Store(vector.GetLower().GetLower(), to);
        Vector128.Store(vector.GetLower().GetUpper(), to + stride);
        Vector128.Store(vector.GetUpper().GetLower(), to + 2 * stride);
        Vector128.Store(vector.GetUpper().GetUpper(), to + 3 * stride);
    }

    /// <summary>(a0, b0, a1, b1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
            return Sse.UnpackLow(a, b);
        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b) : Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    /// <summary>(a2, b2, a3, b3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
            return Sse.UnpackHigh(a, b);
        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b) : Vector128.Create(a[2], b[2], a[3], b[3]);
    }
}
