using Belamy.Tensors.Cpu;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// Graph to graph: decides how each tensor lies in memory and inserts copies where a kernel needs its operand otherwise.
/// Convolutions want channels last, and so does what lies between them; all else is row-major. A layout is only strides:
/// the axes keep their logical order.
/// </summary>
internal sealed class LayoutPass
{
    private readonly HashSet<Tensor> _channelsLast = [];
    private readonly Dictionary<Tensor, Tensor> _rebuilt = [];
    private readonly Dictionary<Tensor, StridedView> _views = [];
    private readonly Dictionary<(Tensor, bool), Tensor> _copies = [];
    private readonly Dictionary<(Tensor, PackKernelOperation), Tensor> _packed = [];

    private LayoutPass()
    {
    }

    /// <summary>How each tensor of the new graph lies in memory.</summary>
    public IReadOnlyDictionary<Tensor, StridedView> Views => _views;

    /// <summary>The roots of the new graph.</summary>
    public Tensor[] Roots { get; private set; } = [];

    /// <param name="roots">The outputs, then the updates.</param>
    /// <param name="outputs">How many outputs there are.</param>
    public static LayoutPass Run(IReadOnlyList<Tensor> roots, int outputs)
    {
        var pass = new LayoutPass();
        List<Tensor> ordered = Graph.InOrder(roots);
        pass.ChooseLayouts(ordered);
        foreach (Tensor tensor in ordered)
            pass._rebuilt[tensor] = pass.Rebuild(tensor);
        pass.Roots = [.. roots.Select(root => pass._rebuilt[root])];
        pass.DropCopies(outputs);
        return pass;
    }

    /// <summary>What lies in memory just as an output must is written there by its own kernel; the copy that stood for the output falls away.</summary>
    private void DropCopies(int outputs)
    {
        var taken = new HashSet<Tensor>();
        for (int output = 0; output < outputs; output++)
        {
            Tensor root = Roots[output];
            // Elementwise work writes its copy in the same loop.
            if (root.Inputs[0].Operation.IsElementwise)
                continue;
            StridedView source = _views[root.Inputs[0]];
            if (!FusionPass.IsLeaf(source.Base) && root.Shape.Count > 0 && source.Base.Shape.Count == root.Shape.Count && source.Offset == 0
                && source.HasStrides(root.Shape.Strides(), root.Shape) && taken.Add(source.Base))
            {
                Roots[output] = source.Base;
            }
        }
    }

    private void ChooseLayouts(List<Tensor> ordered)
    {
        // What convolutions read should be made channels last ...
        for (int at = ordered.Count - 1; at >= 0; at--)
        {
            Tensor tensor = ordered[at];
            if (tensor.Operation is ConvolutionOperation)
                Want(tensor.Inputs[0], tensor.Operation is ConvolveKernelOperation ? tensor.Inputs[1] : null);
            else if (_channelsLast.Contains(tensor))
                Want([.. tensor.Inputs.Where(input => IsFull(input, tensor))]);
        }

        // ... and what they write stays so until something that is not elementwise reads it.
        foreach (Tensor tensor in ordered)
        {
            if (tensor.Operation is ConvolveOperation or ConvolveInputOperation)
                _channelsLast.Add(tensor);
            else if (IsFree(tensor) && tensor.Inputs.Any(input => input.Rank == tensor.Rank && IsFull(input, tensor) && _channelsLast.Contains(Source(input))))
                _channelsLast.Add(tensor);
            else if (tensor.Operation is ReductionOperation reduction && tensor.Rank >= 3 && !reduction.Axes.Span.Contains(1) && _channelsLast.Contains(Source(tensor.Inputs[0])))
                _channelsLast.Add(tensor);
        }
    }

    private void Want(params ReadOnlySpan<Tensor?> tensors)
    {
        foreach (Tensor? tensor in tensors)
        {
            if (tensor is not null && IsFree(tensor))
                _channelsLast.Add(tensor);
        }
    }

    /// <summary>Whether a tensor's kernel can write any layout.</summary>
    private static bool IsFree(Tensor tensor) =>
        tensor.Rank >= 3 && ((tensor.Operation.IsElementwise && tensor.Operation is not (ConstantOperation or CopyOperation { Destination: >= 0 })) || tensor.Operation is PadOperation or ConcatOperation);

    private static bool IsFull(Tensor input, Tensor tensor) => tensor.Operation is PadOperation or ConcatOperation || input.Shape == tensor.Shape;

    /// <summary>Through views that keep the order of the axes in memory.</summary>
    private static Tensor Source(Tensor tensor)
    {
        while (tensor.Operation is SliceOperation or ReverseOperation || KeepsChannels(tensor))
            tensor = tensor.Inputs[0];
        return tensor;
    }

    /// <summary>Whether a reshape or a repetition touches the spatial axes alone, as when pixels are pooled or repeated.</summary>
    private static bool KeepsChannels(Tensor tensor) =>
        tensor.Operation is ReshapeOperation or BroadcastOperation && tensor.Rank >= 3 && tensor.Inputs[0].Rank >= 3
        && tensor.Shape[0] == tensor.Inputs[0].Shape[0] && tensor.Shape[1] == tensor.Inputs[0].Shape[1];

    private Tensor Rebuild(Tensor tensor)
    {
        Tensor[] inputs = [.. tensor.Inputs.Select(input => _rebuilt[input])];
        switch (tensor.Operation)
        {
            case ConvolveKernelOperation:
                inputs[0] = InLayout(inputs[0], channelsLast: true);
                inputs[1] = InLayout(inputs[1], channelsLast: true);
                break;
            case ConvolutionOperation:
                inputs[0] = InLayout(inputs[0], channelsLast: true);
                inputs[1] = Pack((ConvolutionOperation)tensor.Operation, tensor.Shape, inputs[0], InLayout(inputs[1], channelsLast: false));
                break;
            case MatrixProductOperation:
                inputs[0] = AsMatrix(inputs[0]);
                inputs[1] = AsMatrix(inputs[1]);
                break;
            case GatherOperation or ScatterAddOperation or ArgMaxOperation or RandomOperation:
                for (int input = 0; input < inputs.Length; input++)
                {
                    inputs[input] = tensor.Operation is ScatterAddOperation && input == 0 && inputs[0].Operation is ConstantOperation constant
                        ? Repeated(constant, inputs[0])
                        : InLayout(inputs[input], channelsLast: false);
                }

                break;
            case ReshapeOperation when Views[inputs[0]].Through(tensor, inputs[0].Shape) is null:
                inputs[0] = ForReshape(inputs[0], tensor);
                break;
        }

        Tensor result = inputs.SequenceEqual(tensor.Inputs)
            ? tensor
            : new Tensor(tensor.Operation, tensor.Shape, tensor.ElementType, [.. inputs]);
        if (StridedView.IsView(result))
            _views[result] = _views[inputs[0]].Through(result, inputs[0].Shape)!;
        else
            _views[result] = _channelsLast.Contains(tensor) ? StridedView.ChannelsLast(result) : StridedView.RowMajor(result);
        return result;
    }

    /// <summary>A constant as one number in memory rather than one for each element.</summary>
    private Tensor Repeated(ConstantOperation constant, Tensor tensor)
    {
        var sizes = new int[tensor.Rank];
        Array.Fill(sizes, 1);
        Tensor one = Tensor.Constant(constant.Value, new Shape(sizes), tensor.ElementType);
        var repeated = new Tensor(new BroadcastOperation(), tensor.Shape, tensor.ElementType, one);
        _views[one] = StridedView.RowMajor(one);
        _views[repeated] = _views[one].Through(repeated, one.Shape)!;
        return repeated;
    }

    /// <summary>A copy that can be seen as <paramref name="reshaped"/>: channels last where what is copied came so, row-major otherwise.</summary>
    private Tensor ForReshape(Tensor tensor, Tensor reshaped)
    {
        StridedView view = _views[tensor];
        bool cameChannelsLast = view.Base.Rank >= 3 && _views[view.Base].Strides[1] == 1;
        if (reshaped.Rank < 3 || reshaped.Shape[0] != tensor.Shape[0] || !(cameChannelsLast || (KeepsChannels(reshaped) && view.Strides[1] == 1))
            || StridedView.ChannelsLast(reshaped).Reshape(reshaped.Shape, tensor.Shape) is not { } wanted)
        {
            return InLayout(tensor, channelsLast: false);
        }

        var copy = new Tensor(new CopyOperation(), tensor.Shape, tensor.ElementType, tensor);
        _views[copy] = new StridedView(copy, wanted.Strides, 0);
        return copy;
    }

    private Tensor InLayout(Tensor tensor, bool channelsLast)
    {
        StridedView wanted = channelsLast && tensor.Rank >= 3 ? StridedView.ChannelsLast(tensor) : StridedView.RowMajor(tensor);
        StridedView view = _views[tensor];
        return view.HasStrides(wanted.Strides, tensor.Shape) ? tensor : Copy(tensor, channelsLast);
    }

    /// <summary>A matrix product reads rows or columns that are contiguous and matrices that lie evenly; other strides are free but positive.</summary>
    private Tensor AsMatrix(Tensor tensor)
    {
        long[] strides = _views[tensor].Strides;
        bool fits = IsDense(strides[^1], tensor.Shape[^2], strides[^2], tensor.Shape[^1])
            || IsDense(strides[^2], tensor.Shape[^1], strides[^1], tensor.Shape[^2]);
        fits &= NodeLowering.Batch(_views[tensor], tensor.Shape) is not null;
        for (int axis = 0; axis < tensor.Rank - 2; axis++)
            fits &= strides[axis] >= 0;
        return fits ? tensor : Copy(tensor, channelsLast: false);

        static bool IsDense(long inner, int rows, long outer, int columns) =>
            (inner == 1 || columns == 1) && (outer >= columns || rows == 1);
    }

    /// <summary>The kernel as the fast convolution reads it, packed once for all its uses in this direction.</summary>
    private Tensor Pack(ConvolutionOperation convolution, Shape result, Tensor activation, Tensor kernel)
    {
        bool backward = convolution is ConvolveInputOperation;
        int inputChannels = backward ? result[1] : activation.Shape[1];
        // The order does not depend on the batch.
        ConvolutionShape shape = ConvolutionShape.From(convolution.Geometry, 1, inputChannels, kernel.Shape[0]);
        var operation = new PackKernelOperation(shape, backward);
        if (!_packed.TryGetValue((kernel, operation), out Tensor? packed))
        {
            var length = checked((int)ConvolutionKernels.PackWeights(shape, backward).PackedLength);
            packed = new Tensor(operation, [length], kernel.ElementType, kernel);
            _views[packed] = StridedView.RowMajor(packed);
            _packed.Add((kernel, operation), packed);
        }

        return packed;
    }

    private Tensor Copy(Tensor tensor, bool channelsLast)
    {
        if (_copies.TryGetValue((tensor, channelsLast), out Tensor? known))
            return known;
        var copy = new Tensor(new CopyOperation(), tensor.Shape, tensor.ElementType, tensor);
        _views[copy] = channelsLast && tensor.Rank >= 3 ? StridedView.ChannelsLast(copy) : StridedView.RowMajor(copy);
        _copies.Add((tensor, channelsLast), copy);
        return copy;
    }
}
