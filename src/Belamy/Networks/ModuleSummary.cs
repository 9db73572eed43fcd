using System.Globalization;
using System.Text;
using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>One line of a summary.</summary>
/// <param name="Path">The path of the layer's parameters.</param>
/// <param name="Layer">What the layer is.</param>
/// <param name="Output">The shape of one output item.</param>
/// <param name="Parameters">Number of values that training changes.</param>
public sealed record ModuleSummaryRow(string Path, string Layer, Shape Output, long Parameters);

/// <summary>The layers of a network with the shapes that come out of them and their parameters.</summary>
public sealed class ModuleSummary
{
    /// <summary>Summarizes a network.</summary>
    /// <param name="module">A built network.</param>
    /// <exception cref="InvalidOperationException">The network has not been built.</exception>
    public ModuleSummary(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (!module.IsBuilt)
            throw new InvalidOperationException("Only a built network has shapes to summarize.");
        Name = module.Path;
        Input = module.InputShape;
        Rows = [.. Layers(module).Select(layer => new ModuleSummaryRow(layer.Path, layer.Description, layer.OutputShape, OwnCount(layer)))];
    }

    /// <summary>The path of the network.</summary>
    public string Name { get; }

    /// <summary>The shape of one input item.</summary>
    public Shape Input { get; }

    /// <summary>The layers, in the order of application.</summary>
    public IReadOnlyList<ModuleSummaryRow> Rows { get; }

    /// <summary>Number of values that training changes.</summary>
    public long Parameters => Rows.Sum(row => row.Parameters);

    /// <summary>The summary as a table of plain text.</summary>
    public override string ToString()
    {
        var lines = new List<(string Layer, string Output, string Parameters)> { (Name, Input.ToString(), "") };
        lines.AddRange(Rows.Select(row => (row.Layer, row.Output.ToString(), row.Parameters == 0 ? "" : Number(row.Parameters))));
        lines.Add(("total", "", Number(Parameters)));
        int layerWidth = lines.Max(line => line.Layer.Length);
        int outputWidth = lines.Max(line => line.Output.Length);
        int numberWidth = lines.Max(line => line.Parameters.Length);
        var text = new StringBuilder();
        foreach ((string layer, string output, string parameters) in lines)
            text.Append((layer.PadRight(layerWidth) + "  " + output.PadRight(outputWidth) + "  " + parameters.PadLeft(numberWidth)).TrimEnd()).Append('\n');
        return text.ToString();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Modules without others in them, and those that have parameters of their own beside the others'.</summary>
    private static IEnumerable<Module> Layers(Module module) =>
        [.. module.Children.Count == 0 || OwnCount(module) > 0 ? [module] : (Module[])[], .. module.Children.SelectMany(Layers)];

    private static long OwnCount(Module module) => module.ParameterCount - module.Children.Sum(child => child.ParameterCount);
}
