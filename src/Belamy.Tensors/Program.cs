using Belamy.Tensors.Compilation;
using Belamy.Tensors.Cpu;
using Belamy.Tensors.Evaluation;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors;

/// <summary>
/// A compiled graph: inputs, outputs, and updates of parameters. <see cref="Run"/> computes the outputs and then sets
/// the updated parameters, without allocating from the second run on; outputs stay valid until the next run.
/// </summary>
/// <remarks>
/// Programs run one at a time on the process's team of threads: several threads may each have programs of their own and run them,
/// and wait for one another; one program, with its inputs and outputs, is for one thread at a time. Graphs with Float64 in them, and every graph under
/// <c>BELAMY_SIMD=none</c> or where no code can be emitted, run through the reference evaluator instead, slowly.
/// </remarks>
public sealed class Program : IDisposable
{
    /// <summary>The most elements of one tensor in a program: kernels count places, borders and padding among them, in 32 bits.</summary>
    public const long MostElements = 1L << 30;

    private static int _compiled;
    private readonly Dictionary<string, ProgramValue> _inputs = new(StringComparer.Ordinal);
    private readonly List<NativeBuffer> _memory = [];
    private readonly Plan? _plan;
    private readonly ReferenceProgram? _reference;

    private Program(string name, IReadOnlyList<Tensor> outputs, IReadOnlyDictionary<Parameter, Tensor> updates, Action<double>? progress)
    {
        Name = name;
        List<Tensor> ordered = Graph.InOrder(outputs.Concat(updates.Values));
        foreach (Tensor tensor in ordered)
        {
            if (tensor.Shape.Count > MostElements)
                throw new SizeLimitException($"Program {name}: {tensor} has {tensor.Shape.Count:N0} elements; in a program a tensor has at most {MostElements:N0}.");
            if (tensor.Operation is InputOperation input && !_inputs.TryAdd(input.InputName, Place(tensor)))
                throw new ArgumentException($"Program {name}: two inputs are named '{input.InputName}'.");
        }

        Outputs = [.. outputs.Select(Place)];
        SimdWidth width = Simd.Current;
        if (width == SimdWidth.None || ordered.Any(tensor => tensor.ElementType == ElementType.Float64))
        {
            _reference = new ReferenceProgram(outputs, updates, _inputs, Outputs);
        }
        else
        {
            _plan = PlanBuilder.Build(
                name,
                outputs,
                [.. Outputs],
                updates,
                _inputs,
                width,
                progress);
        }
    }

    /// <summary>How many programs this process has compiled.</summary>
    public static int CompiledCount => _compiled;

    /// <summary>
    /// Number of threads that programs run on, the caller's included: the value of <c>BELAMY_THREADS</c>, else one for each
    /// processor. Results do not depend on it, to the bit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1 or above 256.</exception>
    public static int Threads
    {
        get => WorkerTeam.Shared.Workers;
        set => WorkerTeam.SetShared(value);
    }

    /// <summary>
    /// The width in bits of the vectors that programs use: the widest of the processor's, or the value of <c>BELAMY_SIMD</c>;
    /// 0 for scalar code.
    /// </summary>
    public static int VectorBits => (int)Simd.Current;

    /// <summary>The name given at compilation, for messages and traces.</summary>
    public string Name { get; }

    /// <summary>The outputs, in the order given at compilation.</summary>
    public IReadOnlyList<ProgramValue> Outputs { get; }

    /// <summary>Names of the inputs.</summary>
    public IReadOnlyCollection<string> InputNames => _inputs.Keys;

    /// <summary>Bytes of memory that the program needs beside its parameters: inputs and outputs, and what it works in.</summary>
    public long MemoryBytes => _memory.Sum(buffer => buffer.ByteLength) + WorkBytes;

    /// <summary>Bytes that the program works in while it runs. All programs of a process work in the same memory, one after another.</summary>
    public long WorkBytes => _plan?.SharedBytes ?? 0;

    /// <summary>Operations of matrix products and convolutions in a run, two for a multiply-add; 0 where the reference evaluator runs.</summary>
    public double Flops => _plan?.Flops ?? 0;

    /// <summary>What runs, or null where the reference evaluator does.</summary>
    internal Plan? Plan => _plan;

    /// <summary>Compiles a graph.</summary>
    /// <param name="name">For messages and traces.</param>
    /// <param name="outputs">What a run computes.</param>
    /// <param name="updates">Parameters and their values after a run; all updates happen at its end.</param>
    /// <param name="progress">Is told now and then the share that is done, from 0 to 1; what it throws ends the compilation.</param>
    /// <remarks>Memory is taken by the first <see cref="Run"/>, or where a value is first asked for; <see cref="MemoryBytes"/> is known before.</remarks>
    /// <exception cref="ArgumentException">Two inputs share a name, or an update does not fit its parameter.</exception>
    /// <exception cref="SizeLimitException">A tensor has more than <see cref="MostElements"/>.</exception>
    public static Program Compile(
        string name, IReadOnlyList<Tensor> outputs, IReadOnlyDictionary<Parameter, Tensor>? updates = null, Action<double>? progress = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(outputs);
        foreach ((Parameter parameter, Tensor value) in updates ?? new Dictionary<Parameter, Tensor>())
        {
            if (parameter.Shape != value.Shape || parameter.ElementType != value.ElementType)
                throw new ArgumentException($"Program {name}: parameter {parameter} cannot become {value.ElementType}{value.Shape}.");
        }

        Interlocked.Increment(ref _compiled);
        return new Program(name, outputs, updates ?? new Dictionary<Parameter, Tensor>(), progress);
    }

    /// <summary>Bytes of memory that programs need together beside their parameters.</summary>
    public static long MemoryOf(IReadOnlyCollection<Program> programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        return programs.Sum(program => program.MemoryBytes - program.WorkBytes) + programs.Select(program => program.WorkBytes).DefaultIfEmpty(0).Max();
    }

    /// <summary>The place of an input, to be filled before a run.</summary>
    /// <exception cref="KeyNotFoundException">There is no input of that name.</exception>
    public ProgramValue Input(string name) => _inputs.TryGetValue(name, out ProgramValue? input)
        ? input
        : throw new KeyNotFoundException($"Program {Name} has no input '{name}'; it has: {string.Join(", ", _inputs.Keys)}.");

    /// <summary>Computes the outputs and updates the parameters, after whatever program another thread is running.</summary>
    public void Run()
    {
        if (_plan is not null)
            _plan.Run();
        else
            _reference!.Run();
    }

    /// <summary>Frees the program's memory.</summary>
    public void Dispose()
    {
        _plan?.Dispose();
        _memory.ForEach(buffer => buffer.Dispose());
    }

    /// <summary>The plan: waves, kernels, memory.</summary>
    public override string ToString() => _plan?.ToString() ?? $"program {Name}: run by the reference evaluator";

    private ProgramValue Place(Tensor tensor)
    {
        var buffer = new NativeBuffer(tensor.Shape.Count * tensor.ElementType.Size());
        _memory.Add(buffer);
        return new ProgramValue(tensor.Shape, tensor.ElementType, buffer);
    }
}
