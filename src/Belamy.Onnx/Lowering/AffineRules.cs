using Belamy.Onnx.Format;
using Belamy.Tensors;

namespace Belamy.Onnx.Lowering;

/// <summary>Sums and products with known numbers, in a row or behind matrix products and convolutions.</summary>
internal static class AffineRules
{
    /// <summary>What stands for a node and the one before it; null where nothing gets simpler.</summary>
    /// <param name="node">The node.</param>
    /// <param name="producerOf">The node that gives a value, where nothing else uses it.</param>
    /// <returns>Nodes of which the last gives what the node gave.</returns>
    public static OnnxNode[]? Rewrite(OnnxNode node, Func<OnnxValue, OnnxNode?> producerOf)
    {
        if (Known(node) is not { } own || producerOf(node.Inputs[1 - own.At]) is not { } before)
            return null;
        if (before.Operator is "Conv" or "ConvTranspose" or "MatMul" or "Gemm")
            return Folded(node, own.Numbers, own.Name, before);
        if (before.Operator == "Reshape" && producerOf(before.Inputs[0]) is { Operator: "MatMul" or "Gemm" })
            return BeforeReshape(node, own.Numbers, own.Name, before);
        if (Known(before) is not { } inner)
            return null;
        OnnxValue x = before.Inputs[1 - inner.At];
        bool isProduct = node.Operator is "Mul" or "Div", wasProduct = before.Operator is "Mul" or "Div";
        // Numbers as factors and summands, so that Div and Sub need no rules of their own.
        (OnnxNumbers outer, OnnxNumbers first) = (Plain(node.Operator, own.Numbers), Plain(before.Operator, inner.Numbers));
        if (isProduct == wasProduct)
            return [Step(isProduct ? "Mul" : "Add", x, Combined(outer, first, isProduct), inner.Name, node.Output)];
        if (!isProduct)
            return null;
        // (x + a) f = x f + a f: sums come last, where they meet.
        var scaled = new OnnxValue();
        return [Step("Mul", x, outer, own.Name, scaled), Step("Add", scaled, Combined(outer, first, isProduct: true), inner.Name, node.Output)];
    }

    private static (int At, OnnxNumbers Numbers, string Name)? Known(OnnxNode node)
    {
        if (node.Operator is not ("Add" or "Sub" or "Mul" or "Div"))
            return null;
        int at = node.Inputs[1].Numbers is not null ? 1 : node.Operator is "Add" or "Mul" && node.Inputs[0].Numbers is not null ? 0 : -1;
        return at >= 0 && node.Inputs[1 - at].Numbers is null && node.Inputs[at].Numbers is { Values: float[] } numbers ? (at, numbers, node.Inputs[at].Name) : null;
    }

    private static OnnxNode Step(string name, OnnxValue x, OnnxNumbers numbers, string origin, OnnxValue output) =>
        new(name, [x, new OnnxValue { Name = origin, Numbers = numbers }], output);

    private static OnnxNumbers Plain(string name, OnnxNumbers numbers) => name switch
    {
        "Sub" => numbers with { Values = Array.ConvertAll((float[])numbers.Values, value => -value) },
        "Div" => numbers with { Values = Array.ConvertAll((float[])numbers.Values, value => 1 / value) },
        _ => numbers,
    };

    private static OnnxNumbers Combined(OnnxNumbers left, OnnxNumbers right, bool isProduct)
    {
        (Tensor a, Tensor b) = (Literal(left), Literal(right));
        return OnnxNumbers.Of((isProduct ? a * b : a + b).Evaluate());

        static Tensor Literal(OnnxNumbers numbers) => Tensor.Literal(NDArray.From(numbers.Shape, (float[])numbers.Values));
    }

    /// <summary>What is done to each channel of maps that a matrix product gives in a row is done to the row.</summary>
    private static OnnxNode[]? BeforeReshape(OnnxNode node, OnnxNumbers numbers, string name, OnnxNode reshape)
    {
        if (reshape.Inputs[1].Numbers is not { Values: long[] { Length: >= 3 } target } || target[0] != -1 || target[1..].Any(size => size < 1)
            || PerChannel(numbers, (int)target[1], target.Length) is not { } amounts)
        {
            return null;
        }

        int places = (int)target[2..].Aggregate(1L, (product, size) => product * size);
        float[] row = numbers.Values.Length == 1 ? amounts[..1] : [.. amounts.SelectMany(amount => Enumerable.Repeat(amount, places))];
        var moved = new OnnxValue();
        return
        [
            Step(node.Operator, reshape.Inputs[0], new OnnxNumbers(row.Length == 1 ? Shape.Scalar : [row.Length], row), name, moved),
            reshape with { Inputs = [moved, reshape.Inputs[1]], Output = node.Output },
        ];
    }

    /// <summary>A matrix product or convolution that does itself what is done to its channels.</summary>
    private static OnnxNode[]? Folded(OnnxNode node, OnnxNumbers numbers, string name, OnnxNode product)
    {
        if (product.Inputs[1].Numbers is not { Values: float[] weights } weight || product.Inputs[0].Numbers is not null || product.Inputs is [_, _, { Numbers: null }])
            return null;
        bool isMatrix = product.Operator is "MatMul" or "Gemm";
        if (isMatrix && (weight.Shape.Rank != 2 || Attribute(product, "transB", 0) != 0 || Attribute(product, "transA", 0) != 0))
            return null;
        int groups = Attribute(product, "group", 1);
        // A convolution's weights are [channels, ...], a transposed one's [inputs, channels / groups, ...].
        int channels = product.Operator == "ConvTranspose" ? weight.Shape[1] * groups : weight.Shape[isMatrix ? 1 : 0];
        if (PerChannel(numbers, channels, weight.Shape.Rank) is not { } amounts)
            return null;
        OnnxValue? before = product.Inputs.Count > 2 ? product.Inputs[2] : null;
        float[] bias = before?.Numbers?.Values as float[] ?? new float[channels];
        if (node.Operator is "Add" or "Sub")
        {
            float sign = node.Operator == "Sub" ? -1 : 1;
            return Same(product.Inputs[1], Bias(before?.Name is { Length: > 0 } named ? named : BiasOf(product.Inputs[1].Name, name), [.. bias.Select((value, channel) => value + (sign * amounts[channel]))]));
        }

        float[] factors = node.Operator == "Mul" ? amounts : [.. amounts.Select(amount => 1 / amount)];
        var scaled = new float[weights.Length];
        for (int at = 0; at < scaled.Length; at++)
            scaled[at] = weights[at] * factors[Channel(product.Operator, weight.Shape, groups, at)];
        OnnxValue newWeight = new() { Name = product.Inputs[1].Name, Numbers = weight with { Values = scaled } };
        return Same(newWeight, before is null ? null : Bias(before.Name, [.. bias.Select((value, channel) => value * factors[channel])]));

        OnnxValue Bias(string of, float[] values) => new() { Name = of, Numbers = new OnnxNumbers([channels], values) };

        OnnxNode[] Same(OnnxValue second, OnnxValue? third) =>
        [
            product with
            {
                Operator = product.Operator == "MatMul" && third is not null ? "Gemm" : product.Operator,
                Inputs = third is null ? [product.Inputs[0], second] : [product.Inputs[0], second, third],
                Output = node.Output,
            },
        ];
    }

    // What is added may come from a layer behind; in the file it is this layer's.
    private static string BiasOf(string weight, string added) => weight.LastIndexOf('/') is > 0 and var end ? $"{weight[..end]}/bias" : added;

    private static int Attribute(OnnxNode node, string name, int otherwise) => node.Attributes.TryGetValue(name, out object? value) ? (int)(long)value : otherwise;

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

    /// <summary>A number for each channel, which are axis 1; null where numbers differ along other axes.</summary>
    private static float[]? PerChannel(OnnxNumbers numbers, int channels, int rank)
    {
        if (numbers.Values is not float[] values || numbers.Shape.Rank > rank)
            return null;
        if (values.Length == 1)
            return [.. Enumerable.Repeat(values[0], channels)];
        int own = 1 - (rank - numbers.Shape.Rank);
        return own >= 0 && numbers.Shape[own] == channels && values.Length == channels ? values : null;
    }
}
