using Belamy.Tensors.Evaluation;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Tests.RandomGraphs;

/// <summary>
/// A graph that a seed determines: leaves of all kinds, some dozens of operations over all primitives, outputs and
/// updates. Values are computed while it grows, so that they can be kept in range.
/// </summary>
/// <remarks>
/// Operations that jump (comparisons, Floor, ArgMax) are applied only to values that involve no rounding: else a
/// difference in the last place, which a compiler may well make, would become one of the whole.
/// </remarks>
internal sealed partial class RandomGraph : IDisposable
{
    private const int MostElements = 4096;
    private static readonly int[] Sizes = [1, 1, 2, 2, 3, 5, 7, 13, 16, 17, 31, 33, 64];
    private readonly Random _random;
    private readonly List<Tensor> _pool = [];
    private readonly Dictionary<Tensor, NDArray> _values = [];
    private readonly HashSet<Tensor> _exact = [];
    private readonly ParameterStore _store = new();

    public RandomGraph(int seed)
    {
        _random = new Random(seed);
        int operations = _random.Next(5, 50);
        int leaves = _random.Next(1, 5);
        for (int leaf = 0; leaf < leaves; leaf++)
            Leaf(RandomShape());
        while (operations > 0)
        {
            if (Grow())
                operations--;
        }

        ChooseOutputs();
        ChooseUpdates();
    }

    /// <summary>What the program computes.</summary>
    public List<Tensor> Outputs { get; } = [];

    /// <summary>What the program sets.</summary>
    public Dictionary<Parameter, Tensor> Updates { get; } = [];

    /// <summary>Values of the inputs.</summary>
    public Dictionary<Tensor, NDArray> Inputs { get; } = [];

    /// <summary>The parameters, updated or not.</summary>
    public IReadOnlyList<Parameter> Parameters => _store.Parameters;

    public void Dispose() => _store.Dispose();

    private int Below(int limit) => _random.Next(limit);

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Any<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>A float tensor of the graph so far, the later the likelier.</summary>
    private Tensor Pick() => _pool[Math.Max(_random.Next(_pool.Count), Chance(0.5) ? _random.Next(_pool.Count) : 0)];

    private Tensor? Pick(Func<Tensor, bool> fits)
    {
        Tensor[] fitting = [.. _pool.Where(fits)];
        return fitting.Length == 0 ? null : Any(fitting);
    }

    private Shape RandomShape(int leastRank = 0, int mostRank = 4)
    {
        int rank = Math.Max(leastRank, Math.Min(mostRank, Any([0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4])));
        while (true)
        {
            var shape = new Shape([.. Enumerable.Range(0, rank).Select(_ => Any(Sizes))]);
            if (shape.Count <= MostElements)
                return shape;
        }
    }

    /// <summary>A shape that broadcasts into another: some sizes become 1, some leading axes go.</summary>
    private Shape BroadcastableTo(Shape shape)
    {
        int dropped = Chance(0.4) ? Below(shape.Rank + 1) : 0;
        return new Shape([.. shape.Skip(dropped).Select(size => Chance(0.4) ? 1 : size)]);
    }

    /// <summary>A new input, parameter, given array or constant with values of moderate size; on a coarse grid at times, so that there are ties.</summary>
    private Tensor Leaf(Shape shape)
    {
        bool coarse = Chance(0.2);
        float[] values = [.. Enumerable.Range(0, (int)shape.Count).Select(_ => coarse ? (Below(17) - 8) / 4f : (float)((_random.NextDouble() * 4) - 2))];
        NDArray array = NDArray.From(shape, values);
        Tensor leaf;
        switch (Below(20))
        {
            case < 11:
                leaf = Tensor.Input($"input {Inputs.Count}", shape);
                Inputs.Add(leaf, array);
                break;
            case < 17:
                leaf = _store.Create($"parameter {_store.Parameters.Count}", array).Value;
                break;
            case < 19:
                leaf = Tensor.Literal(array);
                break;
            default:
                leaf = Tensor.Constant(Any([0, 1, -1, 0.5, 3]), shape);
                break;
        }

        Add(leaf, exact: true);
        return leaf;
    }

    private Tensor IndexLeaf(int count, int limit)
    {
        // One below and one above the range: indices outside it are clamped.
        NDArray array = NDArray.From([count], Enumerable.Range(0, count).Select(_ => Below(limit + 2) - 1).ToArray());
        if (Chance(0.5))
            return Tensor.Literal(array);
        Tensor input = Tensor.Input($"input {Inputs.Count}", array.Shape, ElementType.Int32);
        Inputs.Add(input, array);
        return input;
    }

    /// <summary>Adds a tensor to the graph, its values brought into range.</summary>
    private void Add(Tensor tensor, bool exact)
    {
        if (tensor.Shape.Count is 0 or > 2 * MostElements)
            return;
        double largest = Value(tensor).ToDoubles().Max(Math.Abs);
        if (largest > 8)
        {
            exact = false;
            tensor = Chance(0.5) ? tensor.Tanh() : tensor * (1 / largest);
            Value(tensor);
        }

        if (exact)
            _exact.Add(tensor);
        _pool.Add(tensor);
    }

    private NDArray Value(Tensor tensor)
    {
        foreach (Tensor node in Graph.InOrder([tensor]))
        {
            if (!_values.ContainsKey(node))
            {
                _values[node] = Inputs.TryGetValue(node, out NDArray? given)
                    ? given
                    : ReferenceEvaluator.Apply(node, [.. node.Inputs.Select(input => _values[input])]);
            }
        }

        return _values[tensor];
    }

    private bool IsExact(Tensor tensor) => _exact.Contains(tensor);

    private void ChooseOutputs()
    {
        int count = 1 + Below(4);
        Outputs.Add(_pool[^1]);
        for (int output = 1; output < count; output++)
            Outputs.Add(Pick());
        if (Chance(0.3))
            Outputs.Add(Pick().Sum());
        if (Pick(IsExact) is { } left && Chance(0.2))
            Outputs.Add(left > BroadcastableLeaf(left));
        if (Pick(IsExact) is { Rank: > 0 } ranked && Chance(0.2))
            Outputs.Add(ranked.ArgMax(Below(ranked.Rank)));
        if (Chance(0.15))
            Outputs.Add(IntegerExpression(RandomShape(mostRank: 3)));
        if (Chance(0.15))
            Outputs.Add(IntegerExpression([Any(Sizes)]) < Tensor.Constant(2, [1], ElementType.Int32));
    }

    private Tensor BroadcastableLeaf(Tensor tensor) => Leaf(BroadcastableTo(tensor.Shape));

    private void ChooseUpdates()
    {
        List<Parameter> parameters = [.. Parameters.Where(parameter => parameter.ElementType == ElementType.Float32)];
        foreach (Parameter parameter in parameters)
        {
            if (Chance(0.4))
                continue;
            Tensor old = parameter.Value;
            Parameter[] twins = [.. parameters.Where(other => other.Shape == parameter.Shape && other != parameter)];
            Tensor[] sameShape = [old, .. _pool.Where(tensor => tensor.Shape == parameter.Shape)];
            Tensor[] sameCount = [old, .. _pool.Where(tensor => tensor.Shape.Count == parameter.Shape.Count)];
            Tensor scalar = Pick().Mean();
            Updates[parameter] = Below(7) switch
            {
                0 when twins.Length > 0 => Any(twins).Value,
                1 when parameter.Shape.Rank > 0 => old.Reverse(Below(parameter.Shape.Rank)),
                2 when parameter.Shape.Rank == 2 && parameter.Shape[0] == parameter.Shape[1] => old.Transpose(),
                3 => Any(sameShape).Tanh(),
                4 => Any(sameCount).Reshape(parameter.Shape).Tanh(),
                5 => (old - (0.1 * Any(sameShape)) + scalar).Tanh(),
                _ => (0.9 * old) + (0.1 * scalar.Tanh()),
            };
        }
    }
}
