using Belamy.Onnx.Format;
using Belamy.Onnx.Recording;
using Belamy.Tensors;
using Belamy.Tensors.Evaluation;
using Belamy.Tensors.Operations;

namespace Belamy.Onnx.Lowering;

/// <summary>From a graph of primitives to nodes of ONNX.</summary>
internal static class GraphLowering
{
    /// <summary>What becomes of each primitive. Those that are missing have no counterpart in ONNX.</summary>
    private static readonly Dictionary<Type, Func<LoweringContext, Tensor, Lowered>> Rules = new()
    {
        [typeof(ParameterOperation)] = LeafLowering.Parameter,
        [typeof(ConstantOperation)] = LeafLowering.Constant,
        [typeof(LiteralOperation)] = LeafLowering.Literal,
        [typeof(IotaOperation)] = LeafLowering.Iota,
        [typeof(UnaryOperation)] = ElementwiseLowering.Unary,
        [typeof(BinaryOperation)] = ElementwiseLowering.Binary,
        [typeof(PowerOperation)] = ElementwiseLowering.Power,
        [typeof(ComparisonOperation)] = ElementwiseLowering.Comparison,
        [typeof(SelectOperation)] = ElementwiseLowering.Select,
        [typeof(CastOperation)] = ElementwiseLowering.Cast,
        [typeof(StopGradientOperation)] = ElementwiseLowering.Same,
        [typeof(ReshapeOperation)] = StructureLowering.Reshape,
        [typeof(PermuteOperation)] = StructureLowering.Permute,
        [typeof(BroadcastOperation)] = StructureLowering.Broadcast,
        [typeof(SliceOperation)] = StructureLowering.Slice,
        [typeof(PadOperation)] = StructureLowering.Pad,
        [typeof(ReverseOperation)] = StructureLowering.Reverse,
        [typeof(ConcatOperation)] = StructureLowering.Concat,
        [typeof(ReductionOperation)] = ReductionLowering.Reduce,
        [typeof(ArgMaxOperation)] = ReductionLowering.ArgMax,
        [typeof(GatherOperation)] = IndexingLowering.Gather,
        [typeof(ScatterAddOperation)] = IndexingLowering.ScatterAdd,
        [typeof(MatrixProductOperation)] = ContractionLowering.MatrixProduct,
        [typeof(ConvolveOperation)] = ContractionLowering.Convolve,
        [typeof(ConvolveInputOperation)] = ContractionLowering.ConvolveInput,
    };

    /// <summary>Lowers a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="output">The name of what it gives.</param>
    /// <param name="what">What it is the graph of, for messages.</param>
    /// <param name="batched">The name and the sizes of an input that callers give even where the graph reads no value of it; null where there is none.</param>
    /// <exception cref="BelamyException">A primitive has no counterpart, or the batch is in it in a way that ONNX has no words for.</exception>
    public static LoweredGraph Lower(TwinGraph graph, string output, string what, (string Name, Size[] Sizes)? batched)
    {
        var context = new LoweringContext(graph, what, batched);
        // Any of them may be asked for the size of the batch.
        foreach (Tensor node in graph.Ordered.Where(node => node.Operation is InputOperation))
            context[node] = LeafLowering.Input(context, node);
        foreach (Tensor node in graph.Ordered.Where(node => node.Operation is not InputOperation))
            context[node] = Known(context, node) ?? Patterns.Match(context, node) ?? Rule(context, node)(context, node);
        Lowered given = context.Full(context[graph.Output], graph.SizesOf(graph.Output), graph.Output);
        OnnxValue value = context.Use(given);
        // An output is the value of a node of its own, never an input or given numbers.
        if (value.Numbers is not null || context.Inputs.ContainsValue(value))
            value = context.Emit("Identity", [value]);
        List<OnnxNode> nodes = NodeFusion.Run(context.Nodes, value);
        Naming.Run(nodes, value, output);
        var used = nodes.SelectMany(node => node.Inputs).ToHashSet();
        return new LoweredGraph(nodes, value, context.Inputs.Where(input => used.Contains(input.Value)).ToDictionary(), Values(context, graph, nodes));
    }

    private static Func<LoweringContext, Tensor, Lowered> Rule(LoweringContext context, Tensor node) =>
        Rules.TryGetValue(node.Operation.GetType(), out Func<LoweringContext, Tensor, Lowered>? rule) ? rule : throw context.Unfit(node, "has no counterpart");

    /// <summary>What follows from weights alone is computed now.</summary>
    private static Lowered? Known(LoweringContext context, Tensor node)
    {
        bool isFolded = node.Operation is MatrixProductOperation or ConvolutionOperation or ReductionOperation or ArgMaxOperation or GatherOperation or ScatterAddOperation or PadOperation;
        if (!isFolded || !node.Inputs.All(input => context[input].IsKnown && context.SizesOf(input).All(size => size.PerBatch == 0)))
            return null;
        Lowered[] inputs = [.. node.Inputs.Select(input => context[input])];
        return Lowered.Of(ReferenceEvaluator.Apply(node, [.. node.Inputs.Select((input, at) => LoweringContext.Repeat(inputs[at].Known!, input.Shape))]), ElementwiseLowering.OriginOf(inputs));
    }

    private static Dictionary<Tensor, (OnnxValue, Size[])> Values(LoweringContext context, TwinGraph graph, List<OnnxNode> nodes)
    {
        var given = nodes.Select(node => node.Output).ToHashSet();
        return graph.Ordered.Select(tensor => (Tensor: tensor, Lowered: context[tensor]))
            .Where(pair => pair.Lowered.Value is { } value && given.Contains(value))
            .ToDictionary(pair => pair.Tensor, pair => (pair.Lowered.Value!, pair.Lowered.Sizes));
    }
}

/// <summary>A graph of ONNX.</summary>
/// <param name="Nodes">Its nodes in order.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Inputs">What it takes, by name.</param>
/// <param name="Values">Nodes of ours whose values are in it: the value, and the sizes that it has there.</param>
internal sealed record LoweredGraph(
    IReadOnlyList<OnnxNode> Nodes, OnnxValue Output, IReadOnlyDictionary<string, OnnxValue> Inputs, IReadOnlyDictionary<Tensor, (OnnxValue Value, Size[] Sizes)> Values);
