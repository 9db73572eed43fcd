using Belamy.Tensors.Cpu;

namespace Belamy.Tensors;

/// <summary>
/// Owns parameters: their names, in order of creation, and their memory. Programs that read or update a parameter must
/// not run after its store is disposed.
/// </summary>
public sealed class ParameterStore : IDisposable
{
    private readonly Dictionary<string, Parameter> _byName = new(StringComparer.Ordinal);
    private readonly List<Parameter> _parameters = [];

    /// <summary>All parameters in order of creation.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The parameter of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Parameter this[string name] => _byName.TryGetValue(name, out Parameter? parameter)
        ? parameter
        : throw new KeyNotFoundException($"There is no parameter '{name}'.");

    /// <summary>The most bytes that one parameter may take: what one array, and so a file's reader, can hold.</summary>
    public static long MostParameterBytes => Array.MaxLength;

    /// <summary>Creates a parameter full of zeros. Its memory is taken where its values are first asked for.</summary>
    /// <exception cref="ArgumentException">The name is taken, or the type is Boolean.</exception>
    /// <exception cref="SizeLimitException">It would take more than <see cref="MostParameterBytes"/>.</exception>
    public Parameter Create(string name, Shape shape, ElementType elementType = ElementType.Float32)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (elementType == ElementType.Boolean)
            throw new ArgumentException($"Parameter '{name}': Boolean parameters do not exist; use Int32.");
        if (_byName.ContainsKey(name))
            throw new ArgumentException($"Parameter '{name}' exists already.");
        long bytes = checked(shape.Count * elementType.Size());
        if (bytes > MostParameterBytes)
            throw new SizeLimitException($"Parameter '{name}' {elementType}{shape} takes {bytes:N0} bytes; one parameter may take {MostParameterBytes:N0}.");
        var parameter = new Parameter(name, shape, elementType, new NativeBuffer(bytes));
        _byName.Add(name, parameter);
        _parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Creates a parameter with an initial value.</summary>
    public Parameter Create(string name, NDArray value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Parameter parameter = Create(name, value.Shape, value.ElementType);
        switch (value.ElementType)
        {
            case ElementType.Float32: value.AsSpan<float>().CopyTo(parameter.AsSpan<float>()); break;
            case ElementType.Float64: value.AsSpan<double>().CopyTo(parameter.AsSpan<double>()); break;
            default: value.AsSpan<int>().CopyTo(parameter.AsSpan<int>()); break;
        }

        return parameter;
    }

    /// <summary>The parameter of that name, or null.</summary>
    public Parameter? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Frees the memory of all parameters.</summary>
    public void Dispose()
    {
        foreach (Parameter parameter in _parameters)
            parameter.Free();
        _parameters.Clear();
        _byName.Clear();
    }
}
