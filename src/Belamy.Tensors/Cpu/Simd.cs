using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Belamy.Tensors.Cpu;

/// <summary>Width in bits of the vectors that kernels use; <see cref="None"/> is plain scalar code.</summary>
internal enum SimdWidth
{
    None = 0,
    Bits128 = 128,
    Bits256 = 256,
    Bits512 = 512,
}

/// <summary>What the machine's vector unit offers and what the user asked for.</summary>
internal static class Simd
{
    /// <summary>Name of the environment variable that forces a width: 512, 256, 128 or none.</summary>
    public const string Variable = "BELAMY_SIMD";

    /// <summary>Single-precision numbers in the widest vector.</summary>
    public const int MaximumLanes = 16;

    /// <summary>The widest vectors this process can use.</summary>
    public static SimdWidth Widest { get; } = Detect();

    /// <summary>The width in force: <see cref="Widest"/>, or what <see cref="Variable"/> asks for.</summary>
    public static SimdWidth Current { get; } = Parse(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Number of architectural vector registers: what a tile of accumulators must fit into.</summary>
    public static int Registers { get; } =
        Vector512.IsHardwareAccelerated || RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 32 : 16;

    /// <summary>Single-precision numbers in one vector; 1 for scalar code.</summary>
    public static int Lanes(SimdWidth width) => width == SimdWidth.None ? 1 : (int)width / 32;

    /// <summary>Reads the value of <see cref="Variable"/>; null or empty means the widest.</summary>
    /// <exception cref="InvalidOperationException">The value is no width, or the machine does not have it.</exception>
    public static SimdWidth Parse(string? value)
    {
        var width = value switch
        {
            null or "" => Widest,
            "512" => SimdWidth.Bits512,
            "256" => SimdWidth.Bits256,
            "128" => SimdWidth.Bits128,
            "none" => SimdWidth.None,
            _ => throw new InvalidOperationException($"{Variable}={value} is not a vector width; use 512, 256, 128 or none."),
        };
        return width <= Widest
            ? width
            : throw new InvalidOperationException(
                $"{Variable}={value} needs {(int)width}-bit vectors, which this machine does not have; use {(int)Widest} or less.");
    }

    private static SimdWidth Detect()
    {
        // The micro-kernels are emitted: without dynamic code only the scalar path is left.
        if (!RuntimeFeature.IsDynamicCodeCompiled)
            return SimdWidth.None;
        if (Vector512.IsHardwareAccelerated)
            return SimdWidth.Bits512;
        if (Vector256.IsHardwareAccelerated)
            return SimdWidth.Bits256;
        return Vector128.IsHardwareAccelerated ? SimdWidth.Bits128 : SimdWidth.None;
    }
}
