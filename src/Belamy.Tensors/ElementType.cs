namespace Belamy.Tensors;

/// <summary>The type of a tensor's elements.</summary>
/// <remarks>
/// <see cref="Float32"/> is what programs are fast at. <see cref="Float64"/> exists for gradient checks and runs at
/// reference speed. <see cref="Int32"/> carries labels, indices and random counters. <see cref="Boolean"/> is the
/// result of a comparison; inside a program it is a 32-bit mask, all ones or all zeros, so that a vector lane of a
/// mask and of a value have the same width.
/// </remarks>
public enum ElementType
{
    /// <summary>IEEE 754 single precision.</summary>
    Float32,

    /// <summary>IEEE 754 double precision.</summary>
    Float64,

    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>True or false.</summary>
    Boolean,
}

/// <summary>Facts about element types.</summary>
public static class ElementTypes
{
    /// <summary>Bytes that one element takes in a program's memory.</summary>
    public static int Size(this ElementType type) => type == ElementType.Float64 ? 8 : 4;

    /// <summary>Whether the type is one of the two floating-point types.</summary>
    public static bool IsFloat(this ElementType type) => type is ElementType.Float32 or ElementType.Float64;

    /// <summary>The element type that stands for a .NET type.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of float, double, int, bool.</exception>
    public static ElementType Of<T>() =>
        typeof(T) == typeof(float) ? ElementType.Float32
        : typeof(T) == typeof(double) ? ElementType.Float64
        : typeof(T) == typeof(int) ? ElementType.Int32
        : typeof(T) == typeof(bool) ? ElementType.Boolean
        : throw new NotSupportedException($"{typeof(T).Name} is no element type; use float, double, int or bool.");
}
