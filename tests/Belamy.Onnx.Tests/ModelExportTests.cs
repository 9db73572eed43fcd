using Belamy.Games;
using Belamy.Onnx.Checking;

namespace Belamy.Onnx.Tests;

/// <summary>Every function of every model as an ONNX file that ONNX Runtime runs as we do.</summary>
public sealed class ModelExportTests
{
    public static TheoryData<string> Names => [.. Models.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Functions_give_in_onnx_runtime_what_they_give_here_at_any_size_of_the_batch(string name)
    {
        using AssembledGame game = SmallGames.Play(name);
        Function[] functions = SmallGames.Functions(game);
        Assert.NotEmpty(functions);
        Assert.All(functions, function =>
        {
            (var graph, byte[] model, double difference) = OnnxExport.Check(function, 14, 1, 2, 7);
            TestContext.Current.TestOutputHelper?.WriteLine($"{name} {function}: {graph.Nodes.Count} nodes, {model.Length} bytes, {difference:0.0e+0}; {string.Join(' ', graph.Nodes.Select(node => node.Operator))}");
            Assert.InRange(difference, 0, Difference.Tolerance);
        });
    }
}
