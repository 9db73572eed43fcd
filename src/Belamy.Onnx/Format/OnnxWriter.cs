using System.Reflection;
using Belamy.Serialization;

namespace Belamy.Onnx.Format;

/// <summary>Writes models. The numbers of fields are those of <c>onnx.proto</c>, which state the format.</summary>
internal static class OnnxWriter
{
    /// <summary>Writes a model.</summary>
    /// <exception cref="BelamyException">It would have more than 2 GB.</exception>
    public static void Write(OnnxModel model, Stream stream)
    {
        MessageWriter message = Message(model);
        if (message.Length > MessageWriter.MostBytes)
            throw new BelamyException($"{model.Name}: an ONNX file holds at most 2 GB, and this would have {message.Length / 1e9:0.0}; export smaller networks, or their weights by --format safetensors");
        message.WriteTo(stream);
    }

    /// <summary>What asks for more values of a graph when it stands behind a model: in Protocol Buffers a message that comes twice is one.</summary>
    /// <param name="names">The values to give beside the model's own outputs.</param>
    public static byte[] MoreOutputs(IEnumerable<string> names)
    {
        var graph = new MessageWriter();
        foreach (string name in names)
        {
            var value = new MessageWriter();
            value.Add(1, name);
            graph.Add(12, value);
        }

        var model = new MessageWriter();
        model.Add(7, graph);
        using var bytes = new MemoryStream();
        model.WriteTo(bytes);
        return bytes.ToArray();
    }

    private static MessageWriter Message(OnnxModel model)
    {
        var message = new MessageWriter();
        message.Add(1, model.IrVersion);
        message.Add(2, "Belamy");
        message.Add(3, Version);
        if (model.Description.Length > 0)
            message.Add(6, model.Description);
        message.Add(7, Graph(model));
        var operators = new MessageWriter();
        operators.Add(1, "");
        operators.Add(2, model.Opset);
        message.Add(8, operators);
        foreach ((string name, string text) in model.Metadata)
        {
            var entry = new MessageWriter();
            entry.Add(1, name);
            entry.Add(2, text);
            message.Add(14, entry);
        }

        return message;
    }

    /// <summary>The version of Belamy.</summary>
    public static string Version { get; } = typeof(OnnxWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static MessageWriter Graph(OnnxModel model)
    {
        var message = new MessageWriter();
        foreach (OnnxNode node in model.Nodes)
            message.Add(1, Node(node));
        message.Add(2, model.Name);
        foreach (OnnxValue value in model.Nodes.SelectMany(node => node.Inputs).Where(value => value.Numbers is not null).Distinct())
            message.Add(5, Numbers(value.Name, value.Numbers!));
        foreach (OnnxPort input in model.Inputs)
            message.Add(11, Port(input));
        foreach (OnnxPort output in model.Outputs)
            message.Add(12, Port(output));
        return message;
    }

    private static MessageWriter Node(OnnxNode node)
    {
        var message = new MessageWriter();
        foreach (OnnxValue input in node.Inputs)
            message.Add(1, input.Name);
        message.Add(2, node.Output.Name);
        message.Add(3, node.Name);
        message.Add(4, node.Operator);
        foreach ((string name, object value) in node.Attributes)
            message.Add(5, Attribute(name, value));
        return message;
    }

    private static MessageWriter Attribute(string name, object value)
    {
        var message = new MessageWriter();
        message.Add(1, name);
        switch (value)
        {
            case float number:
                message.Add(2, number);
                message.Add(20, 1L);
                break;
            case long whole:
                message.Add(3, whole);
                message.Add(20, 2L);
                break;
            case string text:
                message.Add(4, text);
                message.Add(20, 3L);
                break;
            case long[] several:
                foreach (long one in several)
                    message.Add(8, one);
                message.Add(20, 7L);
                break;
            default:
                throw new NotSupportedException($"Attribute {name}: {value.GetType()} is no type of the format.");
        }

        return message;
    }

    private static MessageWriter Numbers(string name, OnnxNumbers numbers)
    {
        var message = new MessageWriter();
        foreach (int size in numbers.Shape)
            message.Add(1, (long)size);
        message.Add(2, (long)numbers.Type);
        message.Add(8, name);
        message.Add(9, numbers.ToBytes());
        return message;
    }

    private static MessageWriter Port(OnnxPort port)
    {
        var shape = new MessageWriter();
        foreach (Size size in port.Sizes)
        {
            var dimension = new MessageWriter();
            if (size is { PerBatch: 0, Name: null })
                dimension.Add(1, (long)size.Constant);
            else
                dimension.Add(2, size.ToString());
            shape.Add(1, dimension);
        }

        var tensor = new MessageWriter();
        tensor.Add(1, (long)port.Type);
        tensor.Add(2, shape);
        var type = new MessageWriter();
        type.Add(1, tensor);
        var message = new MessageWriter();
        message.Add(1, port.Value.Name);
        message.Add(2, type);
        if (port.Description.Length > 0)
            message.Add(3, port.Description);
        return message;
    }
}
