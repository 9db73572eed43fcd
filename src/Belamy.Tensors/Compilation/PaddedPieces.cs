using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// The sum of padded tensors that fill different places along one axis: a concatenation. Gradients of slices are such sums: of
/// the steps of a sequence, one for each step of the size of all; of pooling, one for each place of a window, along one axis after the other.
/// </summary>
internal static class PaddedPieces
{
    /// <summary>The sum of two tensors, or null where it is no such sum, or most of the concatenation would be zeros between.</summary>
    public static Tensor? Sum(Tensor a, Tensor b)
    {
        if ((AxisOf(a) ?? AxisOf(b)) is not { } axis || !IsInPieces(a, axis) || !IsInPieces(b, axis))
            return null;
        List<(int Start, Tensor Piece)> pieces = InOrder(Pieces(a, axis).Concat(Pieces(b, axis)), axis);
        if (pieces.Count == 0)
            return null;
        (int first, int end) = (pieces[0].Start, pieces[0].Start);
        int filled = 0;
        var parts = new List<Tensor>();
        foreach ((int start, Tensor piece) in pieces)
        {
            if (start < end)
                return null;
            if (start > end)
                parts.Add(Tensor.Zeros(piece.Shape.With(axis, start - end), piece.ElementType));
            parts.Add(piece);
            filled += piece.Shape[axis];
            end = start + piece.Shape[axis];
        }

        if (2 * filled < end - first)
            return null;
        Tensor together = Tensor.Concat(axis, [.. parts]);
        if (first == 0 && end == a.Shape[axis])
            return together;
        var (low, high) = (new int[a.Rank], new int[a.Rank]);
        (low[axis], high[axis]) = (first, a.Shape[axis] - end);
        return together.Pad(low, high);
    }

    /// <summary>In the order of their places; what fills the same place is added.</summary>
    private static List<(int Start, Tensor Piece)> InOrder(IEnumerable<(int Start, Tensor Piece)> pieces, int axis)
    {
        var ordered = new List<(int Start, Tensor Piece)>();
        foreach ((int start, Tensor piece) in pieces.OrderBy(piece => piece.Start))
        {
            if (ordered.Count > 0 && ordered[^1] is var (place, there) && place == start && there.Shape[axis] == piece.Shape[axis])
                ordered[^1] = (start, Sum(there, piece) ?? there + piece);
            else
                ordered.Add((start, piece));
        }

        return ordered;
    }

    private static bool IsInPieces(Tensor tensor, int axis) => AxisOf(tensor) == axis || (tensor.Operation is ConcatOperation concat && concat.Axis == axis);

    /// <summary>The one axis that a pad adds zeros along, before and behind alone.</summary>
    private static int? AxisOf(Tensor tensor)
    {
        if (tensor.Operation is not PadOperation pad)
            return null;
        int? found = null;
        for (int axis = 0; axis < tensor.Rank; axis++)
        {
            if (tensor.Inputs[0].Shape[axis] == 0 || pad.Low[axis] < 0 || pad.High[axis] < 0 || (pad.Interior[axis] != 0 && tensor.Inputs[0].Shape[axis] > 1))
                return null;
            if (pad.Low[axis] == 0 && pad.High[axis] == 0)
                continue;
            if (found is not null)
                return null;
            found = axis;
        }

        return found;
    }

    private static IEnumerable<(int Start, Tensor Piece)> Pieces(Tensor tensor, int axis)
    {
        (int start, Tensor inner) = tensor.Operation is PadOperation pad ? (pad.Low[axis], tensor.Inputs[0]) : (0, tensor);
        foreach (Tensor piece in inner.Operation is ConcatOperation concat && concat.Axis == axis ? inner.Inputs.AsEnumerable() : [inner])
        {
            // Zeros between may be filled by others.
            if (piece.Operation is not ConstantOperation { Value: 0 })
                yield return (start, piece);
            start += piece.Shape[axis];
        }
    }
}
