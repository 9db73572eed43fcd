using Belamy.Onnx.Format;
using Belamy.Tensors;

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
        var producers = used.ToDictionary(node => node.Output);
        var uses = new Dictionary<OnnxValue, int> { [output] = 1 };
        foreach (OnnxValue input in used.SelectMany(node => node.Inputs))
            uses[input] = uses.GetValueOrDefault(input) + 1;
        foreach (OnnxNode node in used)
        {
            if (Folded(node, producers, uses) is not { } folded)
                continue;
            // What it was folded into stays, for nothing, and falls out.
            producers[node.Output] = folded;
            foreach (OnnxValue numbers in folded.Inputs.Where(input => input.Numbers is not null))
                uses[numbers] = 1;
        }

        return Shared(Used([.. used.Select(node => producers[node.Output])], output));
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

    private static OnnxNode? Folded(OnnxNode node, Dictionary<OnnxValue, OnnxNode> producers, Dictionary<OnnxValue, int> uses)
    {
        if (node.Operator is not ("Add" or "Sub" or "Mul" or "Div"))
            return null;
        int known = node.Inputs[1].Numbers is not null ? 1 : node.Operator is "Add" or "Mul" && node.Inputs[0].Numbers is not null ? 0 : -1;
        if (known < 0 || !producers.TryGetValue(node.Inputs[1 - known], out OnnxNode? product) || uses[product.Output] != 1)
            return null;
        if (product.Operator is not ("Conv" or "ConvTranspose" or "MatMul" or "Gemm") || product.Inputs[1].Numbers is not { Values: float[] weights } weight || product.Inputs[0].Numbers is not null)
            return null;
        bool isMatrix = product.Operator is "MatMul" or "Gemm";
        if (isMatrix && (weight.Shape.Rank != 2 || Attribute(product, "transB") != 0 || Attribute(product, "transA") != 0))
            return null;
        int groups = product.Attributes.TryGetValue("group", out object? many) ? (int)(long)many : 1;
        // A convolution's weights are [channels, ...], a transposed one's [inputs, channels / groups, ...].
        int channels = product.Operator == "ConvTranspose" ? weight.Shape[1] * groups : weight.Shape[isMatrix ? 1 : 0];
        if (PerChannel(node.Inputs[known].Numbers!, channels, weight.Shape.Rank, axis: 1) is not { } amounts)
            return null;
        OnnxValue? before = product.Inputs.Count > 2 ? product.Inputs[2] : null;
        float[] bias = before?.Numbers is { Values: float[] biases } ? biases : new float[channels];
        if (node.Operator is "Mul" or "Div")
        {
            float[] factors = node.Operator == "Mul" ? amounts : [.. amounts.Select(amount => 1 / amount)];
            var scaled = new float[weights.Length];
            for (int at = 0; at < scaled.Length; at++)
                scaled[at] = weights[at] * factors[Channel(product.Operator, weight.Shape, groups, at)];
            OnnxValue newWeight = new() { Name = product.Inputs[1].Name, Numbers = weight with { Values = scaled } };
            return Same(before is null ? [product.Inputs[0], newWeight] : [product.Inputs[0], newWeight, Bias(before.Name, [.. bias.Select((value, channel) => value * factors[channel])])]);
        }

        float sign = node.Operator == "Sub" ? -1 : 1;
        string name = before?.Name is { Length: > 0 } named ? named : node.Inputs[known].Name;
        // A bias that is there as it stands keeps its name; others take that of the weights.
        return Same([product.Inputs[0], product.Inputs[1], Bias(name, [.. bias.Select((value, channel) => value + (sign * amounts[channel]))])]);

        OnnxValue Bias(string of, float[] values) => new() { Name = of, Numbers = new OnnxNumbers([channels], values) };

        OnnxNode Same(OnnxValue[] inputs) => product with { Operator = product.Operator == "MatMul" && inputs.Length > 2 ? "Gemm" : product.Operator, Inputs = inputs, Output = node.Output };
    }

    private static long Attribute(OnnxNode node, string name) => node.Attributes.TryGetValue(name, out object? value) ? (long)value : 0;

    private static int Channel(string product, Shape shape, int groups, int at)
    {
        int inner = 1;
        foreach (int size in shape.Span[2..])
            inner *= size;
        return product switch
        {
            "Conv" => at / (inner * shape[1]),
            "ConvTranspose" => (at / (inner * shape[1]) / (shape[0] / groups) * shape[1]) + (at / inner % shape[1]),
            _ => at % shape[1],
        };
    }

    /// <summary>A number for each channel; null where numbers differ along other axes.</summary>
    private static float[]? PerChannel(OnnxNumbers numbers, int channels, int rank, int axis)
    {
        if (numbers.Values is not float[] values || numbers.Shape.Rank > rank)
            return null;
        if (values.Length == 1)
            return [.. Enumerable.Repeat(values[0], channels)];
        int own = axis - (rank - numbers.Shape.Rank);
        return own >= 0 && numbers.Shape[own] == channels && values.Length == channels ? values : null;
    }
}
