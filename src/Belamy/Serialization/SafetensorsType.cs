namespace Belamy.Serialization;

/// <summary>The element types of the safetensors format that Belamy reads and writes.</summary>
public enum SafetensorsType
{
    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>64-bit floating point.</summary>
    F64,

    /// <summary>32-bit signed integer.</summary>
    I32,

    /// <summary>64-bit signed integer.</summary>
    I64,

    /// <summary>8-bit unsigned integer.</summary>
    U8,
}

/// <summary>A tensor of a safetensors file: what the header says of it.</summary>
/// <param name="Name">The name, unique in its file.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The extents; empty for a single number.</param>
/// <param name="ByteLength">The length of the values in bytes.</param>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long ByteLength)
{
    /// <summary>The number of elements: the product of the extents.</summary>
    public long ElementCount => ByteLength / SafetensorsTypes.Size(Type);

    /// <summary>Where the values begin, counted from the first byte behind the header.</summary>
    internal long Offset { get; init; }
}

/// <summary>Sizes and C# types of the elements.</summary>
internal static class SafetensorsTypes
{
    public static int Size(SafetensorsType type) => type switch
    {
        SafetensorsType.F64 or SafetensorsType.I64 => 8,
        SafetensorsType.F32 or SafetensorsType.I32 => 4,
        _ => 1,
    };

    public static SafetensorsType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            return SafetensorsType.F32;
        if (typeof(T) == typeof(double))
            return SafetensorsType.F64;
        if (typeof(T) == typeof(int))
            return SafetensorsType.I32;
        if (typeof(T) == typeof(long))
            return SafetensorsType.I64;
        if (typeof(T) == typeof(byte))
            return SafetensorsType.U8;
        throw new ArgumentException($"{typeof(T).Name} has no place in a safetensors file; use float, double, int, long or byte.");
    }
}
