using System.Collections.Immutable;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors;

/// <summary>
/// An immutable handle to a node of a graph: an operation, its inputs, a shape and an element type. A tensor holds no
/// memory and computes nothing; <see cref="Program"/> compiles what it stands for, <see cref="Evaluate"/> computes it
/// slowly and plainly.
/// </summary>
/// <remarks>
/// The methods that build tensors live beside their primitives in <c>Operations/</c>, one file per family.
/// </remarks>
public sealed partial class Tensor
{
    private static long _created;

    internal Tensor(Operation operation, Shape shape, ElementType elementType, params ImmutableArray<Tensor> inputs)
    {
        Operation = operation;
        Shape = shape;
        ElementType = elementType;
        Inputs = inputs;
        Order = Interlocked.Increment(ref _created);
    }

    /// <summary>The sizes along each axis.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>Number of axes.</summary>
    public int Rank => Shape.Rank;

    internal Operation Operation { get; }

    internal ImmutableArray<Tensor> Inputs { get; }

    /// <summary>Rises with creation, so an input's order is always below that of the node that uses it.</summary>
    internal long Order { get; }

    /// <summary>
    /// Computes the value now, node by node, with the reference evaluator. For tests, initial values and reading a
    /// number; a loop wants a <see cref="Program"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The value depends on an input, which has no value here.</exception>
    public NDArray Evaluate() => Evaluation.ReferenceEvaluator.Evaluate([this], new Dictionary<Tensor, NDArray>())[0];

    /// <summary>The operation, element type and shape.</summary>
    public override string ToString() => $"{Operation} {ElementType}{Shape}";
}
