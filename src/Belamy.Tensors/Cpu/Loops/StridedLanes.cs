using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Belamy.Tensors.Cpu.Loops;

/// <summary>What emitted loops call for the rare cases: elements a stride apart, and combining the lanes of one vector.</summary>
internal static unsafe class StridedLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load4(nint address, nint stride)
    {
        byte* p = (byte*)address;
        return Vector128.Create(*(float*)p, *(float*)(p + stride), *(float*)(p + (2 * stride)), *(float*)(p + (3 * stride)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load8(nint address, nint stride) =>
        Vector256.Create(Load4(address, stride), Load4(address + (4 * stride), stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load16(nint address, nint stride) =>
        Vector512.Create(Load8(address, stride), Load8(address + (8 * stride), stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store4(Vector128<float> value, nint address, nint stride)
    {
        byte* p = (byte*)address;
        *(float*)p = value.GetElement(0);
        *(float*)(p + stride) = value.GetElement(1);
        *(float*)(p + (2 * stride)) = value.GetElement(2);
        *(float*)(p + (3 * stride)) = value.GetElement(3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store8(Vector256<float> value, nint address, nint stride)
    {
        Store4(value.GetLower(), address, stride);
        Store4(value.GetUpper(), address + (4 * stride), stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store16(Vector512<float> value, nint address, nint stride)
    {
        Store8(value.GetLower(), address, stride);
        Store8(value.GetUpper(), address + (8 * stride), stride);
    }

    /// <summary>Halves added to halves: the order depends on the width alone.</summary>
    public static float SumAcross(Vector512<float> value) => SumAcross(value.GetLower() + value.GetUpper());

    /// <summary>Halves added to halves: the order depends on the width alone.</summary>
    public static float SumAcross(Vector256<float> value) => SumAcross(value.GetLower() + value.GetUpper());

    /// <summary>Pairs added to pairs.</summary>
    public static float SumAcross(Vector128<float> value) =>
        (value.GetElement(0) + value.GetElement(2)) + (value.GetElement(1) + value.GetElement(3));

    /// <summary>The greatest lane.</summary>
    public static float MaxAcross(Vector512<float> value) => MaxAcross(Vector256.Max(value.GetLower(), value.GetUpper()));

    /// <summary>The greatest lane.</summary>
    public static float MaxAcross(Vector256<float> value) => MaxAcross(Vector128.Max(value.GetLower(), value.GetUpper()));

    /// <summary>The greatest lane.</summary>
    public static float MaxAcross(Vector128<float> value) => MathF.Max(
        MathF.Max(value.GetElement(0), value.GetElement(2)),
        MathF.Max(value.GetElement(1), value.GetElement(3)));
}
