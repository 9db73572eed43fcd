using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Belamy.Tensors.Cpu;

namespace Belamy.Bench;

/// <summary>Independent fused multiply-adds in registers on every worker: the peak that shares refer to.</summary>
internal sealed class PeakKernel(int workers) : Kernel
{
    private const int Rounds = 100_000;
    private const int Chains = 12;

    public override string Name => "peak";

    public override double Flops => 2.0 * workers * Rounds * Chains * Lanes;

    // As wide as what is measured: where a width is asked for, its peak is what counts.
    private static int Bits => Belamy.Tensors.Program.VectorBits;

    private static int Lanes => Math.Max(Bits, 128) / 32;

    public override int Tasks(int stage) => workers;

    public override void Run(int stage, int task, int worker)
    {
        if (Bits == 512)
            Wide();
        else
            Narrow(Bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Wide()
    {
        var m = Vector512.Create(0.999f);
        Vector512<float> a = m, b = m, c = m, d = m, e = m, f = m, g = m, h = m, i = m, j = m, k = m, l = m;
        for (var round = 0; round < Rounds; round++)
        {
            a = Vector512.MultiplyAddEstimate(a, m, m);
            b = Vector512.MultiplyAddEstimate(b, m, m);
            c = Vector512.MultiplyAddEstimate(c, m, m);
            d = Vector512.MultiplyAddEstimate(d, m, m);
            e = Vector512.MultiplyAddEstimate(e, m, m);
            f = Vector512.MultiplyAddEstimate(f, m, m);
            g = Vector512.MultiplyAddEstimate(g, m, m);
            h = Vector512.MultiplyAddEstimate(h, m, m);
            i = Vector512.MultiplyAddEstimate(i, m, m);
            j = Vector512.MultiplyAddEstimate(j, m, m);
            k = Vector512.MultiplyAddEstimate(k, m, m);
            l = Vector512.MultiplyAddEstimate(l, m, m);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Narrow(int bits)
    {
        if (bits < 256)
            return Narrowest();
        var m = Vector256.Create(0.999f);
        Vector256<float> a = m, b = m, c = m, d = m, e = m, f = m, g = m, h = m, i = m, j = m, k = m, l = m;
        for (var round = 0; round < Rounds; round++)
        {
            a = Vector256.MultiplyAddEstimate(a, m, m);
            b = Vector256.MultiplyAddEstimate(b, m, m);
            c = Vector256.MultiplyAddEstimate(c, m, m);
            d = Vector256.MultiplyAddEstimate(d, m, m);
            e = Vector256.MultiplyAddEstimate(e, m, m);
            f = Vector256.MultiplyAddEstimate(f, m, m);
            g = Vector256.MultiplyAddEstimate(g, m, m);
            h = Vector256.MultiplyAddEstimate(h, m, m);
            i = Vector256.MultiplyAddEstimate(i, m, m);
            j = Vector256.MultiplyAddEstimate(j, m, m);
            k = Vector256.MultiplyAddEstimate(k, m, m);
            l = Vector256.MultiplyAddEstimate(l, m, m);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Narrowest()
    {
        var m = Vector128.Create(0.999f);
        Vector128<float> a = m, b = m, c = m, d = m, e = m, f = m, g = m, h = m, i = m, j = m, k = m, l = m;
        for (var round = 0; round < Rounds; round++)
        {
            a = Vector128.MultiplyAddEstimate(a, m, m);
            b = Vector128.MultiplyAddEstimate(b, m, m);
            c = Vector128.MultiplyAddEstimate(c, m, m);
            d = Vector128.MultiplyAddEstimate(d, m, m);
            e = Vector128.MultiplyAddEstimate(e, m, m);
            f = Vector128.MultiplyAddEstimate(f, m, m);
            g = Vector128.MultiplyAddEstimate(g, m, m);
            h = Vector128.MultiplyAddEstimate(h, m, m);
            i = Vector128.MultiplyAddEstimate(i, m, m);
            j = Vector128.MultiplyAddEstimate(j, m, m);
            k = Vector128.MultiplyAddEstimate(k, m, m);
            l = Vector128.MultiplyAddEstimate(l, m, m);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
