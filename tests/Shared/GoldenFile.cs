using System.Text.Json;
using Belamy.Tensors;

namespace Belamy.TestSupport;

/// <summary>Cases that <c>tests/golden/record.py</c> recorded; the format is in the README beside it.</summary>
public sealed class GoldenFile
{
    private GoldenFile(string name, IReadOnlyList<GoldenCase> cases)
    {
        Name = name;
        Cases = cases;
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>All cases in the order of the file.</summary>
    public IReadOnlyList<GoldenCase> Cases { get; }

    /// <summary>The case of that name.</summary>
    public GoldenCase this[string name] => Cases.SingleOrDefault(one => one.Name == name)
        ?? throw new KeyNotFoundException($"{Name} has no case '{name}'.");

    /// <summary>Reads a file that lies beside the test assembly, for example <c>layers.json</c>.</summary>
    public static GoldenFile Load(string name)
    {
        using FileStream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "golden", name));
        using var document = JsonDocument.Parse(stream);
        return new GoldenFile(name, [.. document.RootElement.EnumerateArray().Select(one => new GoldenCase(one.Clone()))]);
    }

    /// <summary>The cases of a kind; at least one.</summary>
    public IReadOnlyList<GoldenCase> OfKind(string kind)
    {
        GoldenCase[] found = [.. Cases.Where(one => one.Kind == kind)];
        return found.Length > 0 ? found : throw new KeyNotFoundException($"{Name} has no case of kind '{kind}'.");
    }
}

/// <summary>One recorded computation: inputs, outputs, and gradients of the sum of (first output × cotangent).</summary>
public sealed class GoldenCase
{
    private readonly JsonElement _json;

    internal GoldenCase(JsonElement json)
    {
        _json = json;
        Name = json.GetProperty("name").GetString()!;
        Kind = json.GetProperty("kind").GetString()!;
        Inputs = Arrays("inputs");
        Outputs = Arrays("outputs");
        Gradients = Arrays("gradients");
        Cotangent = json.TryGetProperty("cotangent", out JsonElement cotangent) ? Read(cotangent) : null;
    }

    /// <summary>Its name, unique in the file.</summary>
    public string Name { get; }

    /// <summary>Which formula.</summary>
    public string Kind { get; }

    /// <summary>Inputs by name, in the order of the file: Float64, Int32 or Boolean.</summary>
    public OrderedDictionary<string, NDArray> Inputs { get; }

    /// <summary>Outputs by name, in the order of the file.</summary>
    public OrderedDictionary<string, NDArray> Outputs { get; }

    /// <summary>Gradients by the name of their input; empty where there are none.</summary>
    public OrderedDictionary<string, NDArray> Gradients { get; }

    /// <summary>The weights of the first output's elements in the sum that was differentiated.</summary>
    public NDArray? Cotangent { get; }

    /// <summary>The only or first output.</summary>
    public NDArray Output => Outputs.GetAt(0).Value;

    /// <summary>An attribute that is one number.</summary>
    public double Number(string attribute) => Attribute(attribute).GetDouble();

    /// <summary>An attribute that is one number, or another number where it is left out.</summary>
    public double Number(string attribute, double missing) =>
        _json.GetProperty("attributes").TryGetProperty(attribute, out JsonElement value) ? value.GetDouble() : missing;

    /// <summary>An attribute that is a whole number.</summary>
    public int Integer(string attribute) => Attribute(attribute).GetInt32();

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public int[] Integers(string attribute) => [.. Attribute(attribute).EnumerateArray().Select(value => value.GetInt32())];

    /// <summary>An attribute that is 0 or 1.</summary>
    public bool Flag(string attribute) => Number(attribute, 0) != 0;

    /// <summary>An attribute that is text.</summary>
    public string Text(string attribute) => Attribute(attribute).GetString()!;

    /// <summary>An attribute that is text, or another text where it is left out.</summary>
    public string Text(string attribute, string missing) =>
        _json.GetProperty("attributes").TryGetProperty(attribute, out JsonElement value) ? value.GetString()! : missing;

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static NDArray Read(JsonElement array)
    {
        Shape shape = new([.. array.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())]);
        JsonElement values = array.GetProperty("values");
        return array.GetProperty("type").GetString() switch
        {
            "Float64" => NDArray.From(shape, values.EnumerateArray().Select(value => value.GetDouble()).ToArray()),
            "Int32" => NDArray.From(shape, values.EnumerateArray().Select(value => value.GetInt32()).ToArray()),
            "Boolean" => NDArray.From(shape, values.EnumerateArray().Select(value => value.GetInt32() != 0).ToArray()),
            string other => throw new InvalidDataException($"Unknown type of array '{other}'."),
            null => throw new InvalidDataException("An array has no type."),
        };
    }

    private JsonElement Attribute(string name) => _json.GetProperty("attributes").TryGetProperty(name, out JsonElement value)
        ? value
        : throw new KeyNotFoundException($"Case '{Name}' has no attribute '{name}'.");

    private OrderedDictionary<string, NDArray> Arrays(string group)
    {
        var arrays = new OrderedDictionary<string, NDArray>(StringComparer.Ordinal);
        if (_json.TryGetProperty(group, out JsonElement members))
        {
            foreach (JsonProperty member in members.EnumerateObject())
                arrays.Add(member.Name, Read(member.Value));
        }

        return arrays;
    }
}
