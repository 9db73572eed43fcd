using Belamy.Tensors.Cpu;

namespace Belamy.Tensors;

/// <summary>The memory of a program's input or output. Row-major; an output is valid until the next run.</summary>
public sealed class ProgramValue
{
    private readonly NativeBuffer _memory;

    internal ProgramValue(Shape shape, ElementType elementType, NativeBuffer memory)
    {
        Shape = shape;
        ElementType = elementType;
        _memory = memory;
    }

    /// <summary>The sizes along each axis.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>The numbers themselves.</summary>
    /// <typeparam name="T">float, double or int, as the element type says; a Boolean is an int, 0 or -1.</typeparam>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the type of the elements.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        ElementType asked = ElementTypes.Of<T>();
        bool fits = asked == ElementType || (asked == ElementType.Int32 && ElementType == ElementType.Boolean);
        return fits ? _memory.AsSpan<T>() : throw new InvalidOperationException($"The value holds {ElementType}, not {typeof(T).Name}.");
    }

    /// <summary>The value of a scalar or of the first element.</summary>
    public float Scalar => AsSpan<float>()[0];

    /// <summary>A copy of the values.</summary>
    public NDArray ToArray() => ElementType switch
    {
        ElementType.Float32 => NDArray.From(Shape, AsSpan<float>().ToArray()),
        ElementType.Float64 => NDArray.From(Shape, AsSpan<double>().ToArray()),
        ElementType.Int32 => NDArray.From(Shape, AsSpan<int>().ToArray()),
        _ => NDArray.From(Shape, Array.ConvertAll(AsSpan<int>().ToArray(), mask => mask != 0)),
    };

    internal nint Address => _memory.Address;

    internal void Set(NDArray value)
    {
        switch (ElementType)
        {
            case ElementType.Float32: value.AsSpan<float>().CopyTo(AsSpan<float>()); break;
            case ElementType.Float64: value.AsSpan<double>().CopyTo(AsSpan<double>()); break;
            case ElementType.Int32: value.AsSpan<int>().CopyTo(AsSpan<int>()); break;
            default: Array.ConvertAll(value.Values<bool>(), truth => truth ? -1 : 0).CopyTo(AsSpan<int>()); break;
        }
    }
}
