using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Tensors;

namespace Belamy.Onnx.Checking;

/// <summary>What a function is tried on: values of each field as its kind has them, the same at every export.</summary>
internal static class CheckInputs
{
    /// <summary>Values of each field that a function takes, items one behind the other.</summary>
    public static float[][] Of(Function function, int items) => [.. function.Takes.Select((field, at) => Values(field, items, at))];

    private static float[] Values(Field field, int items, int number)
    {
        var shape = new Shape([items, .. field.Kind.Shape]);
        Tensor state = Tensor.Literal(NDArray.From<int>([4], [number, 0x0B31A111, 0, 0]));
        if (field.Kind is LatentVectors || field.Kind.Range is not { } range)
            return [.. Tensor.RandomNormal(state, 1, shape).Evaluate().AsSpan<float>()];
        float[] even = [.. Tensor.RandomUniform(state, 1, shape).Evaluate().AsSpan<float>()];
        bool isWhole = field.Kind.ElementType == ElementType.Int32 || field.Kind is Masks or Attributes;
        return Array.ConvertAll(even, share => (float)(isWhole
            ? range.Low + Math.Floor(share * (range.High - range.Low + 1))
            : range.Low + (share * (range.High - range.Low))));
    }
}
