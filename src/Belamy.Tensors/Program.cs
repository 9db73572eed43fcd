using Belamy.Tensors.Cpu;
using Belamy.Tensors.Evaluation;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors;

/// <summary>
/// A compiled graph: inputs, outputs, and updates of parameters. <see cref="Run"/> computes the outputs and then sets
/// the updated parameters, without allocating; outputs stay valid until the next run.
/// </summary>
public sealed class Program : IDisposable
{
    private static int _compiled;
    private readonly Dictionary<string, ProgramValue> _inputs = new(StringComparer.Ordinal);
    private readonly Tensor[] _roots;
    private readonly Parameter[] _updated;
    private readonly List<NativeBuffer> _memory = [];

    private Program(string name, IReadOnlyList<Tensor> outputs, IReadOnlyDictionary<Parameter, Tensor> updates)
    {
        Name = name;
        _updated = [.. updates.Keys];
        _roots = [.. outputs, .. updates.Values];
        foreach (Tensor tensor in Graph.InOrder(_roots))
        {
            if (tensor.Operation is InputOperation input && !_inputs.TryAdd(input.InputName, Place(tensor)))
                throw new ArgumentException($"Program {name}: two inputs are named '{input.InputName}'.");
        }

        Outputs = [.. outputs.Select(Place)];
    }

    /// <summary>How many programs this process has compiled.</summary>
    public static int CompiledCount => _compiled;

    /// <summary>The name given at compilation, for messages and traces.</summary>
    public string Name { get; }

    /// <summary>The outputs, in the order given at compilation.</summary>
    public IReadOnlyList<ProgramValue> Outputs { get; }

    /// <summary>Names of the inputs.</summary>
    public IReadOnlyCollection<string> InputNames => _inputs.Keys;

    /// <summary>Bytes of memory that the program needs beside its parameters.</summary>
    public long MemoryBytes => _memory.Sum(buffer => buffer.ByteLength);

    /// <summary>Compiles a graph.</summary>
    /// <param name="name">For messages and traces.</param>
    /// <param name="outputs">What a run computes.</param>
    /// <param name="updates">Parameters and their values after a run; all updates happen at its end.</param>
    public static Program Compile(string name, IReadOnlyList<Tensor> outputs, IReadOnlyDictionary<Parameter, Tensor>? updates = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(outputs);
        Interlocked.Increment(ref _compiled);
        return new Program(name, outputs, updates ?? new Dictionary<Parameter, Tensor>());
    }

    /// <summary>The place of an input, to be filled before a run.</summary>
    /// <exception cref="KeyNotFoundException">There is no input of that name.</exception>
    public ProgramValue Input(string name) => _inputs.TryGetValue(name, out ProgramValue? input)
        ? input
        : throw new KeyNotFoundException($"Program {Name} has no input '{name}'; it has: {string.Join(", ", _inputs.Keys)}.");

    /// <summary>Computes the outputs and updates the parameters.</summary>
    public void Run()
    {
        var given = new Dictionary<Tensor, NDArray>();
        foreach (Tensor tensor in Graph.InOrder(_roots))
        {
            if (tensor.Operation is InputOperation input)
                given[tensor] = _inputs[input.InputName].ToArray();
        }

        NDArray[] values = ReferenceEvaluator.Evaluate(_roots, given);
        for (int output = 0; output < Outputs.Count; output++)
            Outputs[output].Set(values[output]);
        for (int update = 0; update < _updated.Length; update++)
        {
            NDArray value = values[Outputs.Count + update];
            if (value.ElementType == ElementType.Float32)
                value.AsSpan<float>().CopyTo(_updated[update].AsSpan<float>());
            else
                value.AsSpan<int>().CopyTo(_updated[update].AsSpan<int>());
        }
    }

    /// <summary>Frees the program's memory.</summary>
    public void Dispose() => _memory.ForEach(buffer => buffer.Dispose());

    private ProgramValue Place(Tensor tensor)
    {
        var buffer = new NativeBuffer(tensor.Shape.Count * tensor.ElementType.Size());
        _memory.Add(buffer);
        return new ProgramValue(tensor.Shape, tensor.ElementType, buffer);
    }
}
