using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Onnx.Checking;
using Belamy.Onnx.Format;
using Belamy.Onnx.Lowering;
using Belamy.Tensors;

namespace Belamy.Onnx.Tests;

/// <summary>Small graphs as functions.</summary>
internal static class Graphs
{
    /// <summary>A function of one array of numbers.</summary>
    public static Function Of(int[] item, Func<Tensor, Tensor> graph) => new("graph", [new Field("input", new Arrays(item))], new Field("output", GivenBy(graph, item)), (_, fields) => graph(fields[0]));

    /// <summary>Checks a function at three sizes of the batch.</summary>
    /// <returns>Its graph.</returns>
    public static LoweredGraph Check(int[] item, Func<Tensor, Tensor> graph)
    {
        (LoweredGraph lowered, _, double difference) = OnnxExport.Check(Of(item, graph), 14, 1, 2, 7);
        Assert.InRange(difference, 0, Difference.Tolerance);
        return lowered;
    }

    /// <summary>The values of a model of one operator, as ONNX Runtime has them.</summary>
    public static float[] Run(string name, float[] input, int[] shape, IReadOnlyList<OnnxNumbers?> others, params (string Name, object Value)[] attributes)
    {
        using var runner = new OnnxRunner(Bytes(Model(name, shape, others, attributes)));
        return runner.Run(new Dictionary<string, NDArray> { ["x"] = NDArray.From(new Shape(shape), input) }, "y")[0].AsSpan<float>().ToArray();
    }

    public static OnnxModel Model(string name, int[] shape, IReadOnlyList<OnnxNumbers?> others, params (string Name, object Value)[] attributes)
    {
        OnnxValue x = new() { Name = "x" }, y = new() { Name = "y" };
        OnnxValue[] given = [.. others.Select((numbers, at) => new OnnxValue { Name = numbers is null ? "" : $"numbers{at}", Numbers = numbers })];
        return new OnnxModel("one")
        {
            Nodes = [new OnnxNode(name, [x, .. given], y) { Attributes = attributes.ToDictionary(one => one.Name, one => one.Value), Name = "node" }],
            Inputs = [new OnnxPort(x, OnnxType.Float, [.. shape.Select(size => new Size(size))], "")],
            Outputs = [new OnnxPort(y, OnnxType.Float, [.. shape.Select((_, axis) => new Size(0, axis + 1))], "")],
        };
    }

    public static byte[] Bytes(OnnxModel model)
    {
        using var stream = new MemoryStream();
        model.Write(stream);
        return stream.ToArray();
    }

    private static Arrays GivenBy(Func<Tensor, Tensor> graph, int[] item) => new(graph(Tensor.Input("probe", [3, .. item])).Shape.ToArray()[1..]);
}
