using System.Globalization;
using Belamy.Onnx.Format;

namespace Belamy.Onnx.Lowering;

/// <summary>Names of nodes and values: those of the networks' weights, else of the operators.</summary>
internal static class Naming
{
    /// <summary>Names all nodes, and all values but inputs.</summary>
    /// <param name="nodes">The nodes in order.</param>
    /// <param name="output">What the graph gives.</param>
    /// <param name="name">Its name.</param>
    public static void Run(IReadOnlyList<OnnxNode> nodes, OnnxValue output, string name)
    {
        var produced = nodes.Select(node => node.Output).ToHashSet();
        var taken = new HashSet<string>(StringComparer.Ordinal) { "", name };
        // Inputs have their names already.
        foreach (OnnxValue input in nodes.SelectMany(node => node.Inputs).Where(input => input.Numbers is null && !produced.Contains(input)))
            taken.Add(input.Name);
        foreach (OnnxValue numbers in nodes.SelectMany(node => node.Inputs).Where(input => input.Numbers is not null).Distinct())
            numbers.Name = Free(numbers.Name.Length > 0 ? numbers.Name : Describe(numbers.Numbers!));
        foreach (OnnxNode node in nodes)
        {
            string? layer = node.Inputs.Select(input => input.Numbers is null ? null : LayerOf(input.Name)).FirstOrDefault(layer => layer is not null);
            node.Name = Free(layer is null ? node.Operator : $"{layer}/{node.Operator}");
            node.Output.Name = node.Output == output ? name : Free($"{node.Name}:0");
        }

        string Free(string wanted)
        {
            string free = wanted;
            for (int number = 2; !taken.Add(free); number++)
                free = $"{wanted}_{number}";
            return free;
        }
    }

    private static string? LayerOf(string weight) => weight.LastIndexOf('/') is > 0 and var end ? weight[..end] : null;

    private static string Describe(OnnxNumbers numbers) => numbers.Values switch
    {
        float[] { Length: 1 } one => one[0].ToString("G6", CultureInfo.InvariantCulture),
        int[] { Length: 1 } one => $"int_{one[0]}",
        long[] { Length: <= 8 } several => $"sizes_{string.Join('x', several)}",
        _ => "numbers",
    };
}
