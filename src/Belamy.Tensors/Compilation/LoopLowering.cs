using Belamy.Tensors.Cpu;
using Belamy.Tensors.Cpu.Loops;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>Where a kernel's operand lies: in the memory of a tensor, an offset in.</summary>
internal readonly record struct OperandPlace(Tensor Base, long Offset);

/// <summary>Turns a planned loop into a kernel: orders and merges its axes, and writes its body.</summary>
internal sealed class LoopLowering
{
    /// <summary>A loop of fewer steps is no loop for lanes where one of <see cref="ManyLanes"/> is near.</summary>
    private const int FewLanes = 8;

    private const int ManyLanes = 16;

    private readonly LoopPlan _plan;
    private readonly IReadOnlyDictionary<Tensor, StridedView> _views;
    private readonly LaneBuilder _lanes = new();
    private readonly Dictionary<Tensor, int> _values = [];
    private readonly List<OperandPlace> _places = [];
    private readonly List<long[]> _strides = [];
    private readonly List<bool> _written = [];
    private readonly List<LoopStore> _stores = [];
    private readonly List<LoopReduction> _reductions = [];

    private LoopLowering(LoopPlan plan, IReadOnlyDictionary<Tensor, StridedView> views)
    {
        _plan = plan;
        _views = views;
    }

    /// <summary>The kernel, and where its operands lie.</summary>
    public static (LoopKernel Kernel, OperandPlace[] Operands) Lower(LoopPlan plan, IReadOnlyDictionary<Tensor, StridedView> views, SimdWidth width) =>
        new LoopLowering(plan, views).Build(width);

    private (LoopKernel Kernel, OperandPlace[] Operands) Build(SimdWidth width)
    {
        foreach (Tensor tensor in _plan.Loaded)
        {
            int operand = AddOperand(_views[tensor], written: false);
            _values[tensor] = _lanes.Emit(tensor.ElementType == ElementType.Int32 ? LaneOperation.LoadInteger : LaneOperation.LoadFloat, immediate: operand);
        }

        foreach (Tensor tensor in _plan.Computed)
            _values[tensor] = LaneLowering.Lower(_lanes, tensor, [.. tensor.Inputs.Select(input => _values[input])]);
        foreach (Tensor tensor in _plan.Stored)
            _stores.Add(new LoopStore(AddOperand(_views[tensor], written: true), _values[tensor]));
        foreach (Tensor tensor in _plan.Reductions)
        {
            var operation = (ReductionOperation)tensor.Operation;
            StridedView view = _views[tensor];
            long[] strides = (long[])view.Strides.Clone();
            foreach (int axis in operation.Axes.Span)
                strides[axis] = 0;
            Combination combination = operation.Kind == ReductionKind.Sum ? Combination.Sum : Combination.Max;
            _reductions.Add(new LoopReduction(combination, AddOperand(view with { Strides = strides }, written: true), _values[tensor.Inputs[0]]));
        }

        (List<int> kept, List<int> reduced, bool lanesReduced) = OrderAxes();
        List<(int Size, long[] Strides)> keptLoops = MergeAxes(kept);
        List<(int Size, long[] Strides)> reducedLoops = MergeAxes(reduced);
        // Sums of a few are summed side by side, in the same order.
        lanesReduced = lanesReduced && (reducedLoops[^1].Size >= FewLanes || keptLoops.Count < 2 || keptLoops[^1].Size < ManyLanes);
        if (reduced.Count == 0)
            FillLanes(keptLoops);
        if (keptLoops.Count == 0 && !lanesReduced)
            keptLoops.Add((1, [.. _written.Select(written => written ? 1L : 0L)]));

        (int Size, long[] Strides)[] loops = [.. keptLoops, .. reducedLoops];
        int vectorLoop = lanesReduced ? loops.Length - 1 : keptLoops.Count - 1;
        var access = new LaneAccess[_places.Count];
        var moves = new int[_places.Count];
        var strideTable = new long[_places.Count][];
        for (int operand = 0; operand < access.Length; operand++)
        {
            strideTable[operand] = [.. loops.Select(loop => loop.Strides[operand])];
            access[operand] = strideTable[operand][vectorLoop] switch
            {
                0 => LaneAccess.Repeated,
                1 => LaneAccess.Contiguous,
                _ => LaneAccess.Strided,
            };
            for (int loop = 0; loop < loops.Length; loop++)
                moves[operand] |= strideTable[operand][loop] == 0 ? 0 : 1 << loop;
        }

        var body = new LoopBody(keptLoops.Count, reducedLoops.Count, lanesReduced, access, moves, _lanes.ToArray(), [.. _stores], [.. _reductions]);
        var kernel = new LoopKernel(Name(), body, [.. loops.Select(loop => loop.Size)], strideTable, width);
        return (kernel, [.. _places]);
    }

    private string Name()
    {
        IEnumerable<string> names = _plan.Stored.Concat(_plan.Reductions).Select(tensor => tensor.Operation.Name).Distinct();
        return $"loop {_plan.Shape} {string.Join("+", names)}";
    }

    private int AddOperand(StridedView view, bool written)
    {
        _places.Add(new OperandPlace(view.Base, view.Offset));
        _strides.Add(view.Strides);
        _written.Add(written);
        return _places.Count - 1;
    }

    /// <summary>
    /// Axes of more than one step, outermost first: as the first stored tensor lies in memory, or for reductions alone as
    /// the largest operand does.
    /// </summary>
    private (List<int> Kept, List<int> Reduced, bool LanesReduced) OrderAxes()
    {
        long[] guide = _stores.Count > 0
            ? _strides[_stores[0].Operand]
            : _strides[Enumerable.Range(0, _plan.Loaded.Count)
                .MaxBy(operand => _strides[operand].Where((stride, axis) => stride != 0 && _plan.Shape[axis] > 1).Count())];
        List<int> axes = [.. Enumerable.Range(0, _plan.Shape.Rank)
            .Where(axis => _plan.Shape[axis] != 1)
            .OrderByDescending(axis => Math.Abs(guide[axis]))];
        int[] reducedAxes = _plan.Reductions.Count == 0 ? [] : ((ReductionOperation)_plan.Reductions[0].Operation).Axes.Span.ToArray();
        bool lanesReduced = axes.Count > 0 && reducedAxes.Contains(axes[^1]);
        return ([.. axes.Where(axis => !reducedAxes.Contains(axis))], [.. axes.Where(axis => reducedAxes.Contains(axis))], lanesReduced);
    }

    /// <summary>
    /// Where the innermost loop would leave most lanes empty, a longer one becomes the innermost. The outermost stays: an epilogue's
    /// rows are its steps.
    /// </summary>
    private static void FillLanes(List<(int Size, long[] Strides)> loops)
    {
        if (loops.Count < 3 || loops[^1].Size >= FewLanes)
            return;
        int longer = loops.FindLastIndex(loop => loop.Size >= ManyLanes);
        if (longer < 1)
            return;
        (int Size, long[] Strides) lanes = loops[longer];
        loops.RemoveAt(longer);
        loops.Add(lanes);
    }

    /// <summary>Neighbouring axes that every operand walks evenly become one loop.</summary>
    private List<(int Size, long[] Strides)> MergeAxes(List<int> axes)
    {
        var loops = new List<(int Size, long[] Strides)>();
        for (int at = axes.Count - 1; at >= 0; at--)
        {
            int size = _plan.Shape[axes[at]];
            long[] strides = [.. _strides.Select(operand => operand[axes[at]])];
            if (loops.Count > 0 && (long)size * loops[0].Size <= int.MaxValue
                && strides.Zip(loops[0].Strides).All(pair => pair.First == pair.Second * loops[0].Size))
            {
                loops[0] = (size * loops[0].Size, loops[0].Strides);
            }
            else
            {
                loops.Insert(0, (size, strides));
            }
        }

        return loops;
    }
}
