using Belamy.Tensors;
using Belamy.Tensors.Operations;

namespace Belamy.Onnx.Recording;

/// <summary>Random numbers that a function draws, and the input that takes their place.</summary>
/// <param name="Drawn">Where its own graph draws them; several draws lie in the input one behind another, item by item.</param>
/// <param name="Input">What takes their place.</param>
/// <param name="Name">The name of that input.</param>
/// <param name="IsNormal">Whether they are of N(0, 1), else of U[0, 1).</param>
internal sealed record DrawnNoise(IReadOnlyList<Tensor> Drawn, Tensor Input, string Name, bool IsNormal)
{
    /// <summary>More draws than these share an input: a chain of a thousand steps cannot ask for a thousand.</summary>
    private const int MostInputs = 8;

    /// <summary>What separates the two streams of <see cref="Tensor.RandomNormal"/>.</summary>
    private const uint Second = 0x9E3779B9u;

    /// <summary>What stands in the graph for each draw.</summary>
    public IEnumerable<KeyValuePair<Tensor, Tensor>> Replacements
    {
        get
        {
            int start = 0;
            foreach (Tensor drawn in Drawn)
            {
                int length = (int)(drawn.Shape.Count / drawn.Shape[0]);
                yield return new(drawn, Drawn.Count == 1 ? Input : Input.Slice(1, start, length).Reshape(drawn.Shape));
                start += length;
            }
        }
    }

    /// <summary>The values of the input.</summary>
    /// <param name="drawn">The values of each draw.</param>
    public NDArray Join(IReadOnlyList<NDArray> drawn)
    {
        if (drawn is [var only])
            return only;
        int batch = Input.Shape[0], width = Input.Shape[1], start = 0;
        var joined = new float[batch * width];
        foreach (NDArray values in drawn)
        {
            int length = (int)(values.Shape.Count / batch);
            for (int item = 0; item < batch; item++)
                values.AsSpan<float>().Slice(item * length, length).CopyTo(joined.AsSpan((item * width) + start));
            start += length;
        }

        return NDArray.From(Input.Shape, joined);
    }

    /// <summary>All that a graph draws, in order.</summary>
    /// <param name="output">What the graph gives.</param>
    /// <param name="batch">The size of the batch.</param>
    public static DrawnNoise[] In(Tensor output, int batch)
    {
        List<Tensor> ordered = Graph.InOrder([output]);
        // Each normal number is made of two even ones, which are then no longer drawn.
        var normal = ordered.Where(IsNormalDraw).ToHashSet();
        var parts = Graph.InOrder(normal).Where(tensor => tensor.Operation is RandomOperation).ToHashSet();
        Tensor[] drawn = [.. ordered.Where(tensor => normal.Contains(tensor) || (tensor.Operation is RandomOperation && !parts.Contains(tensor)))];
        bool isShared = drawn.Length > MostInputs && drawn.All(tensor => tensor.Rank > 0 && tensor.Shape[0] == batch);
        IReadOnlyList<Tensor>[] groups = isShared ? [.. drawn.GroupBy(normal.Contains).Select(group => group.ToArray())] : [.. drawn.Select(tensor => new[] { tensor })];
        return [.. groups.Select((group, at) =>
        {
            string name = groups.Length == 1 ? "noise" : $"noise_{at + 1}";
            Shape shape = group is [var only] ? only.Shape : [batch, checked((int)group.Sum(tensor => tensor.Shape.Count / batch))];
            return new DrawnNoise(group, Tensor.Input(name, shape, group[0].ElementType), name, normal.Contains(group[0]));
        })];
    }

    private static bool IsNormalDraw(Tensor tensor) =>
        tensor.Operation is BinaryOperation { Kind: BinaryKind.Multiply }
        && tensor.Inputs[0].Operation is UnaryOperation { Kind: UnaryKind.Sqrt } && tensor.Inputs[1].Operation is UnaryOperation { Kind: UnaryKind.Cos }
        && StreamOf(tensor.Inputs[0]) is { } radius && StreamOf(tensor.Inputs[1]) is { } angle && (radius ^ Second) == angle;

    /// <summary>The stream that a function of single random numbers draws from; null where it is none.</summary>
    private static uint? StreamOf(Tensor tensor)
    {
        for (int steps = 0; steps < 5; steps++)
        {
            if (tensor.Operation is RandomOperation random)
                return random.Stream;
            if (tensor.Inputs.Where(input => input.Operation is not ConstantOperation).Take(2).ToArray() is not [var only])
                return null;
            tensor = only;
        }

        return null;
    }
}
