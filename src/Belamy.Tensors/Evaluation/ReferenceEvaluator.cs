using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Evaluation;

/// <summary>
/// Computes graphs node by node, plainly and slowly, in float or double. It is the oracle that programs are tested
/// against, the engine of gradient checks and of <see cref="Tensor.Evaluate"/>, and the path for whatever has no fast
/// kernel. Float32 sums and functions are computed in double and rounded once.
/// </summary>
internal static class ReferenceEvaluator
{
    /// <summary>The values of some tensors, given those of the inputs.</summary>
    /// <param name="roots">What to compute.</param>
    /// <param name="given">Values of inputs, or of any tensor whose value is known already.</param>
    public static NDArray[] Evaluate(IReadOnlyList<Tensor> roots, IReadOnlyDictionary<Tensor, NDArray> given)
    {
        var values = new Dictionary<Tensor, NDArray>();
        foreach (Tensor tensor in Graph.InOrder(roots, given.ContainsKey))
        {
            values[tensor] = given.TryGetValue(tensor, out NDArray? value)
                ? value
                : Apply(tensor, [.. tensor.Inputs.Select(input => values[input])]);
        }

        return [.. roots.Select(root => values[root])];
    }

    /// <summary>The value of one node from the values of its inputs.</summary>
    public static NDArray Apply(Tensor node, IReadOnlyList<NDArray> inputs) => node.Operation switch
    {
        InputOperation input => throw new InvalidOperationException($"Input '{input.InputName}' has no value: only a Program can be given one."),
        ParameterOperation { Parameter: var parameter } => Read(parameter),
        ConstantOperation constant => Fill(node, constant.Value),
        LiteralOperation literal => literal.Values,
        IotaOperation iota => StructureKernels.Iota(node, iota.Axis),
        RandomOperation random => RandomKernels.Uniform(node, random.Stream, inputs[0].AsSpan<int>()),

        ReshapeOperation => inputs[0].Reshape(node.Shape),
        CastOperation => inputs[0].Cast(node.ElementType),
        StopGradientOperation or CopyOperation or PackKernelOperation => inputs[0],
        ComparisonOperation comparison => ElementwiseKernels.Compare(comparison.Kind, node, inputs[0], inputs[1]),

        _ => node.ElementType switch
        {
            ElementType.Float32 => ApplyTyped<float>(node, inputs),
            ElementType.Float64 => ApplyTyped<double>(node, inputs),
            ElementType.Int32 when node.Operation is ArgMaxOperation arg => inputs[0].ElementType == ElementType.Float32
                ? ReductionKernels.ArgMax<float>(arg.Axis, node, inputs[0])
                : ReductionKernels.ArgMax<double>(arg.Axis, node, inputs[0]),
            ElementType.Int32 => ApplyAnyType<int>(node, inputs),
            _ => ApplyAnyType<bool>(node, inputs),
        },
    };

    private static NDArray ApplyTyped<T>(Tensor node, IReadOnlyList<NDArray> inputs)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => node.Operation switch
        {
            UnaryOperation unary => ElementwiseKernels.Unary<T>(unary.Kind, node, inputs[0]),
            PowerOperation power => ElementwiseKernels.Power<T>(power.Exponent, node, inputs[0]),
            BinaryOperation binary => ElementwiseKernels.Binary<T>(binary.Kind, node, inputs[0], inputs[1]),
            ReductionOperation reduction => ReductionKernels.Reduce<T>(reduction, node, inputs[0]),
            MatrixProductOperation product => ContractionKernels.MatrixProduct<T>(product, node, inputs[0], inputs[1]),
            ConvolutionOperation convolution => ContractionKernels.Convolution<T>(convolution, node, inputs[0], inputs[1]),
            ScatterAddOperation scatter => StructureKernels.ScatterAdd<T>(scatter.Axis, node, inputs[0], inputs[1], inputs[2]),
            _ => ApplyAnyType<T>(node, inputs),
        };

    private static NDArray ApplyAnyType<T>(Tensor node, IReadOnlyList<NDArray> inputs)
        where T : unmanaged => node.Operation switch
        {
            SelectOperation => ElementwiseKernels.Select<T>(node, inputs[0], inputs[1], inputs[2]),
            BinaryOperation binary when typeof(T) == typeof(int) => ElementwiseKernels.BinaryInteger(binary.Kind, node, inputs[0], inputs[1]),
            PermuteOperation or BroadcastOperation or SliceOperation or ReverseOperation => StructureKernels.View<T>(node, inputs[0]),
            PadOperation pad => StructureKernels.Pad<T>(pad, node, inputs[0]),
            ConcatOperation concat => StructureKernels.Concat<T>(concat.Axis, node, inputs),
            GatherOperation gather => StructureKernels.Gather<T>(gather.Axis, node, inputs[0], inputs[1]),
            _ => throw new NotSupportedException($"{node.Operation} on {node.ElementType} has no reference kernel."),
        };

    private static NDArray Read(Parameter parameter) => parameter.ElementType switch
    {
        ElementType.Float32 => NDArray.From(parameter.Shape, parameter.AsSpan<float>().ToArray()),
        ElementType.Float64 => NDArray.From(parameter.Shape, parameter.AsSpan<double>().ToArray()),
        _ => NDArray.From(parameter.Shape, parameter.AsSpan<int>().ToArray()),
    };

    private static NDArray Fill(Tensor node, double value)
    {
        NDArray result = NDArray.Zeros(node.Shape, node.ElementType);
        switch (node.ElementType)
        {
            case ElementType.Float32: result.AsSpan<float>().Fill((float)value); break;
            case ElementType.Float64: result.AsSpan<double>().Fill(value); break;
            case ElementType.Int32: result.AsSpan<int>().Fill((int)value); break;
            default: result.AsSpan<bool>().Fill(value != 0); break;
        }

        return result;
    }
}
