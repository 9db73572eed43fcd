using Belamy.Tensors.Cpu;
using Belamy.Tensors.Cpu.Loops;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// From a graph to a plan: simplify, lay out, fuse, attach epilogues, schedule, place memory, build kernels.
/// </summary>
internal sealed class PlanBuilder
{
    private readonly string _name;
    private readonly SimdWidth _width;
    private readonly IReadOnlyList<Parameter> _updated;
    private readonly Dictionary<Tensor, Func<nint>> _fixed = [];
    private readonly Dictionary<Tensor, Allocation> _allocations = [];
    private readonly Dictionary<KernelPlan, Allocation> _workspaces = [];
    private readonly Dictionary<Tensor, Parameter> _copiedAtEnd = [];
    private readonly List<NativeBuffer> _literals = [];
    private readonly Action<double>? _progress;
    private IReadOnlyDictionary<Tensor, StridedView> _views = new Dictionary<Tensor, StridedView>();
    private Schedule _schedule = null!;

    private PlanBuilder(string name, IReadOnlyList<Parameter> updated, SimdWidth width, Action<double>? progress)
    {
        _name = name;
        _updated = updated;
        _width = width;
        _progress = progress;
    }

    /// <summary>Compiles a graph.</summary>
    /// <param name="name">The program's name, for dumps.</param>
    /// <param name="outputs">The outputs.</param>
    /// <param name="places">Where each output is to be written, row-major.</param>
    /// <param name="updates">Parameters and their values after a run.</param>
    /// <param name="inputs">Where each input lies.</param>
    /// <param name="width">Width of the vectors.</param>
    /// <param name="progress">Is told the share that is done.</param>
    public static Plan Build(
        string name,
        IReadOnlyList<Tensor> outputs,
        IReadOnlyList<ProgramValue> places,
        IReadOnlyDictionary<Parameter, Tensor> updates,
        IReadOnlyDictionary<string, ProgramValue> inputs,
        SimdWidth width,
        Action<double>? progress)
    {
        EmissionWarmUp.Start(width);
        // Every output and update becomes a tensor of its own, which fusion then lets a kernel write directly.
        var roots = new List<Tensor>();
        foreach (Tensor root in outputs.Concat(updates.Values))
            roots.Add(new Tensor(new CopyOperation(roots.Count), root.Shape, root.ElementType, root));
        var builder = new PlanBuilder(name, [.. updates.Keys], width, progress);
        return builder.Build(roots, places, inputs);
    }

    private Plan Build(List<Tensor> roots, IReadOnlyList<ProgramValue> places, IReadOnlyDictionary<string, ProgramValue> inputs)
    {
        var dump = new PlanDump(_name);
        dump.Graph("0-graph", roots);
        Tensor[] simplified = JoinedProducts.Run(Simplifier.Run(roots));
        dump.Graph("1-simplified", simplified);
        _progress?.Invoke(0.1);
        LayoutPass layout = LayoutPass.Run(simplified, places.Count);
        _views = layout.Views;
        dump.Graph("2-laid-out", layout.Roots, _views);
        _progress?.Invoke(0.2);
        GraphVerifier.Verify(_name, layout.Roots, _views);
        List<KernelPlan> kernels = ItemPass.Run(EpiloguePass.Run(FusionPass.Run(layout), _views), _views, layout.Roots);
        _progress?.Invoke(0.5);

        Tensor[] updates = layout.Roots[places.Count..];
        Dictionary<Parameter, Tensor> readers = PlaceLeaves(layout.Roots, inputs);
        for (int output = 0; output < places.Count; output++)
        {
            ProgramValue place = places[output];
            _fixed[layout.Roots[output]] = () => place.Address;
        }

        _schedule = Schedule.Make(
            kernels,
            updates.Zip(_updated).ToDictionary(pair => pair.First, pair => readers.GetValueOrDefault(pair.Second)),
            _views);
        for (int update = 0; update < updates.Length; update++)
        {
            Parameter parameter = _updated[update];
            if (_schedule.InPlace.Contains(updates[update]))
                _fixed[updates[update]] = () => parameter.Address;
            else
                _copiedAtEnd[updates[update]] = parameter;
        }

        _progress?.Invoke(0.6);
        var built = new List<List<BuiltKernel>>();
        foreach (KernelPlan[] wave in _schedule.Waves)
        {
            built.Add([.. wave.Select(BuildKernel)]);
            _progress?.Invoke(0.6 + (0.35 * built.Count / _schedule.Waves.Count));
        }

        PlanAllocations(built);
        var plan = new Plan(
            _name,
            built,
            [.. _allocations.Values.Concat(_workspaces.Values).Distinct()],
            _copiedAtEnd.Select(pair => (_allocations[pair.Key], pair.Value)).ToArray(),
            _literals,
            AddressOf,
            _views);
        dump.Plan("3-plan", plan);
        return plan;
    }

    /// <summary>Gives inputs, parameters and given numbers their addresses; returns the tensor that reads each parameter.</summary>
    private Dictionary<Parameter, Tensor> PlaceLeaves(Tensor[] roots, IReadOnlyDictionary<string, ProgramValue> inputs)
    {
        var readers = new Dictionary<Parameter, Tensor>();
        foreach (Tensor tensor in Graph.InOrder(roots))
        {
            switch (tensor.Operation)
            {
                case InputOperation input:
                    ProgramValue place = inputs[input.InputName];
                    _fixed[tensor] = () => place.Address;
                    break;
                case ParameterOperation { Parameter: var parameter }:
                    _fixed[tensor] = () => parameter.Address;
                    readers[parameter] = tensor;
                    break;
                case LiteralOperation or IotaOperation or ConstantOperation:
                    var literal = new Lazy<NativeBuffer>(() => Materialize(tensor));
                    _fixed[tensor] = () => literal.Value.Address;
                    break;
            }
        }

        return readers;
    }

    private NativeBuffer Materialize(Tensor tensor)
    {
        var buffer = new NativeBuffer(tensor.Shape.Count * tensor.ElementType.Size());
        HostMemory.Write(tensor.Evaluate(), buffer.Address, tensor.Shape.Strides());
        _literals.Add(buffer);
        return buffer;
    }

    private BuiltKernel BuildKernel(KernelPlan plan)
    {
        if (plan is LoopPlan loop)
        {
            (LoopKernel kernel, OperandPlace[] operands) = LoopLowering.Lower(loop, _views, _width);
            return new BuiltKernel(plan, kernel, operands, []);
        }

        if (plan is ItemPlan byItem)
            return BuildItems(byItem);
        var node = (NodePlan)plan;
        Kernel main = NodeLowering.Lower(node.Node, _views);
        OperandPlace[] places =
        [
            .. node.Node.Inputs.Select(input => new OperandPlace(_views[input].Base, _views[input].Offset)),
            new OperandPlace(node.Node, 0),
        ];
        if (node.Epilogues.Count == 0)
            return new BuiltKernel(plan, main, places, []);
        (LoopKernel Kernel, OperandPlace[] Operands)[] epilogues = [.. node.Epilogues.Select(epilogue => LoopLowering.Lower(epilogue, _views, _width))];
        long rows = NodeLowering.EpilogueRows(node.Node);
        foreach ((LoopKernel epilogue, _) in epilogues)
        {
            if (epilogue.OuterSteps % rows != 0)
                throw new InvalidOperationException($"Program {_name}: the epilogue {epilogue.Name} does not run on the {rows} rows of {main.Name}.");
        }

        main.Epilogue = new LoopEpilogue([.. epilogues.Select(epilogue => (epilogue.Kernel, epilogue.Kernel.OuterSteps / rows))]);
        return new BuiltKernel(plan, main, places, epilogues);
    }

    private BuiltKernel BuildItems(ItemPlan plan)
    {
        var operands = new List<OperandPlace>();
        var counts = new List<int>();
        var within = new List<ItemOperand>();
        // What lies in the workers' scratch has no address of its own.
        foreach (Tensor tensor in plan.Within.Keys)
            _fixed[tensor] = static () => 0;
        foreach (BuiltKernel part in plan.Parts.Select(BuildKernel))
        {
            foreach (OperandPlace[] places in part.Epilogues.Select(epilogue => epilogue.Operands).Prepend(part.Operands))
            {
                for (int operand = 0; operand < places.Length; operand++)
                {
                    Tensor tensor = places[operand].Base;
                    if (plan.Within.TryGetValue(tensor, out long place))
                        within.Add(new ItemOperand(counts.Count, operand, place, tensor.Shape.Count / plan.Items * tensor.ElementType.Size()));
                }

                operands.AddRange(places);
                counts.Add(places.Length);
            }
        }

        Kernel[] Make() => [.. plan.Parts.Select(BuildKernel).SelectMany(part => part.Epilogues.Select(epilogue => (Kernel)epilogue.Kernel).Prepend(part.Kernel))];
        return new BuiltKernel(plan, new ItemKernel(plan.Items, Make, [.. counts], [.. within], plan.WithinBytes), [.. operands], []);
    }

    private nint AddressOf(Tensor tensor, nint arena) =>
        _fixed.TryGetValue(tensor, out Func<nint>? address) ? address() : arena + (nint)_allocations[tensor].Offset;

    private void PlanAllocations(List<List<BuiltKernel>> waves)
    {
        var lastRead = new Dictionary<Tensor, int>();
        for (int wave = 0; wave < waves.Count; wave++)
        {
            foreach (Tensor read in waves[wave].SelectMany(kernel => kernel.Plan.Reads))
                lastRead[read] = wave;
        }

        for (int wave = 0; wave < waves.Count; wave++)
        {
            foreach (BuiltKernel kernel in waves[wave])
            {
                if (kernel.Kernel.WorkspaceBytes > 0)
                    kernel.Workspace = _workspaces[kernel.Plan] = new Allocation($"workspace of {kernel.Kernel.Name}", kernel.Kernel.WorkspaceBytes, wave);
                foreach (Tensor written in kernel.Plan.Writes)
                {
                    if (_fixed.ContainsKey(written))
                        continue;
                    Allocation allocation = Overwritable(kernel.Plan, written, wave, waves[wave], lastRead)
                        ?? new Allocation($"{written.Operation.Name} {written.Shape}", written.Shape.Count * written.ElementType.Size(), wave);
                    int last = _copiedAtEnd.ContainsKey(written) ? waves.Count : Math.Max(wave, lastRead.GetValueOrDefault(written, wave));
                    allocation.LastWave = Math.Max(allocation.LastWave, last);
                    _allocations[written] = allocation;
                }
            }
        }
    }

    /// <summary>The memory of an operand that dies in this very loop and that the loop reads element for element as it writes.</summary>
    private Allocation? Overwritable(KernelPlan plan, Tensor written, int wave, List<BuiltKernel> sameWave, Dictionary<Tensor, int> lastRead)
    {
        List<LoopPlan> epilogues = plan is NodePlan { Epilogues: var chain } ? chain : [];
        LoopPlan? loop = plan as LoopPlan ?? epilogues.Find(epilogue => epilogue.Stored.Contains(written));
        if (loop is null || !loop.Stored.Contains(written))
            return null;
        foreach (Tensor source in loop.Sources)
        {
            if (!_allocations.TryGetValue(source, out Allocation? allocation) || allocation.LastWave != wave
                || lastRead.GetValueOrDefault(source, wave) != wave || source.Shape.Count != written.Shape.Count)
            {
                continue;
            }

            bool inStep = loop.Loaded.All(loaded => _views[loaded].Base != source
                || (loaded.Shape == written.Shape && _views[loaded].HasStrides(_views[written].Strides, written.Shape) && _views[loaded].Offset == 0));
            bool elsewhere = sameWave.Any(kernel => kernel.Plan != plan && kernel.Plan.Reads.Contains(source))
                || (plan is NodePlan node && node.Sources.Contains(source))
                || epilogues.Any(other => other != loop && other.Sources.Contains(source) && !(plan.Writes.Contains(source) && epilogues.IndexOf(other) < epilogues.IndexOf(loop)))
                || plan.Writes.Any(other => other != source && _allocations.GetValueOrDefault(other) == allocation);
            if (inStep && !elsewhere)
                return allocation;
        }

        return null;
    }
}

/// <summary>A kernel, its plan and where its operands lie.</summary>
internal sealed class BuiltKernel(KernelPlan plan, Kernel kernel, OperandPlace[] operands, (LoopKernel Kernel, OperandPlace[] Operands)[] epilogues)
{
    public KernelPlan Plan { get; } = plan;

    public Kernel Kernel { get; } = kernel;

    public OperandPlace[] Operands { get; } = operands;

    public IReadOnlyList<(LoopKernel Kernel, OperandPlace[] Operands)> Epilogues { get; } = epilogues;

    public Allocation? Workspace { get; set; }
}
