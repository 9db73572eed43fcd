using System.Globalization;
using System.Text;

namespace Belamy.Tensors;

/// <summary>Values on the host: what goes into a program and what comes out of an evaluation. Row-major.</summary>
public sealed class NDArray
{
    private readonly Array _values;

    private NDArray(Shape shape, ElementType elementType, Array values)
    {
        if (values.LongLength != shape.Count)
            throw new ArgumentException($"{values.LongLength} values do not fill shape {shape}, which takes {shape.Count}.");
        Shape = shape;
        ElementType = elementType;
        _values = values;
    }

    /// <summary>The sizes along each axis.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the values.</summary>
    public ElementType ElementType { get; }

    /// <summary>Wraps an array without copying it.</summary>
    /// <typeparam name="T">float, double, int or bool.</typeparam>
    /// <exception cref="ArgumentException">The array's length is not the shape's number of elements.</exception>
    public static NDArray From<T>(Shape shape, T[] values)
        where T : unmanaged => new(shape, ElementTypes.Of<T>(), values);

    /// <summary>A single value.</summary>
    public static NDArray Scalar<T>(T value)
        where T : unmanaged => From(Shape.Scalar, [value]);

    /// <summary>An array of zeros (or false).</summary>
    /// <exception cref="SizeLimitException">The shape has more elements than an array can hold.</exception>
    public static NDArray Zeros(Shape shape, ElementType elementType)
    {
        if (shape.Count > Array.MaxLength)
            throw new SizeLimitException($"An array of shape {shape} has {shape.Count:N0} values; on the host one holds at most {Array.MaxLength:N0}.");
        return new(shape, elementType, elementType switch
        {
            ElementType.Float32 => new float[shape.Count],
            ElementType.Float64 => new double[shape.Count],
            ElementType.Int32 => new int[shape.Count],
            _ => new bool[shape.Count],
        });
    }

    /// <summary>The values themselves, row-major.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the type of the elements.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged => Values<T>();

    /// <summary>A copy of the values as double, whatever their type; true is 1.</summary>
    public double[] ToDoubles() => _values switch
    {
        float[] values => Array.ConvertAll(values, value => (double)value),
        double[] values => (double[])values.Clone(),
        int[] values => Array.ConvertAll(values, value => (double)value),
        bool[] values => Array.ConvertAll(values, value => value ? 1.0 : 0.0),
        _ => throw new NotSupportedException(),
    };

    /// <summary>The single value of a scalar or of an array with one element, as double.</summary>
    /// <exception cref="InvalidOperationException">There is more than one element.</exception>
    public double ToScalar() => Shape.Count == 1
        ? ToDoubles()[0]
        : throw new InvalidOperationException($"An array of shape {Shape} has {Shape.Count} values, not one.");

    /// <summary>The same values as another element type; floats become integers by truncation, numbers become false at 0.</summary>
    public NDArray Cast(ElementType elementType)
    {
        if (elementType == ElementType)
            return this;
        double[] values = ToDoubles();
        return elementType switch
        {
            ElementType.Float32 => From(Shape, Array.ConvertAll(values, value => (float)value)),
            ElementType.Float64 => From(Shape, values),
            ElementType.Int32 => From(Shape, Array.ConvertAll(values, value => (int)value)),
            _ => From(Shape, Array.ConvertAll(values, value => value != 0)),
        };
    }

    /// <summary>The same values under another shape with as many elements. Shares memory.</summary>
    public NDArray Reshape(Shape shape) => new(shape, ElementType, _values);

    /// <summary>Shape, type and the first few values.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{ElementType}{Shape} {{ ");
        double[] values = ToDoubles();
        text.AppendJoin(", ", values.Take(8).Select(value => value.ToString("G6", CultureInfo.InvariantCulture)));
        return text.Append(values.Length > 8 ? ", ... }" : " }").ToString();
    }

    internal T[] Values<T>() => _values as T[]
        ?? throw new InvalidOperationException($"The array holds {ElementType}, not {typeof(T).Name}.");
}
