using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3" (2011): a block of four words is a function of a counter and a key, so any number can be had without the ones before.
/// </summary>
/// <remarks>
/// Numbers are laid out in rows (samples of a batch). The counter of a block is (block within the row, row, step, stream): a row
/// does not depend on how many there are, and numbers 4·b to 4·b+3 of a row are the words of block b, whatever the vector width.
/// </remarks>
internal static unsafe class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;
    private const int BlockLength = 4;
    private const float Unit = 1f / (1 << 24);

    /// <summary>Encrypts one counter: four words in, four words out.</summary>
    public static void Block(ReadOnlySpan<uint> counter, uint key0, uint key1, Span<uint> words)
    {
        uint x0 = counter[0], x1 = counter[1], x2 = counter[2], x3 = counter[3];
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * x0;
            var product1 = (ulong)Multiplier1 * x2;
            x0 = (uint)(product1 >> 32) ^ x1 ^ key0;
            x1 = (uint)product1;
            x2 = (uint)(product0 >> 32) ^ x3 ^ key1;
            x3 = (uint)product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        words[0] = x0;
        words[1] = x1;
        words[2] = x2;
        words[3] = x3;
    }

    /// <summary>
    /// Fills rows with uniform numbers in [0, 1), multiples of 2⁻²⁴: the upper 24 bits of each word.
    /// </summary>
    /// <param name="target">First number of the first row; rows follow each other without gaps.</param>
    /// <param name="firstRow">Number of the first row.</param>
    /// <param name="rows">Rows to fill.</param>
    /// <param name="columns">Numbers in a row.</param>
    /// <param name="key0">First word of the key.</param>
    /// <param name="key1">Second word of the key.</param>
    /// <param name="step">Third word of the counter: how often this stream was drawn from.</param>
    /// <param name="stream">Fourth word of the counter: which random node this is.</param>
    /// <param name="width">Vector width; all give the same bits.</param>
    public static void FillUniform(
        float* target, uint firstRow, long rows, long columns, uint key0, uint key1, uint step, uint stream, SimdWidth width)
    {
        for (long i = 0; i < rows; i++)
        {
            var counter = new Counter(firstRow + (uint)i, step, stream, key0, key1);
            var row = target + i * columns;
            var done = width switch
            {
                SimdWidth.Bits512 => Fill512(row, columns, counter),
                SimdWidth.Bits256 => Fill256(row, columns, counter),
                SimdWidth.Bits128 => Fill128(row, columns, counter),
                _ => 0,
            };
            FillScalar(row, done, columns, counter);
        }
    }

    private static void FillScalar(float* row, long from, long to, Counter counter)
    {
        Span<uint> words = stackalloc uint[BlockLength];
        for (var i = from; i < to; i += BlockLength)
        {
            Block([(uint)(i / BlockLength), counter.Row, counter.Step, counter.Stream], counter.Key0, counter.Key1, words);
            for (var j = 0; j < Math.Min(BlockLength, to - i); j++)
                row[i + j] = (words[j] >> 8) * Unit;
        }
    }

    // The vector versions keep one word of a block in each 64-bit lane, where the widening product wants it. The blocks
    // of the lanes are ordered so that unpacking pairs of words leaves whole blocks in order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Fill512(float* row, long count, Counter counter)
    {
        const int Numbers = 32;
        var multiplier0 = Vector512.Create((ulong)Multiplier0);
        var multiplier1 = Vector512.Create((ulong)Multiplier1);
        var low = Vector512.Create((ulong)uint.MaxValue);
        var unit = Vector512.Create(Unit);
        long i = 0;
        for (; i + Numbers <= count; i += Numbers)
        {
            var x0 = (Vector512.Create((ulong)(i / BlockLength)) + Vector512.Create(0UL, 4, 1, 5, 2, 6, 3, 7)) & low;
            var x1 = Vector512.Create((ulong)counter.Row);
            var x2 = Vector512.Create((ulong)counter.Step);
            var x3 = Vector512.Create((ulong)counter.Stream);
            var (key0, key1) = (counter.Key0, counter.Key1);
            for (var round = 0; round < Rounds; round++)
            {
                var product0 = Multiply(x0, multiplier0);
                var product1 = Multiply(x2, multiplier1);
                x0 = (product1 >> 32) ^ x1 ^ Vector512.Create((ulong)key0);
                x1 = product1 & low;
                x2 = (product0 >> 32) ^ x3 ^ Vector512.Create((ulong)key1);
                x3 = product0 & low;
                key0 += Weyl0;
                key1 += Weyl1;
            }

            var first = x0 | (x1 << 32);
            var second = x2 | (x3 << 32);
            (Vector512.ConvertToSingle((UnpackLow(first, second).AsUInt32() >> 8).AsInt32()) * unit).Store(row + i);
            (Vector512.ConvertToSingle((UnpackHigh(first, second).AsUInt32() >> 8).AsInt32()) * unit).Store(row + i + Numbers / 2);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Fill256(float* row, long count, Counter counter)
    {
        const int Numbers = 16;
        var multiplier0 = Vector256.Create((ulong)Multiplier0);
        var multiplier1 = Vector256.Create((ulong)Multiplier1);
        var low = Vector256.Create((ulong)uint.MaxValue);
        var unit = Vector256.Create(Unit);
        long i = 0;
        for (; i + Numbers <= count; i += Numbers)
        {
            var x0 = (Vector256.Create((ulong)(i / BlockLength)) + Vector256.Create(0UL, 2, 1, 3)) & low;
            var x1 = Vector256.Create((ulong)counter.Row);
            var x2 = Vector256.Create((ulong)counter.Step);
            var x3 = Vector256.Create((ulong)counter.Stream);
            var (key0, key1) = (counter.Key0, counter.Key1);
            for (var round = 0; round < Rounds; round++)
            {
                var product0 = Multiply(x0, multiplier0);
                var product1 = Multiply(x2, multiplier1);
                x0 = (product1 >> 32) ^ x1 ^ Vector256.Create((ulong)key0);
                x1 = product1 & low;
                x2 = (product0 >> 32) ^ x3 ^ Vector256.Create((ulong)key1);
                x3 = product0 & low;
                key0 += Weyl0;
                key1 += Weyl1;
            }

            var first = x0 | (x1 << 32);
            var second = x2 | (x3 << 32);
            (Vector256.ConvertToSingle((UnpackLow(first, second).AsUInt32() >> 8).AsInt32()) * unit).Store(row + i);
            (Vector256.ConvertToSingle((UnpackHigh(first, second).AsUInt32() >> 8).AsInt32()) * unit).Store(row + i + Numbers / 2);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Fill128(float* row, long count, Counter counter)
    {
        const int Numbers = 8;
        var multiplier0 = Vector128.Create((ulong)Multiplier0);
        var multiplier1 = Vector128.Create((ulong)Multiplier1);
        var low = Vector128.Create((ulong)uint.MaxValue);
        var unit = Vector128.Create(Unit);
        long i = 0;
        for (; i + Numbers <= count; i += Numbers)
        {
            var x0 = (Vector128.Create((ulong)(i / BlockLength)) + Vector128.Create(0UL, 1)) & low;
            var x1 = Vector128.Create((ulong)counter.Row);
            var x2 = Vector128.Create((ulong)counter.Step);
            var x3 = Vector128.Create((ulong)counter.Stream);
            var (key0, key1) = (counter.Key0, counter.Key1);
            for (var round = 0; round < Rounds; round++)
            {
                var product0 = Multiply(x0, multiplier0);
                var product1 = Multiply(x2, multiplier1);
                x0 = (product1 >> 32) ^ x1 ^ Vector128.Create((ulong)key0);
                x1 = product1 & low;
                x2 = (product0 >> 32) ^ x3 ^ Vector128.Create((ulong)key1);
                x3 = product0 & low;
                key0 += Weyl0;
                key1 += Weyl1;
            }

            var first = x0 | (x1 << 32);
            var second = x2 | (x3 << 32);
            var block0 = Vector128.Create(first.GetLower(), second.GetLower());
            var block1 = Vector128.Create(first.GetUpper(), second.GetUpper());
            (Vector128.ConvertToSingle((block0.AsUInt32() >> 8).AsInt32()) * unit).Store(row + i);
            (Vector128.ConvertToSingle((block1.AsUInt32() >> 8).AsInt32()) * unit).Store(row + i + Numbers / 2);
        }

        return i;
    }

    // Both factors are below 2³², so the full product fits the lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Multiply(Vector512<ulong> a, Vector512<ulong> b) =>
        Avx512F.IsSupported ? Avx512F.Multiply(a.AsUInt32(), b.AsUInt32()) : a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Multiply(Vector256<ulong> a, Vector256<ulong> b) =>
        Avx2.IsSupported ? Avx2.Multiply(a.AsUInt32(), b.AsUInt32()) : a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> b)
    {
        if (Sse2.IsSupported)
            return Sse2.Multiply(a.AsUInt32(), b.AsUInt32());
        return AdvSimd.IsSupported
            ? AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(a), AdvSimd.ExtractNarrowingLower(b))
            : a * b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> UnpackLow(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.IsSupported
        ? Avx512F.UnpackLow(a, b)
        : Vector512.Create(a[0], b[0], a[2], b[2], a[4], b[4], a[6], b[6]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> UnpackHigh(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.IsSupported
        ? Avx512F.UnpackHigh(a, b)
        : Vector512.Create(a[1], b[1], a[3], b[3], a[5], b[5], a[7], b[7]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> UnpackLow(Vector256<ulong> a, Vector256<ulong> b) =>
        Avx2.IsSupported ? Avx2.UnpackLow(a, b) : Vector256.Create(a[0], b[0], a[2], b[2]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> UnpackHigh(Vector256<ulong> a, Vector256<ulong> b) =>
        Avx2.IsSupported ? Avx2.UnpackHigh(a, b) : Vector256.Create(a[1], b[1], a[3], b[3]);

    /// <summary>What all blocks of a row share.</summary>
    private readonly record struct Counter(uint Row, uint Step, uint Stream, uint Key0, uint Key1);
}
