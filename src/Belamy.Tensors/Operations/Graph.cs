namespace Belamy.Tensors.Operations;

/// <summary>Walks over graphs. Iterative, so that the depth of a graph is no concern.</summary>
internal static class Graph
{
    /// <summary>Everything the roots depend on and the roots themselves, inputs before users.</summary>
    /// <param name="roots">Where to start.</param>
    /// <param name="isEnd">Tensors whose inputs are not looked at; none when left out.</param>
    public static List<Tensor> InOrder(IEnumerable<Tensor> roots, Func<Tensor, bool>? isEnd = null)
    {
        var seen = new HashSet<Tensor>();
        var pending = new Stack<Tensor>();
        foreach (Tensor root in roots)
        {
            if (seen.Add(root))
                pending.Push(root);
        }

        while (pending.TryPop(out Tensor? tensor))
        {
            if (isEnd?.Invoke(tensor) == true)
                continue;
            foreach (Tensor input in tensor.Inputs)
            {
                if (seen.Add(input))
                    pending.Push(input);
            }
        }

        // A tensor is created after its inputs, so the order of creation is a topological order.
        var ordered = new List<Tensor>(seen);
        ordered.Sort(static (left, right) => left.Order.CompareTo(right.Order));
        return ordered;
    }

    /// <summary>The roots with some tensors replaced by others of the same shape and type, and what depends on them rebuilt.</summary>
    public static Tensor[] Substitute(IReadOnlyList<Tensor> roots, IReadOnlyDictionary<Tensor, Tensor> replacements)
    {
        var rebuilt = new Dictionary<Tensor, Tensor>();
        foreach (Tensor tensor in InOrder(roots))
        {
            if (replacements.TryGetValue(tensor, out Tensor? replacement))
            {
                if (replacement.Shape != tensor.Shape || replacement.ElementType != tensor.ElementType)
                {
                    throw new ArgumentException(
                        $"Substitute: {tensor.ElementType}{tensor.Shape} cannot become {replacement.ElementType}{replacement.Shape}.");
                }

                rebuilt[tensor] = replacement;
            }
            else
            {
                rebuilt[tensor] = WithInputs(tensor, rebuilt);
            }
        }

        return [.. roots.Select(root => rebuilt[root])];
    }

    /// <summary>The same node over other inputs; the node itself if none changed.</summary>
    public static Tensor WithInputs(Tensor tensor, IReadOnlyDictionary<Tensor, Tensor> inputs)
    {
        bool changed = false;
        foreach (Tensor input in tensor.Inputs)
            changed |= inputs[input] != input;
        return changed
            ? new Tensor(tensor.Operation, tensor.Shape, tensor.ElementType, [.. tensor.Inputs.Select(input => inputs[input])])
            : tensor;
    }
}
