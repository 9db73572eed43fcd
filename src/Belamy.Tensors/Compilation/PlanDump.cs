using System.Globalization;
using System.Text;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>With <c>BELAMY_DUMP=folder</c>: the graph after each pass and the plan, one text file per stage and program.</summary>
internal sealed class PlanDump(string program)
{
    private static readonly string? TargetFolder = Environment.GetEnvironmentVariable("BELAMY_DUMP");

    /// <summary>A graph as text: a line per node, inputs before users.</summary>
    public static string Text(IEnumerable<Tensor> roots, IReadOnlyDictionary<Tensor, StridedView>? views = null)
    {
        var text = new StringBuilder();
        var numbers = new Dictionary<Tensor, int>();
        Tensor[] ends = [.. roots];
        foreach (Tensor tensor in Operations.Graph.InOrder(ends))
        {
            numbers[tensor] = numbers.Count;
            text.Append(CultureInfo.InvariantCulture, $"%{numbers[tensor]} = {tensor.Operation}");
            if (!tensor.Inputs.IsEmpty)
                text.Append(CultureInfo.InvariantCulture, $" of {string.Join(", ", tensor.Inputs.Select(input => $"%{numbers[input]}"))}");
            text.Append(CultureInfo.InvariantCulture, $" : {tensor.ElementType}{tensor.Shape}");
            if (views is not null && views.TryGetValue(tensor, out StridedView? view))
            {
                text.Append(CultureInfo.InvariantCulture, $" strides [{string.Join(", ", view.Strides)}]");
                if (view.Base != tensor)
                    text.Append(CultureInfo.InvariantCulture, $" in %{numbers[view.Base]} at {view.Offset}");
            }

            text.AppendLine();
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"results {string.Join(", ", ends.Select(root => $"%{numbers[root]}"))}");
        return text.ToString();
    }

    public void Graph(string stage, IReadOnlyList<Tensor> roots, IReadOnlyDictionary<Tensor, StridedView>? views = null)
    {
        if (!string.IsNullOrEmpty(TargetFolder))
            Write(stage, Text(roots, views));
    }

    public void Plan(string stage, Plan plan)
    {
        if (!string.IsNullOrEmpty(TargetFolder))
            Write(stage, plan.ToString());
    }

    private void Write(string stage, string text)
    {
        Directory.CreateDirectory(TargetFolder!);
        string safe = string.Concat(program.Select(character => char.IsLetterOrDigit(character) ? character : '-'));
        File.WriteAllText(Path.Combine(TargetFolder!, $"{safe}.{stage}.txt"), text);
    }
}
