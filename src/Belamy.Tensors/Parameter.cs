using Belamy.Tensors.Cpu;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors;

/// <summary>
/// Named state that lives across runs: weights, moments, running statistics, the random counter. Its memory belongs to
/// its <see cref="ParameterStore"/>.
/// </summary>
public sealed class Parameter
{
    private readonly NativeBuffer _memory;

    internal Parameter(string name, Shape shape, ElementType elementType, NativeBuffer memory)
    {
        Name = name;
        Shape = shape;
        ElementType = elementType;
        _memory = memory;
        Value = new Tensor(new ParameterOperation(this), shape, elementType);
    }

    /// <summary>The path that names it, for example <c>generator/0/weight</c>; unique in its store.</summary>
    public string Name { get; }

    /// <summary>The sizes along each axis.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>
    /// The parameter's value as it is when a program starts. A read after an update within the same program is the
    /// updating tensor itself; <see cref="ForwardContext.Read"/> hands out the right one.
    /// </summary>
    public Tensor Value { get; }

    /// <summary>The numbers themselves, row-major, to read or to set between runs.</summary>
    /// <typeparam name="T">float, double or int, as the element type says.</typeparam>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the type of the elements.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged => ElementTypes.Of<T>() == ElementType
            ? _memory.AsSpan<T>()
            : throw new InvalidOperationException($"Parameter {Name} holds {ElementType}, not {typeof(T).Name}.");

    /// <summary>The raw bytes, little-endian, row-major.</summary>
    public Span<byte> AsBytes() => _memory.AsSpan<byte>();

    /// <summary>Name, type and shape.</summary>
    public override string ToString() => $"{Name} {ElementType}{Shape}";

    internal nint Address => _memory.Address;

    internal void Free() => _memory.Dispose();
}
