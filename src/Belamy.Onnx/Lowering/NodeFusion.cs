using Belamy.Onnx.Format;

namespace Belamy.Onnx.Lowering;

/// <summary>
/// Nodes to fewer nodes: those that nothing uses fall out, and what is added to each channel of a matrix product or convolution,
/// or multiplied with it, becomes part of its weights. So statistics of batch norm are folded, and biases stand where they are looked for.
/// </summary>
internal static class NodeFusion
{
    /// <summary>The nodes that a value needs, fewer of them.</summary>
    public static List<OnnxNode> Run(IReadOnlyList<OnnxNode> nodes, OnnxValue output)
    {
        List<OnnxNode> used = Used(nodes, output);
        while (Pass(used, output))
            used = Used(used, output);
        return Shared(used);
    }

    /// <summary>Rewrites nodes, each where it stands; what a rule made is open to the next pass.</summary>
    /// <returns>Whether anything has changed.</returns>
    private static bool Pass(List<OnnxNode> nodes, OnnxValue output)
    {
        var producers = nodes.ToDictionary(node => node.Output);
        var uses = new Dictionary<OnnxValue, int> { [output] = 1 };
        foreach (OnnxValue input in nodes.SelectMany(node => node.Inputs))
            uses[input] = uses.GetValueOrDefault(input) + 1;
        bool changed = false;
        for (int at = 0; at < nodes.Count; at++)
        {
            OnnxNode[]? rewritten = AffineRules.Rewrite(nodes[at], value => uses[value] == 1 ? producers.GetValueOrDefault(value) : null);
            if (rewritten is null)
                continue;
            nodes.RemoveAt(at);
            nodes.InsertRange(at, rewritten);
            foreach (OnnxNode node in rewritten)
            {
                producers[node.Output] = node;
                uses.TryAdd(node.Output, 1);
            }

            at += rewritten.Length - 1;
            changed = true;
        }

        return changed;
    }

    /// <summary>The same numbers are given once.</summary>
    private static List<OnnxNode> Shared(List<OnnxNode> nodes)
    {
        var known = new Dictionary<OnnxValue, OnnxValue>();
        var alike = new Dictionary<(OnnxType, string, int), OnnxValue>();
        foreach (OnnxValue value in nodes.SelectMany(node => node.Inputs).Where(input => input.Numbers is not null).Distinct())
        {
            OnnxNumbers numbers = value.Numbers!;
            ReadOnlySpan<byte> bytes = numbers.ToBytes().Span;
            var key = (numbers.Type, numbers.Shape.ToString(), HashOf(bytes));
            known[value] = alike.TryGetValue(key, out OnnxValue? first) && first.Numbers!.ToBytes().Span.SequenceEqual(bytes) ? first : alike[key] = value;
        }

        return [.. nodes.Select(node => node with { Inputs = [.. node.Inputs.Select(input => known.GetValueOrDefault(input, input))] })];
    }

    private static int HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    private static List<OnnxNode> Used(IReadOnlyList<OnnxNode> nodes, OnnxValue output)
    {
        var needed = new HashSet<OnnxValue> { output };
        List<OnnxNode> used = [];
        for (int at = nodes.Count - 1; at >= 0; at--)
        {
            if (!needed.Contains(nodes[at].Output))
                continue;
            used.Add(nodes[at]);
            needed.UnionWith(nodes[at].Inputs);
        }

        used.Reverse();
        return used;
    }
}
