using Belamy.Onnx.Format;
using Belamy.Tensors;
using Belamy.Tensors.Operations;

namespace Belamy.Onnx.Recording;

/// <summary>
/// One graph for any size of the batch. Shapes in graphs are constants, so a function is recorded at two sizes of the batch,
/// and the two graphs are walked together: where their sizes differ, the batch is in it.
/// </summary>
internal sealed class TwinGraph
{
    private readonly Dictionary<Tensor, Tensor> _twins = [];
    private readonly Dictionary<Tensor, Size[]> _sizes = [];

    public TwinGraph(FunctionRecording first, FunctionRecording second, string what)
    {
        (FirstBatch, SecondBatch) = (first.Batch, second.Batch);
        Output = first.Output;
        _twins = Pair(first.Output, second.Output, what);
        Ordered = Graph.InOrder([first.Output]);
        foreach (Tensor tensor in Ordered)
            _sizes[tensor] = Size.Between(tensor.Shape, FirstBatch, _twins[tensor].Shape, SecondBatch, $"{what}: {tensor.Operation}");
    }

    /// <summary>The size of the batch that the nodes are of.</summary>
    public int FirstBatch { get; }

    /// <summary>The size of the batch that their twins are of.</summary>
    public int SecondBatch { get; }

    /// <summary>What the graph gives.</summary>
    public Tensor Output { get; }

    /// <summary>All nodes of the graph, inputs before users.</summary>
    public IReadOnlyList<Tensor> Ordered { get; }

    /// <summary>The sizes of a node's value.</summary>
    public Size[] SizesOf(Tensor tensor) => _sizes[tensor];

    /// <summary>The same node at the other size of the batch.</summary>
    public Tensor TwinOf(Tensor tensor) => _twins[tensor];

    /// <summary>A number that a constant has at both sizes of the batch: itself, or what it is times or divided by the batch.</summary>
    /// <returns>The number, and the power of the batch that it is multiplied by: -1, 0 or 1; null where it is none of these.</returns>
    public (double Value, int Power)? ConstantOf(double value, Tensor tensor)
    {
        double other = ((ConstantOperation)TwinOf(tensor).Operation).Value;
        foreach (int power in (int[])[0, -1, 1])
        {
            double of = value / Math.Pow(FirstBatch, power);
            if (Math.Abs((of * Math.Pow(SecondBatch, power)) - other) <= 1e-6 * Math.Abs(other))
                return (of, power);
        }

        return null;
    }

    /// <summary>The nodes of a graph and those of another that is the same but for the sizes of some shapes.</summary>
    /// <exception cref="BelamyException">It is not.</exception>
    public static Dictionary<Tensor, Tensor> Pair(Tensor first, Tensor second, string what)
    {
        var pairs = new Dictionary<Tensor, Tensor> { [first] = second };
        var pending = new Stack<Tensor>([first]);
        while (pending.TryPop(out Tensor? one))
        {
            Tensor other = pairs[one];
            // What a constant is, and where a part begins, may depend on the batch.
            bool isSame = one.Operation is ConstantOperation or SliceOperation or LiteralOperation ? one.Operation.GetType() == other.Operation.GetType() : one.Operation.Equals(other.Operation);
            if (!isSame || one.Inputs.Length != other.Inputs.Length || one.ElementType != other.ElementType)
                throw new BelamyException($"{what}: computes otherwise where the batch is larger ({one.Operation}, {other.Operation}), which no ONNX file can say");
            for (int at = 0; at < one.Inputs.Length; at++)
            {
                if (pairs.TryAdd(one.Inputs[at], other.Inputs[at]))
                    pending.Push(one.Inputs[at]);
            }
        }

        return pairs;
    }
}
