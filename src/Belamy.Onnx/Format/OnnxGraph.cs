using System.Runtime.InteropServices;
using Belamy.Tensors;

namespace Belamy.Onnx.Format;

/// <summary>Types of elements by their numbers in the format.</summary>
internal enum OnnxType
{
    Float = 1,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Double = 11,
}

/// <summary>A value in a graph: an input, given numbers, or what a node gives. Its name is settled when the graph is complete.</summary>
internal sealed class OnnxValue
{
    public string Name { get; set; } = "";

    /// <summary>The numbers, where they are given with the graph.</summary>
    public OnnxNumbers? Numbers { get; init; }

    public override string ToString() => Name;
}

/// <summary>Numbers that are given with the graph.</summary>
/// <param name="Shape">Their shape.</param>
/// <param name="Values">float[], double[], int[], long[] or bool[], row-major.</param>
internal sealed record OnnxNumbers(Shape Shape, Array Values)
{
    public OnnxType Type => Values switch
    {
        float[] => OnnxType.Float,
        double[] => OnnxType.Double,
        int[] => OnnxType.Int32,
        long[] => OnnxType.Int64,
        bool[] => OnnxType.Bool,
        _ => throw new NotSupportedException($"{Values.GetType()} is no type of the format."),
    };

    public ReadOnlyMemory<byte> ToBytes()
    {
        var bytes = new byte[Buffer.ByteLength(Values)];
        Buffer.BlockCopy(Values, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    public static OnnxNumbers Of(NDArray array) => new(array.Shape, array.ElementType switch
    {
        ElementType.Float32 => array.AsSpan<float>().ToArray(),
        ElementType.Float64 => array.AsSpan<double>().ToArray(),
        ElementType.Int32 => array.AsSpan<int>().ToArray(),
        _ => array.AsSpan<bool>().ToArray(),
    });
}

/// <summary>A step of a graph: an operator of the format with its inputs and attributes. It gives one value.</summary>
/// <param name="Operator">Its operator: <c>Conv</c>.</param>
/// <param name="Inputs">What it takes; an empty name stands for one that is left out.</param>
/// <param name="Output">What it gives.</param>
internal sealed record OnnxNode(string Operator, IReadOnlyList<OnnxValue> Inputs, OnnxValue Output)
{
    /// <summary>Attributes: a long, a float, a string or a long[] under each name.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; init; } = new Dictionary<string, object>();

    /// <summary>Its name in the graph, for people.</summary>
    public string Name { get; set; } = "";
}

/// <summary>An input or output of a model.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Sizes">Its sizes, that of the batch among them.</param>
/// <param name="Description">What it is, for people.</param>
internal sealed record OnnxPort(OnnxValue Value, OnnxType Type, IReadOnlyList<Size> Sizes, string Description);

/// <summary>A model of the format.</summary>
/// <param name="Name">The name of its graph.</param>
internal sealed record OnnxModel(string Name)
{
    /// <summary>The version of the format: read by ONNX 1.10 of 2021 and later.</summary>
    public long IrVersion { get; init; } = 8;

    /// <summary>The set of operators: the lowest that has all of them.</summary>
    public long Opset { get; init; } = 17;

    public required IReadOnlyList<OnnxNode> Nodes { get; init; }

    public required IReadOnlyList<OnnxPort> Inputs { get; init; }

    public required IReadOnlyList<OnnxPort> Outputs { get; init; }

    /// <summary>Names and texts that say what the model is.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    public string Description { get; init; } = "";

    /// <summary>Writes the model as a file.</summary>
    /// <exception cref="BelamyException">It would have more than 2 GB.</exception>
    public void Write(Stream stream) => OnnxWriter.Write(this, stream);
}
