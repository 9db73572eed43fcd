using Belamy.Tensors;
using Belamy.Tensors.Operations;

namespace Belamy.Onnx.Recording;

/// <summary>Random numbers that a function draws.</summary>
/// <param name="Drawn">Where its own graph draws them.</param>
/// <param name="Input">What takes their place.</param>
/// <param name="Name">The name of that input.</param>
/// <param name="IsNormal">Whether they are of N(0, 1), else of U(0, 1).</param>
internal sealed record DrawnNoise(Tensor Drawn, Tensor Input, string Name, bool IsNormal)
{
    /// <summary>What separates the two streams of <see cref="Tensor.RandomNormal"/>.</summary>
    private const uint Second = 0x9E3779B9u;

    /// <summary>All that a graph draws, in order.</summary>
    public static DrawnNoise[] In(Tensor output)
    {
        List<Tensor> ordered = Graph.InOrder([output]);
        // Each normal number is made of two even ones, which are then no longer drawn.
        var normal = ordered.Where(IsNormalDraw).ToArray();
        var parts = Graph.InOrder(normal).Where(tensor => tensor.Operation is RandomOperation).ToHashSet();
        Tensor[] drawn = [.. ordered.Where(tensor => normal.Contains(tensor) || (tensor.Operation is RandomOperation && !parts.Contains(tensor)))];
        return [.. drawn.Select((tensor, at) =>
        {
            string name = drawn.Length == 1 ? "noise" : $"noise_{at + 1}";
            return new DrawnNoise(tensor, Tensor.Input(name, tensor.Shape, tensor.ElementType), name, normal.Contains(tensor));
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
