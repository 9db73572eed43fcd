using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Networks;

/// <summary>A module built in Float64 with a store of its own.</summary>
internal sealed class LayerUnderTest : IDisposable
{
    private readonly ParameterStore _store = new();

    public LayerUnderTest(Module module, Shape batch, long seed = 3)
    {
        var scope = new ParameterScope(_store, seed, ElementType.Float64);
        Module = module.Build(scope.Child("layer"), new Shape(batch.Span[1..]));
        scope.Initialize();
    }

    public Module Module { get; }

    public Parameter Parameter(string name) => _store[$"layer/{name}"];

    public void Set(string name, NDArray value)
    {
        Assert.Equal(value.Shape, Parameter(name).Shape);
        value.AsSpan<double>().CopyTo(Parameter(name).AsSpan<double>());
    }

    public void Dispose() => _store.Dispose();
}
