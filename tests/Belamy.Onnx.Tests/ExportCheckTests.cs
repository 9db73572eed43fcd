using Belamy.Games;
using Belamy.Onnx.Checking;
using Belamy.Onnx.Format;
using Belamy.Onnx.Lowering;
using Belamy.Onnx.Recording;

namespace Belamy.Onnx.Tests;

/// <summary>The check finds what was lowered wrong, and says where.</summary>
public sealed class ExportCheckTests
{
    [Theory]
    [InlineData("Relu", "LeakyRelu", "Relu", 0)]
    [InlineData("Relu", "LeakyRelu", "Relu_2", 1)]
    [InlineData("Conv", null, "generator/10/Conv", 0)]
    [InlineData("Tanh", "Sigmoid", "Tanh", 0)]
    public void Model_that_computes_something_else_fails_at_the_node_where_it_begins(string spoiled, string? other, string named, int which)
    {
        using AssembledGame game = SmallGames.Play("dcgan");
        // What begins at one node alone must be large enough to see.
        foreach (var parameter in (game.Parts.Average?.Averages.Values ?? game.Networks["generator"].Parameters).Where(one => one.Shape.Rank == 4))
        {
            foreach (ref float weight in parameter.AsSpan<float>())
                weight *= 10;
        }

        Function function = SmallGames.Functions(game)[0];
        (LoweredGraph lowered, TwinGraph graph, _, IReadOnlyList<OnnxPort> inputs, IReadOnlyList<OnnxPort> outputs) = OnnxExport.Lower(function, null);
        OnnxNode node = lowered.Nodes.Where(one => one.Operator == spoiled).ElementAt(which);
        OnnxNode wrong = other is null
            ? node with { Attributes = node.Attributes.ToDictionary(one => one.Key, one => one.Key == "pads" ? (object)new long[] { 2, 3, 4, 3 } : one.Value) }
            : node with { Operator = other };
        var model = new OnnxModel("spoiled") { Nodes = [.. lowered.Nodes.Select(one => one == node ? wrong : one)], Inputs = inputs, Outputs = outputs };
        string message = Assert.Throws<BelamyException>(() => ExportCheck.Run(function, lowered, graph, Graphs.Bytes(model), 14, cancellationToken: TestContext.Current.CancellationToken)).Message;
        Assert.Contains("ONNX Runtime and Belamy differ by", message, StringComparison.Ordinal);
        Assert.Contains($"it begins at node {named} ({spoiled})", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_where_a_function_cannot_be_exported()
    {
        using var folder = new Belamy.Tests.TemporaryFolder();
        using var function = new TrainedFunction(Graphs.Of([2], x => x.Shape[0] > 40 ? x.Exp() : x.Tanh()), 1);
        Assert.Throws<BelamyException>(() => function.ExportOnnx(folder["new/graph.onnx"], cancellationToken: TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(folder["new"]));
    }

    [Theory]
    [InlineData(1, 1.00005, true)]
    [InlineData(1, 1.0002, false)]
    [InlineData(1000, 1000.05, true)]
    [InlineData(1000, 1000.2, false)]
    [InlineData(0, double.NaN, false)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, true)]
    [InlineData(double.PositiveInfinity, 1, false)]
    public void Difference_is_absolute_up_to_1_and_a_share_of_the_largest_beyond(double own, double other, bool passes) =>
        Assert.Equal(passes, Difference.Between(Tensors.NDArray.From<float>([1], [(float)own]), Tensors.NDArray.From<float>([1], [(float)other])) <= Difference.Tolerance);
}
