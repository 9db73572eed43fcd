using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// Graph to graph: products of matrices that are only added become one product over what lies side by side, A₁B₁ + A₂B₂ = [A₁ A₂][B₁; B₂]:
/// a gradient of weights that every step of a sequence adds to is one product over all steps.
/// </summary>
/// <remarks>Where their operands lie side by side already, as the states that a layer puts out, that is read; else a concatenation is made.</remarks>
internal sealed class JoinedProducts
{
    /// <summary>Fewer are not worth another order of sums.</summary>
    private const int LeastTerms = 4;

    private readonly Tensor[] _roots;
    private readonly List<Tensor> _ordered;
    private readonly Dictionary<Tensor, List<Tensor>> _users = [];
    private readonly Dictionary<Tensor, Sum> _sums = [];
    private readonly HashSet<Tensor> _behindSums = [];

    private JoinedProducts(Tensor[] roots)
    {
        _roots = roots;
        _ordered = Graph.InOrder(roots);
        foreach (Tensor tensor in _ordered)
        {
            foreach (Tensor input in tensor.Inputs)
                (_users.TryGetValue(input, out List<Tensor>? users) ? users : _users[input] = []).Add(tensor);
        }
    }

    /// <summary>The roots, with products joined.</summary>
    public static Tensor[] Run(Tensor[] roots)
    {
        var pass = new JoinedProducts(roots);
        pass.FindSums();
        return pass._sums.Count == 0 ? roots : pass.Rebuild();
    }

    private static bool IsSum(Tensor tensor) => tensor.Operation is BinaryOperation { Kind: BinaryKind.Add };

    private bool IsWithinSum(Tensor tensor) => _users.TryGetValue(tensor, out List<Tensor>? users) && users.Count == 1 && IsSum(users[0]);

    private void FindSums()
    {
        foreach (Tensor tensor in _ordered)
        {
            if (tensor.Rank == 2 && IsSum(tensor) && !IsWithinSum(tensor) && Find(tensor) is { } sum)
                _sums.Add(tensor, sum);
        }

        foreach (Tensor tensor in _ordered)
        {
            if (_sums.ContainsKey(tensor) || tensor.Inputs.Any(_behindSums.Contains))
                _behindSums.Add(tensor);
        }

        foreach (Sum sum in _sums.Values)
            sum.Place(_users, _behindSums);
    }

    /// <summary>The terms of a sum, those apart that are products alike; null where there are too few of them, or putting them side by side moves more than it spares.</summary>
    private Sum? Find(Tensor top)
    {
        var terms = new List<Tensor>();
        var pending = new Stack<Tensor>([top]);
        while (pending.TryPop(out Tensor? tensor))
        {
            if (tensor != top && !(IsSum(tensor) && IsWithinSum(tensor)))
            {
                terms.Add(tensor);
                continue;
            }

            pending.Push(tensor.Inputs[1]);
            pending.Push(tensor.Inputs[0]);
        }

        List<Tensor>? products = terms.Where(term => term.Operation is MatrixProductOperation && IsWithinSum(term)).GroupBy(term => term.Operation)
            .MaxBy(group => group.Count())?.ToList();
        if (products is null || products.Count < LeastTerms)
            return null;
        var joined = new HashSet<Tensor>(products);
        var sum = new Sum((MatrixProductOperation)products[0].Operation, products, [.. terms.Where(term => !joined.Contains(term))]);
        long moved = products.Sum(product => product.Inputs[0].Shape.Count + product.Inputs[1].Shape.Count);
        return moved <= products.Count * top.Shape.Count ? sum : null;
    }

    /// <summary>In an order of its own, since what is read side by side may have been made after the sum.</summary>
    private Tensor[] Rebuild()
    {
        var rebuilt = new Dictionary<Tensor, Tensor>();
        var pending = new Stack<Tensor>(_roots);
        while (pending.TryPeek(out Tensor? tensor))
        {
            int before = pending.Count;
            Sum? sum = _sums.GetValueOrDefault(tensor);
            foreach (Tensor needed in rebuilt.ContainsKey(tensor) ? [] : sum?.Needed ?? tensor.Inputs.AsEnumerable())
            {
                if (!rebuilt.ContainsKey(needed))
                    pending.Push(needed);
            }

            if (pending.Count > before)
                continue;
            pending.Pop();
            if (!rebuilt.ContainsKey(tensor))
                rebuilt.Add(tensor, sum?.Make(rebuilt) ?? Graph.WithInputs(tensor, rebuilt));
        }

        return [.. _roots.Select(root => rebuilt[root])];
    }

    /// <summary>Products alike, and the terms that are none.</summary>
    private sealed class Sum(MatrixProductOperation operation, List<Tensor> products, List<Tensor> others)
    {
        private Tensor[][] _pieces = [];
        private (Tensor Whole, int First)?[] _wholes = [];

        public IEnumerable<Tensor> Needed =>
            others.Concat(_pieces.SelectMany((pieces, side) => _wholes[side] is { } found ? [found.Whole] : pieces));

        /// <summary>Finds operands that lie side by side, in the order of the terms or the other way about.</summary>
        public void Place(Dictionary<Tensor, List<Tensor>> users, HashSet<Tensor> behindSums)
        {
            for (int attempt = 0; attempt < 2; attempt++)
            {
                products.Reverse();
                _pieces = [[.. products.Select(product => product.Inputs[0])], [.. products.Select(product => product.Inputs[1])]];
                _wholes = [.. _pieces.Select((pieces, side) => Whole(pieces, Axis(side), users, behindSums))];
                if (_wholes.Any(whole => whole is not null))
                    return;
            }
        }

        public Tensor Make(Dictionary<Tensor, Tensor> rebuilt)
        {
            Tensor result = Tensor.MatMul(SideBySide(0, rebuilt), SideBySide(1, rebuilt), operation.TransposeLeft, operation.TransposeRight);
            foreach (Tensor other in others)
                result += rebuilt[other];
            return result;
        }

        private static (Tensor Whole, int First)? Whole(Tensor[] pieces, int axis, Dictionary<Tensor, List<Tensor>> users, HashSet<Tensor> behindSums)
        {
            foreach (Tensor whole in users[pieces[0]])
            {
                if (whole.Operation is not ConcatOperation concat || concat.Axis != axis || behindSums.Contains(whole))
                    continue;
                int first = whole.Inputs.IndexOf(pieces[0]);
                if (first + pieces.Length <= whole.Inputs.Length && whole.Inputs.AsSpan().Slice(first, pieces.Length).SequenceEqual(pieces))
                    return (whole, whole.Inputs.Take(first).Sum(input => input.Shape[axis]));
            }

            return null;
        }

        /// <summary>The axis that is summed over.</summary>
        private int Axis(int side) => side == 0 ? (operation.TransposeLeft ? 0 : 1) : operation.TransposeRight ? 1 : 0;

        private Tensor SideBySide(int side, Dictionary<Tensor, Tensor> rebuilt)
        {
            int axis = Axis(side);
            return _wholes[side] is { } found
                ? rebuilt[found.Whole].Slice(axis, found.First, _pieces[side].Sum(piece => piece.Shape[axis]))
                : Tensor.Concat(axis, [.. _pieces[side].Select(piece => rebuilt[piece])]);
        }
    }
}
