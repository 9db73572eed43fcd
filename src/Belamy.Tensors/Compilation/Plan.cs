using System.Globalization;
using System.Text;
using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Compilation;

/// <summary>A program ready to run: waves of bound kernels over one arena.</summary>
internal sealed class Plan : IDisposable
{
    private readonly List<List<BuiltKernel>> _kernels;
    private readonly Allocation[] _allocations;
    private readonly (Allocation Source, Parameter Target)[] _copiedAtEnd;
    private readonly List<NativeBuffer> _literals;
    private readonly Kernel[][] _waves;
    private readonly Func<Tensor, nint, nint> _address;
    private readonly IReadOnlyDictionary<Tensor, StridedView> _views;
    private readonly long _scratchStride;
    private readonly PlanCheck? _check;

    /// <summary>The team that the kernels are bound for; null before the first run, so that a plan that is only looked at takes no memory.</summary>
    private WorkerTeam? _team;

    /// <summary>What was asked of the shared arena and where it then lay, which the kernels are bound to.</summary>
    private long _joinedFor;
    private nint _arena;

    public Plan(
        string name,
        List<List<BuiltKernel>> kernels,
        Allocation[] allocations,
        (Allocation Source, Parameter Target)[] copiedAtEnd,
        List<NativeBuffer> literals,
        Func<Tensor, nint, nint> address,
        IReadOnlyDictionary<Tensor, StridedView> views)
    {
        Name = name;
        _kernels = kernels;
        _allocations = allocations;
        _copiedAtEnd = copiedAtEnd;
        _literals = literals;
        _address = address;
        _views = views;
        _waves = [.. kernels.Select(wave => wave.Select(kernel => kernel.Kernel).ToArray())];
        ArenaBytes = MemoryPlan.Place(allocations, PlanCheck.IsOn ? PlanCheck.GuardBytes : 0);
        foreach (Kernel kernel in _waves.SelectMany(wave => wave))
            _scratchStride = Math.Max(_scratchStride, kernel.ScratchBytesPerWorker);
        // An odd number of cache lines apart, so that workers' areas do not contend for the same sets.
        _scratchStride = ((_scratchStride + 63) / 64 * 64) + 64;
        if (PlanCheck.IsOn)
            _check = new PlanCheck(name, kernels, allocations, views, AddressOf);
    }

    public string Name { get; }

    /// <summary>Kernels by waves.</summary>
    public IReadOnlyList<IReadOnlyList<BuiltKernel>> Kernels => _kernels;

    /// <summary>How tensors lie in memory.</summary>
    public IReadOnlyDictionary<Tensor, StridedView> Views => _views;

    /// <summary>What lies in the arena, and when.</summary>
    public IReadOnlyList<Allocation> Allocations => _allocations;

    /// <summary>Where the arena begins.</summary>
    public nint ArenaAddress => SharedArena.Address(SharedBytes);

    /// <summary>Bytes of the arena.</summary>
    public long ArenaBytes { get; }

    /// <summary>Bytes of the arena and of the workers' scratch behind it, which all plans of the process share.</summary>
    public long SharedBytes => checked(ScratchOffset + (_scratchStride * WorkerTeam.Shared.Workers));

    private long ScratchOffset => (ArenaBytes + MemoryPlan.Alignment - 1) / MemoryPlan.Alignment * MemoryPlan.Alignment;

    /// <summary>Operations of the contractions, two for a multiply-add.</summary>
    public double Flops => _waves.Sum(wave => wave.Sum(kernel => kernel.Flops));

    /// <summary>Where a tensor that holds memory begins.</summary>
    public nint AddressOf(Tensor tensor) => _address(tensor, ArenaAddress);

    /// <summary>Runs the program once, after those that other threads run.</summary>
    public void Run()
    {
        WorkerTeam team = WorkerTeam.Shared;
        if (_team != team)
            Join();
        nint arena = SharedArena.Take(_joinedFor);
        try
        {
            if (_team != team || _arena != arena)
                Bind(team, arena);
            if (_check is not null)
                _check.Run(team, arena, ArenaBytes);
            else if (PlanTrace.IsOn)
                RunTraced();
            else
                RunWaves();
            foreach ((Allocation source, Parameter target) in _copiedAtEnd)
                HostMemory.Copy(arena + (nint)source.Offset, target.Address, source.Bytes);
        }
        finally
        {
            SharedArena.Release();
        }
    }

    public void Dispose()
    {
        if (_joinedFor > 0)
            SharedArena.Leave(_joinedFor);
        _joinedFor = 0;
        _team = null;
        _literals.ForEach(literal => literal.Dispose());
    }

    /// <summary>Waves and kernels with their operands, then the arena.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"program {Name}: {_waves.Length} waves, {_waves.Sum(wave => wave.Length)} kernels, arena {ArenaBytes} bytes");
        for (int wave = 0; wave < _kernels.Count; wave++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"wave {wave}");
            foreach (BuiltKernel kernel in _kernels[wave])
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {kernel.Kernel.Name}, {kernel.Kernel.Stages} stages, {kernel.Kernel.Tasks(0)} tasks");
                foreach (Tensor read in kernel.Plan.Reads)
                    text.AppendLine(CultureInfo.InvariantCulture, $"    reads  {Label(read)}");
                foreach (Tensor written in kernel.Plan.Writes)
                    text.AppendLine(CultureInfo.InvariantCulture, $"    writes {Label(written)}");
                foreach ((Kernel epilogue, _) in kernel.Epilogues)
                    text.AppendLine(CultureInfo.InvariantCulture, $"    with epilogue {epilogue.Name}");
            }
        }

        return text.Append(MemoryPlan.Describe(_allocations)).ToString();
    }

    private string Label(Tensor tensor) => $"%{tensor.Order} {tensor.Operation} {tensor.ElementType}{tensor.Shape} strides [{string.Join(", ", _views[tensor].Strides)}]";

    private void RunWaves()
    {
        foreach (Kernel[] wave in _waves)
            _team!.Run(wave);
    }

    private void RunTraced()
    {
        foreach (Kernel[] wave in _waves)
        {
            foreach (Kernel kernel in wave)
            {
                long start = PlanTrace.Now;
                _team!.Run(kernel);
                PlanTrace.Add(Name, kernel.Name, kernel.Flops, start);
            }
        }
    }

    private void Join()
    {
        if (_joinedFor > 0)
            SharedArena.Leave(_joinedFor);
        _joinedFor = SharedBytes;
        SharedArena.Join(_joinedFor);
    }

    private void Bind(WorkerTeam team, nint arena)
    {
        (_team, _arena) = (team, arena);
        foreach (BuiltKernel kernel in _kernels.SelectMany(wave => wave))
        {
            nint workspace = kernel.Workspace is null ? 0 : arena + (nint)kernel.Workspace.Offset;
            kernel.Kernel.Bind(Addresses(kernel.Operands, arena), workspace, arena + (nint)ScratchOffset, (nint)_scratchStride);
            foreach ((Kernel epilogue, OperandPlace[] operands) in kernel.Epilogues)
                epilogue.Bind(Addresses(operands, arena), 0, 0, 0);
        }
    }

    private nint[] Addresses(OperandPlace[] places, nint arena) =>
        [.. places.Select(place => _address(place.Base, arena) + (nint)(place.Offset * place.Base.ElementType.Size()))];
}
