using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// The sum of padded tensors that fill different places along one axis: a concatenation. Gradients of slices are such sums; of
/// the steps of a sequence, one for each step of the size of all.
/// </summary>
internal static class PaddedPieces
{
    /// <summary>The sum of two tensors, or null where it is no such sum, or most of the concatenation would be zeros between.</summary>
    public static Tensor? Sum(Tensor a, Tensor b)
    {
        if (AxisOf(a) is not { } axis || AxisOf(b) != axis)
            return null;
        List<(int Start, Tensor Piece)> pieces = [.. Pieces(a, axis), .. Pieces(b, axis)];
        pieces.Sort((one, other) => one.Start.CompareTo(other.Start));
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

    private static IEnumerable<(int Start, Tensor Piece)> Pieces(Tensor padded, int axis)
    {
        int start = ((PadOperation)padded.Operation).Low[axis];
        Tensor inner = padded.Inputs[0];
        foreach (Tensor piece in inner.Operation is ConcatOperation concat && concat.Axis == axis ? inner.Inputs.AsEnumerable() : [inner])
        {
            // Zeros between may be filled by others.
            if (piece.Operation is not ConstantOperation { Value: 0 })
                yield return (start, piece);
            start += piece.Shape[axis];
        }
    }
}
