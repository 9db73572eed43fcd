using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// Decides which tensors get memory and groups the rest into fused loops.
/// </summary>
/// <remarks>
/// Each tensor has a level: elementwise work stays on the level of its latest operand of the same shape, all else is one
/// level above what it reads. Elementwise tensors and reductions of one level and iteration space that share operands are
/// one loop; since loops read only lower levels, no grouping can make a cycle. An elementwise tensor needed on a later
/// level is stored there, or computed again where that is cheap. Work too long for one loop goes on one level above.
/// </remarks>
internal sealed class FusionPass
{
    /// <summary>Simple operations that may be repeated rather than stored and loaded.</summary>
    private const int CheapOperations = 8;

    /// <summary>Full-size operands that a repeated computation may load.</summary>
    private const int CheapLoads = 2;

    /// <summary>
    /// Simple operations that one stored tensor may take in one loop. Longer work goes on in another loop: the time to
    /// compile a loop, and the registers that it spills, grow with its length, and code has an end to what it can hold.
    /// </summary>
    private const int MostOperations = 400;

    private readonly IReadOnlyDictionary<Tensor, StridedView> _views;
    private readonly List<Tensor> _ordered;
    private readonly Dictionary<Tensor, List<Tensor>> _users = [];
    private readonly Dictionary<Tensor, int> _levels = [];
    private readonly HashSet<Tensor> _stored = [];
    private readonly Dictionary<Tensor, int> _lengths = [];
    private readonly Dictionary<Tensor, (int Operations, HashSet<Tensor> Loads)> _costs = [];

    private FusionPass(LayoutPass layout)
    {
        _views = layout.Views;
        _ordered = Graph.InOrder(layout.Roots);
        foreach (Tensor tensor in _ordered)
        {
            foreach (Tensor input in tensor.Inputs)
                (_users.TryGetValue(input, out List<Tensor>? users) ? users : _users[input] = []).Add(tensor);
        }

        FindLevels();
        ChooseStored(layout.Roots);
    }

    /// <summary>Kernels in order of level.</summary>
    public static List<KernelPlan> Run(LayoutPass layout)
    {
        var pass = new FusionPass(layout);
        List<KernelPlan> kernels = [.. pass.Loops(), .. pass.Nodes()];
        return [.. kernels.OrderBy(kernel => kernel.Level).ThenBy(kernel => kernel.Writes.First().Order)];
    }

    /// <summary>Whether a tensor lies in memory before the program runs.</summary>
    public static bool IsLeaf(Tensor tensor) =>
        tensor.Operation is InputOperation or ParameterOperation or ConstantOperation or LiteralOperation or IotaOperation;

    private static bool IsElementwise(Tensor tensor) => tensor.Operation.IsElementwise && tensor.Operation is not ConstantOperation;

    private static bool IsReduction(Tensor tensor) => tensor.Operation is ReductionOperation;

    /// <summary>Whether a user takes an operand within its own loop, element for element.</summary>
    private static bool IsFusable(Tensor operand, Tensor user) =>
        IsElementwise(operand) && ((IsElementwise(user) && operand.Shape == user.Shape) || IsReduction(user));

    private void FindLevels()
    {
        foreach (Tensor tensor in _ordered)
        {
            int level = 0;
            foreach (Tensor input in tensor.Inputs)
                level = Math.Max(level, IsFusable(input, tensor) || StridedView.IsView(tensor) ? _levels[input] : Available(input));
            if (IsElementwise(tensor))
            {
                int length = Length(tensor, level);
                if (length > MostOperations)
                    (level, length) = (level + 1, Weight(tensor));
                _lengths[tensor] = length;
            }

            _levels[tensor] = level;
        }
    }

    /// <summary>The operations that a tensor takes in a loop of a level, or, if they are too many, a number above what is allowed.</summary>
    private int Length(Tensor tensor, int level)
    {
        // Work that several operands share counts once, but the quick sum is enough where it is small even so.
        long most = Weight(tensor);
        foreach (Tensor input in tensor.Inputs)
            most += IsWithin(input, tensor, level) ? _lengths[input] : 0;
        if (most <= MostOperations)
            return (int)most;
        int length = 0;
        var seen = new HashSet<Tensor> { tensor };
        var pending = new Stack<Tensor>(seen);
        while (length <= MostOperations && pending.TryPop(out Tensor? user))
        {
            length += Weight(user);
            foreach (Tensor input in user.Inputs)
            {
                if (IsWithin(input, user, level) && seen.Add(input))
                    pending.Push(input);
            }
        }

        return length;
    }

    private bool IsWithin(Tensor input, Tensor user, int level) => IsFusable(input, user) && _levels[input] == level;

    /// <summary>The first level at which a tensor can be read from memory.</summary>
    private int Available(Tensor tensor)
    {
        Tensor source = _views[tensor].Base;
        return IsLeaf(source) ? 0 : _levels[source] + 1;
    }

    private void ChooseStored(Tensor[] roots)
    {
        foreach (Tensor root in roots)
            _stored.Add(_views[root].Base);
        foreach (Tensor tensor in _ordered)
        {
            if (IsLeaf(tensor) || StridedView.IsView(tensor))
                continue;
            if (!IsElementwise(tensor))
            {
                _stored.Add(tensor);
                continue;
            }

            bool crosses = false;
            foreach (Tensor user in _users.GetValueOrDefault(tensor, []))
            {
                if (!IsFusable(tensor, user))
                    _stored.Add(tensor);
                else
                    crosses |= _levels[user] != _levels[tensor];
            }

            (int operations, HashSet<Tensor> loads) = Cost(tensor);
            if (crosses && (operations > CheapOperations || loads.Count > CheapLoads))
                _stored.Add(tensor);
            _costs[tensor] = _stored.Contains(tensor) ? (0, Full(tensor, tensor.Shape)) : (operations, loads);
        }
    }

    /// <summary>
    /// What computing a tensor again takes: operations, and the full-size tensors to load, of which no more are listed than
    /// it takes to see that they are too many.
    /// </summary>
    private (int Operations, HashSet<Tensor> Loads) Cost(Tensor tensor)
    {
        int operations = Weight(tensor);
        var loads = new HashSet<Tensor>();
        foreach (Tensor input in tensor.Inputs)
        {
            if (IsElementwise(input) && input.Shape == tensor.Shape && !_stored.Contains(input))
            {
                operations = Math.Min(operations + _costs[input].Operations, CheapOperations + 1);
                if (loads.Count <= CheapLoads)
                    loads.UnionWith(_costs[input].Loads);
            }
            else
            {
                loads.UnionWith(Full(_views[input].Base, tensor.Shape));
            }
        }

        return (operations, loads);
    }

    /// <summary>An operation in units of simple ones.</summary>
    private static int Weight(Tensor tensor) => tensor.Operation switch
    {
        UnaryOperation { Kind: UnaryKind.Negate or UnaryKind.Abs or UnaryKind.Sign or UnaryKind.Floor } => 1,
        UnaryOperation { Kind: UnaryKind.Sqrt or UnaryKind.Rsqrt } => 4,
        UnaryOperation or PowerOperation => 20,
        BinaryOperation { Kind: BinaryKind.Divide } => 4,
        _ => 1,
    };

    private static HashSet<Tensor> Full(Tensor tensor, Shape shape) =>
        tensor.Operation is not ConstantOperation && tensor.Shape.Count * 2 > shape.Count ? [tensor] : [];

    private IEnumerable<LoopPlan> Loops()
    {
        var groups = new Dictionary<(int Level, Shape Shape), List<LoopPlan>>();
        foreach (Tensor tensor in _ordered)
        {
            bool reduction = IsReduction(tensor);
            if (!reduction && !(IsElementwise(tensor) && _stored.Contains(tensor)))
                continue;
            Shape space = reduction ? tensor.Inputs[0].Shape : tensor.Shape;
            var plan = new LoopPlan { Level = _levels[tensor], Shape = space };
            (reduction ? plan.Reductions : plan.Stored).Add(tensor);
            Describe(plan);
            (groups.TryGetValue((plan.Level, space), out List<LoopPlan>? group) ? group : groups[(plan.Level, space)] = []).Add(plan);
        }

        return groups.Values.SelectMany(Merge);
    }

    /// <summary>Joins loops over one space on one level that share operands or intermediate values.</summary>
    private List<LoopPlan> Merge(List<LoopPlan> group)
    {
        var merged = new List<LoopPlan>();
        var owner = new Dictionary<Tensor, LoopPlan>();
        foreach (LoopPlan plan in group)
        {
            LoopPlan target = plan;
            foreach (Tensor shared in Sharable(plan).ToArray())
            {
                if (owner.TryGetValue(shared, out LoopPlan? other) && other != target && CanJoin(other, target))
                {
                    Join(other, target);
                    merged.Remove(target);
                    target = other;
                    foreach (Tensor owned in Sharable(target))
                        owner[owned] = target;
                }
            }

            if (!merged.Contains(target))
                merged.Add(target);
            foreach (Tensor owned in Sharable(target))
                owner.TryAdd(owned, target);
        }

        foreach (LoopPlan plan in merged)
        {
            plan.Stored.Sort(static (left, right) => left.Order.CompareTo(right.Order));
            Describe(plan);
        }

        return merged;
    }

    /// <summary>What makes two loops worth joining when both have it.</summary>
    private static IEnumerable<Tensor> Sharable(LoopPlan plan) =>
        plan.Computed.Where(tensor => tensor.Operation is not ConstantOperation)
            .Concat(plan.Sources.Where(source => Full(source, plan.Shape).Count > 0));

    private static bool CanJoin(LoopPlan left, LoopPlan right)
    {
        const int most = 24;
        if (left.Loaded.Count + right.Loaded.Count + left.Stored.Count + right.Stored.Count > most)
            return false;
        Tensor? a = left.Reductions.FirstOrDefault();
        Tensor? b = right.Reductions.FirstOrDefault();
        return a is null || b is null || ((ReductionOperation)a.Operation).Axes.Equals(((ReductionOperation)b.Operation).Axes);
    }

    private void Join(LoopPlan into, LoopPlan from)
    {
        into.Stored.AddRange(from.Stored);
        into.Reductions.AddRange(from.Reductions);
        Describe(into);
    }

    /// <summary>Finds what a loop computes in registers and what it loads.</summary>
    private void Describe(LoopPlan plan)
    {
        plan.Computed.Clear();
        plan.Loaded.Clear();
        plan.Sources.Clear();
        var seen = new HashSet<Tensor>();
        var pending = new Stack<Tensor>(plan.Stored);
        foreach (Tensor reduction in plan.Reductions)
            pending.Push(reduction.Inputs[0]);
        while (pending.TryPop(out Tensor? tensor))
        {
            if (!seen.Add(tensor))
                continue;
            if (tensor.Operation is ConstantOperation)
            {
                plan.Computed.Add(tensor);
            }
            else if (IsComputedIn(plan, tensor))
            {
                plan.Computed.Add(tensor);
                foreach (Tensor input in tensor.Inputs)
                    pending.Push(input);
            }
            else
            {
                plan.Loaded.Add(tensor);
                plan.Sources.Add(_views[tensor].Base);
            }
        }

        plan.Computed.Sort(static (left, right) => left.Order.CompareTo(right.Order));
        plan.Loaded.Sort(static (left, right) => left.Order.CompareTo(right.Order));
    }

    private bool IsComputedIn(LoopPlan plan, Tensor tensor) =>
        IsElementwise(tensor) && tensor.Shape == plan.Shape && (!_stored.Contains(tensor) || _levels[tensor] == plan.Level);

    private IEnumerable<NodePlan> Nodes() => _ordered
        .Where(tensor => _stored.Contains(tensor) && !IsLeaf(tensor) && !IsElementwise(tensor) && !IsReduction(tensor))
        .Select(tensor => new NodePlan
        {
            Level = _levels[tensor],
            Node = tensor,
            Sources = [.. tensor.Inputs.Select(input => _views[input].Base)],
        });
}
