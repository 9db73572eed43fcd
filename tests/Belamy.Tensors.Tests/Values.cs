namespace Belamy.Tensors.Tests;

/// <summary>Arrays for tests, equal in every run.</summary>
internal static class Values
{
    /// <summary>Uniform Float64 numbers in [low, high).</summary>
    public static NDArray Uniform(Shape shape, double low = -2, double high = 2, int seed = 1)
    {
        var random = new Random(seed);
        var values = new double[shape.Count];
        for (int at = 0; at < values.Length; at++)
            values[at] = low + ((high - low) * random.NextDouble());
        return NDArray.From(shape, values);
    }

    /// <summary>Float64 numbers that are at least 0.1 apart from each other and from 0, in random order.</summary>
    public static NDArray Distinct(Shape shape, int seed = 1)
    {
        double[] values = [.. Enumerable.Range(0, (int)shape.Count).Select(at => 0.1 * (at + 1) * (at % 2 == 0 ? 1 : -1))];
        new Random(seed).Shuffle(values);
        return NDArray.From(shape, values);
    }

    /// <summary>An Int32 tensor of rank 1.</summary>
    public static Tensor Indices(params int[] indices) => Tensor.Literal(NDArray.From([indices.Length], indices));

    /// <summary>A Float64 tensor of rank 1.</summary>
    public static Tensor Doubles(params double[] values) => Tensor.Literal(NDArray.From([values.Length], values));

    /// <summary>Stands for the tensor in a graph that is only built, never run.</summary>
    public static Tensor Placeholder(Shape shape, ElementType elementType = ElementType.Float32) => Tensor.Input("x", shape, elementType);
}
