using Belamy.Onnx.Format;
using Belamy.Onnx.Recording;
using Belamy.Tensors;
using Belamy.Tensors.Operations;

namespace Belamy.Onnx.Lowering;

/// <summary>A graph of ONNX in the making: what has been lowered, and the nodes that came of it.</summary>
/// <param name="graph">What is lowered.</param>
/// <param name="what">What it is the graph of, for messages.</param>
/// <param name="batched">The name and the sizes of an input that callers give whether or not a value of it is read: it has the size of the batch where no other has.</param>
internal sealed class LoweringContext(TwinGraph graph, string what, (string Name, Size[] Sizes)? batched)
{
    private readonly Dictionary<Tensor, Lowered> _lowered = [];
    private readonly Dictionary<string, Lowered> _numbers = [];
    private OnnxValue? _batch;
    private (OnnxValue Value, int Axis, Size Size)? _batchSource;

    /// <summary>What is lowered.</summary>
    public TwinGraph Graph { get; } = graph;

    /// <summary>The nodes so far.</summary>
    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>The inputs of the graph by their names.</summary>
    public Dictionary<string, OnnxValue> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>What stands for a node.</summary>
    public Lowered this[Tensor tensor]
    {
        get => _lowered[tensor];
        set => _lowered[tensor] = value;
    }

    /// <summary>The sizes of a node.</summary>
    public Size[] SizesOf(Tensor tensor) => Graph.SizesOf(tensor);

    /// <summary>An error that names what cannot be lowered.</summary>
    public BelamyException Unfit(Tensor tensor, string reason) => new($"{what}: cannot be written as ONNX: {tensor.Operation} {reason}");

    /// <summary>An input of the graph.</summary>
    public Lowered Input(string name, Size[] sizes)
    {
        var value = new OnnxValue { Name = name };
        Inputs.Add(name, value);
        int axis = Array.FindIndex(sizes, size => size.PerBatch != 0);
        if (axis >= 0)
            _batchSource ??= (value, axis, sizes[axis]);
        return new Lowered(sizes) { Value = value };
    }

    /// <summary>The value of the graph that something lowered is; known numbers become part of the graph.</summary>
    public OnnxValue Use(Lowered lowered) =>
        lowered.Value ??= new OnnxValue { Numbers = OnnxNumbers.Of(lowered.Known!), Name = lowered.Origin ?? "" };

    /// <summary>The same for an operator that repeats axes: a single number needs none, and is easier to read without.</summary>
    public OnnxValue UseRepeated(Lowered lowered) => lowered is { Value: null, Scalar: { } number } ? Number(number, lowered.Known!.ElementType) : Use(lowered);

    /// <summary>Adds a node.</summary>
    public OnnxValue Emit(string name, IReadOnlyList<OnnxValue> inputs, params (string Name, object Value)[] attributes)
    {
        var output = new OnnxValue();
        Nodes.Add(new OnnxNode(name, inputs, output) { Attributes = attributes.ToDictionary(one => one.Name, one => one.Value) });
        return output;
    }

    /// <summary>Adds a node that gives a value of some sizes.</summary>
    public Lowered Emit(Size[] sizes, string name, IReadOnlyList<OnnxValue> inputs, params (string Name, object Value)[] attributes) =>
        new(sizes) { Value = Emit(name, inputs, attributes) };

    /// <summary>Whole numbers, as shapes and axes are given.</summary>
    public OnnxValue Whole(params long[] values) => Shared($"Int64 {string.Join(' ', values)}", () => new Lowered([]) { Value = new OnnxValue { Numbers = new([values.Length], values) } });

    /// <summary>One number.</summary>
    public OnnxValue Number(double value, ElementType type) => Shared($"{type} {value:R}", () => Lowered.Of(Tensor.Constant(value, Shape.Scalar, type).Evaluate()));

    /// <summary>The size of the batch: Int64 [1].</summary>
    public OnnxValue Batch(Tensor asked)
    {
        if (_batch is { } known)
            return known;
        if (_batchSource is null && batched is { } unread)
            Input(unread.Name, unread.Sizes);
        (OnnxValue value, int axis, Size size) = _batchSource ?? throw Unfit(asked, "depends on the size of the batch, but no input has one");
        OnnxValue batch = Emit("Shape", [value], ("start", (long)axis), ("end", axis + 1L));
        if (size.Constant != 0)
            batch = Emit("Sub", [batch, Whole(size.Constant)]);
        return _batch = size.PerBatch == 1 ? batch : Emit("Div", [batch, Whole(size.PerBatch)]);
    }

    /// <summary>Sizes as a value: Int64 [rank].</summary>
    public OnnxValue SizesAsValue(Size[] sizes, Tensor asked)
    {
        if (sizes.All(size => size.PerBatch == 0))
            return Whole([.. sizes.Select(size => (long)size.Constant)]);
        List<OnnxValue> parts = [];
        for (int at = 0; at < sizes.Length;)
        {
            if (sizes[at].PerBatch == 0)
            {
                Size[] run = [.. sizes[at..].TakeWhile(size => size.PerBatch == 0)];
                parts.Add(Whole([.. run.Select(size => (long)size.Constant)]));
                at += run.Length;
                continue;
            }

            OnnxValue size = Batch(asked);
            if (sizes[at].PerBatch != 1)
                size = Emit("Mul", [size, Whole(sizes[at].PerBatch)]);
            if (sizes[at].Constant != 0)
                size = Emit("Add", [size, Whole(sizes[at].Constant)]);
            parts.Add(size);
            at++;
        }

        return parts is [var only] ? only : Emit("Concat", parts, ("axis", 0L));
    }

    /// <summary>The same with some axes in full, where they stood for repeated ones.</summary>
    /// <param name="lowered">What it is.</param>
    /// <param name="sizes">The full sizes.</param>
    /// <param name="asked">The node that needs it so.</param>
    /// <param name="axes">Which axes; all when left out.</param>
    public Lowered Full(Lowered lowered, Size[] sizes, Tensor asked, Predicate<int>? axes = null)
    {
        Size[] wanted = [.. sizes.Select((size, axis) => axes is null || axes(axis) ? size : lowered.Sizes[axis])];
        if (wanted.SequenceEqual(lowered.Sizes))
            return lowered;
        if (lowered.Known is { } known && wanted.All(size => size.PerBatch == 0))
            return Lowered.Of(Repeat(known, new Shape([.. wanted.Select(size => size.Constant)])), lowered.Origin);
        // Expand leaves an axis as it is where it is told 1.
        OnnxValue target = SizesAsValue([.. wanted.Select((size, axis) => size == lowered.Sizes[axis] ? Size.One : size)], asked);
        return Emit(wanted, "Expand", [Use(lowered), target]);
    }

    /// <summary>An input of a node with some axes in full.</summary>
    public Lowered FullInput(Tensor node, int input, Predicate<int>? axes = null) => Full(this[node.Inputs[input]], SizesOf(node.Inputs[input]), node, axes);

    /// <summary>Numbers repeated to a shape.</summary>
    public static NDArray Repeat(NDArray array, Shape shape) => array.Shape == shape ? array : Tensor.Literal(array).BroadcastTo(shape).Evaluate();

    private OnnxValue Shared(string key, Func<Lowered> make)
    {
        if (!_numbers.TryGetValue(key, out Lowered? numbers))
        {
            numbers = make();
            numbers.Value ??= new OnnxValue { Numbers = OnnxNumbers.Of(numbers.Known!) };
            _numbers.Add(key, numbers);
        }

        return numbers.Value!;
    }
}
