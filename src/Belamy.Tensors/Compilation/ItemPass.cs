using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// Puts batched products that read each other's results together, so that they run item by item: all of an item's products and what
/// finishes them while its values are in the cache, then the next item. Attention's scores then never reach memory.
/// </summary>
internal sealed class ItemPass
{
    /// <summary>With fewer items the kernels cut each item into several tasks.</summary>
    private const int LeastItems = 16;

    /// <summary>More than that of an item does not stay near.</summary>
    private const long MostBytes = 1024 * 1024;

    private const int Alignment = 64;

    private readonly List<KernelPlan> _kernels;
    private readonly IReadOnlyDictionary<Tensor, StridedView> _views;
    private readonly HashSet<Tensor> _roots;
    private readonly Dictionary<Tensor, KernelPlan> _writers = [];
    private readonly Dictionary<Tensor, List<KernelPlan>> _readers = [];
    private readonly Dictionary<KernelPlan, List<NodePlan>> _groups = [];

    private ItemPass(List<KernelPlan> kernels, IReadOnlyDictionary<Tensor, StridedView> views, IReadOnlyList<Tensor> roots)
    {
        _kernels = kernels;
        _views = views;
        _roots = [.. roots.Select(root => views[root].Base)];
        foreach (KernelPlan kernel in kernels)
        {
            foreach (Tensor tensor in kernel.Writes)
                _writers[tensor] = kernel;
            foreach (Tensor tensor in kernel.Reads)
                (_readers.TryGetValue(tensor, out List<KernelPlan>? readers) ? readers : _readers[tensor] = []).Add(kernel);
        }
    }

    public static List<KernelPlan> Run(List<KernelPlan> kernels, IReadOnlyDictionary<Tensor, StridedView> views, IReadOnlyList<Tensor> roots)
    {
        if (kernels.OfType<NodePlan>().Count(node => Items(node) >= LeastItems) < 2)
            return kernels;
        var pass = new ItemPass(kernels, views, roots);
        return pass.Group();
    }

    private static int Items(NodePlan node) =>
        node.Node.Operation is MatrixProductOperation && node.Node.Shape.Count > 0 ? (int)(node.Node.Shape.Count / ((long)node.Node.Shape[^1] * node.Node.Shape[^2])) : 0;

    private List<KernelPlan> Group()
    {
        foreach (NodePlan node in InOrder().OfType<NodePlan>().Where(IsByItem))
        {
            List<NodePlan>? group = node.Reads.Select(read => _writers.GetValueOrDefault(read)).OfType<KernelPlan>().Select(writer => _groups.GetValueOrDefault(writer))
                .OfType<List<NodePlan>>().FirstOrDefault(group => Fits(node, group));
            (_groups[node] = group ?? []).Add(node);
        }

        var plans = new Dictionary<KernelPlan, ItemPlan>();
        foreach (List<NodePlan> group in _groups.Values.Distinct().Where(group => group.Count > 1))
        {
            if (Plan(group) is not { } plan)
                continue;
            foreach (NodePlan part in group)
                plans.Add(part, plan);
        }

        return [.. _kernels.Select(kernel => plans.TryGetValue(kernel, out ItemPlan? plan) ? plan : kernel).Distinct()];
    }

    /// <summary>Kernels, each after those that it reads from.</summary>
    private List<KernelPlan> InOrder()
    {
        var ordered = new List<KernelPlan>();
        var seen = new HashSet<KernelPlan>();
        var pending = new Stack<KernelPlan>(_kernels.AsEnumerable().Reverse());
        while (pending.TryPeek(out KernelPlan? kernel))
        {
            int before = pending.Count;
            foreach (Tensor read in seen.Contains(kernel) ? [] : kernel.Reads)
            {
                if (_writers.TryGetValue(read, out KernelPlan? writer) && !seen.Contains(writer))
                    pending.Push(writer);
            }

            if (pending.Count > before)
                continue;
            pending.Pop();
            if (seen.Add(kernel))
                ordered.Add(kernel);
        }

        return ordered;
    }

    /// <summary>Whether a product's kernel has one task for each item.</summary>
    private bool IsByItem(NodePlan node)
    {
        int items = Items(node);
        if (items < LeastItems)
            return false;
        Cpu.Kernel kernel = NodeLowering.Lower(node.Node, _views);
        return kernel is not ReferenceKernel && kernel.Stages == 1 && kernel.Tasks(0) == items && kernel.WorkspaceBytes == 0;
    }

    private bool Fits(NodePlan node, List<NodePlan> group)
    {
        if (Items(node) != Items(group[0]))
            return false;
        var written = new HashSet<Tensor>(group.SelectMany(part => part.Writes));
        StridedView output = _views[node.Node];
        bool inStep = node.Node.Inputs.All(input => !written.Contains(_views[input].Base) || IsItems(_views[input], input.Shape, Items(node)))
            && node.Epilogues.SelectMany(epilogue => epilogue.Loaded)
                .All(loaded => !written.Contains(_views[loaded].Base) || EpiloguePass.IsInStep(_views[loaded], output, node.Node.Shape));
        return inStep && !WaitsFor(group, node.Reads.Where(read => !written.Contains(read)));
    }

    /// <summary>Whether the matrices of a view are the items of what holds them, in order.</summary>
    private static bool IsItems(StridedView view, Shape shape, int items) =>
        view.Offset == 0 && NodeLowering.Batch(view, shape) is { } batch && batch.Count == items && batch.Stride == (long)shape[^1] * shape[^2]
        && view.Base.Shape.Count == shape.Count;

    /// <summary>Whether what is read comes, by way of others, from a group, which could then not run at once.</summary>
    private bool WaitsFor(List<NodePlan> group, IEnumerable<Tensor> reads)
    {
        var seen = new HashSet<KernelPlan>();
        var pending = new Stack<Tensor>(reads);
        while (pending.TryPop(out Tensor? read))
        {
            if (!_writers.TryGetValue(read, out KernelPlan? writer) || !seen.Add(writer))
                continue;
            List<NodePlan>? others = _groups.GetValueOrDefault(writer);
            if (others == group)
                return true;
            foreach (Tensor next in others is null ? writer.Reads : others.SelectMany(other => other.Reads))
                pending.Push(next);
        }

        return false;
    }

    /// <summary>The plan of a group; null where nothing is written and read in it alone, or an item is too large.</summary>
    private ItemPlan? Plan(List<NodePlan> group)
    {
        int items = Items(group[0]);
        var members = new HashSet<KernelPlan>(group);
        var steps = new List<(HashSet<Tensor> Reads, HashSet<Tensor> Writes, LoopPlan? Loop)>();
        foreach (NodePlan part in group)
        {
            steps.Add(([.. part.Sources], [part.Node], null));
            steps.AddRange(part.Epilogues.Select(epilogue => (epilogue.Sources, new HashSet<Tensor>(epilogue.Writes), (LoopPlan?)epilogue)));
        }

        var places = new Dictionary<Tensor, long>();
        var slots = new List<(long Place, long Bytes, Tensor Tensor, int Last)>();
        long end = 0;
        for (int step = 0; step < steps.Count; step++)
        {
            foreach (Tensor written in steps[step].Writes)
            {
                if (_roots.Contains(written) || !_readers.GetValueOrDefault(written, []).All(members.Contains))
                    continue;
                int last = steps.FindLastIndex(other => other.Reads.Contains(written));
                long bytes = written.Shape.Count / items * written.ElementType.Size();
                int slot = slots.FindIndex(slot => slot.Bytes == bytes && !steps[step].Writes.Contains(slot.Tensor) && (slot.Last < step || (slot.Last == step && IsReplaced(steps[step].Loop, slot.Tensor, written))));
                long place = slot >= 0 ? slots[slot].Place : end;
                places.Add(written, place);
                if (slot >= 0)
                {
                    slots[slot] = (place, bytes, written, Math.Max(step, last));
                    continue;
                }

                slots.Add((place, bytes, written, Math.Max(step, last)));
                end = (end + bytes + Alignment - 1) / Alignment * Alignment;
            }
        }

        return places.Count == 0 || end > MostBytes ? null : new ItemPlan(group, items, places, end) { Level = group.Max(part => part.Level) };
    }

    /// <summary>Whether a loop may write one tensor over another: it reads that element for element, as it writes.</summary>
    private bool IsReplaced(LoopPlan? loop, Tensor old, Tensor written) =>
        loop is not null && loop.Stored.Contains(written) && old.Shape == written.Shape
        && loop.Loaded.All(loaded => _views[loaded].Base != old || (_views[loaded].Offset == 0 && _views[loaded].HasStrides(_views[written].Strides, written.Shape)));
}
