using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Belamy.Imaging;

/// <summary>Converts between bytes and the values in [-1, 1] that networks see.</summary>
public static class PixelConversion
{
    private const float Half = 127.5f;

    // In float32 its product with 127.5 is 1 exactly.
    private const float Scale = 1 / Half;

    /// <summary>Converts bytes to values: (b - 127.5) × (1 / 127.5), so 0 becomes -1 and 255 becomes 1, both exactly.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="destination">Receives as many values.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <paramref name="source"/>.</exception>
    // Batches are read between the moves of a game: the loop must be fast from its first call, before tiering.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToFloats(ReadOnlySpan<byte> source, Span<float> destination)
    {
        if (destination.Length < source.Length)
            throw new ArgumentException($"{source.Length} values do not fit into {destination.Length}.", nameof(destination));
        int i = 0;
        Vector256<float> half = Vector256.Create(Half);
        for (; i <= source.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Create(source[i..]));
            Vector256<int> first = Vector256.Create(Vector128.WidenLower(low), Vector128.WidenUpper(low)).AsInt32();
            Vector256<int> second = Vector256.Create(Vector128.WidenLower(high), Vector128.WidenUpper(high)).AsInt32();
            ((Vector256.ConvertToSingle(first) - half) * Scale).CopyTo(destination[i..]);
            ((Vector256.ConvertToSingle(second) - half) * Scale).CopyTo(destination[(i + 8)..]);
        }

        for (; i < source.Length; i++)
            destination[i] = (source[i] - Half) * Scale;
    }

    /// <summary>Converts a value to the nearest byte; what lies outside [-1, 1] is clamped, and NaN becomes 0.</summary>
    /// <param name="value">The value; -1 is black and 1 is white.</param>
    public static byte ToByte(float value)
    {
        float scaled = MathF.Round(value * Half + Half, MidpointRounding.AwayFromZero);
        // Written so that NaN fails the first comparison.
        return scaled > 0 ? (byte)MathF.Min(scaled, byte.MaxValue) : (byte)0;
    }

    /// <summary>Converts values to the nearest bytes; what lies outside [-1, 1] is clamped, and NaN becomes 0.</summary>
    /// <param name="source">The values.</param>
    /// <param name="destination">Receives as many bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <paramref name="source"/>.</exception>
    public static void ToBytes(ReadOnlySpan<float> source, Span<byte> destination)
    {
        if (destination.Length < source.Length)
            throw new ArgumentException($"{source.Length} bytes do not fit into {destination.Length}.", nameof(destination));
        for (int i = 0; i < source.Length; i++)
            destination[i] = ToByte(source[i]);
    }
}
