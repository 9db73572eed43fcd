using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Onnx.Checking;
using Belamy.Tensors;

namespace Belamy.Onnx.Tests;

/// <summary>Files for pictures of any size.</summary>
public sealed class PictureSizeTests
{
    [Fact]
    public void Super_resolution_gives_at_any_size_what_it_gives_here()
    {
        using AssembledGame game = SmallGames.Play("srgan");
        Function function = SmallGames.Functions(game).Single(one => one.Name == "upscale");
        byte[] model = OnnxExport.Check(function, 4, 2).Model;
        using var runner = new OnnxRunner(model);
        int channels = ((Pictures)function.Takes[0].Kind).Channels, factor = function.AnySize!.Factor;
        Assert.Equal([-1, channels, -1, -1], runner.Sizes["input"]);
        foreach ((int height, int width) in new[] { (5, 9), (24, 11) })
        {
            float[] picture = [.. Enumerable.Range(0, channels * height * width).Select(at => MathF.Sin(at))];
            NDArray made = runner.Run(new Dictionary<string, NDArray> { ["input"] = NDArray.From(new Shape(1, channels, height, width), picture) }, "target")[0];
            Assert.Equal([1, channels, height * factor, width * factor], made.Shape.ToArray());
            using var own = new TrainedFunction(function.For(height, width), 1);
            Assert.InRange(Difference.Between(NDArray.From(made.Shape, own.Apply(picture)), made), 0, Difference.Tolerance);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Graph_that_differs_with_the_size_is_for_one_size(bool differs)
    {
        FunctionGraph At(int height) => (_, fields) => fields[0] * (differs ? height : 2.0);
        var function = new Function("double", [new Field("input", new Pictures(1, 6, 6))], new Field("output", new Pictures(1, 6, 6)), At(6)) { AnySize = new AnySize(1, 1, (height, _) => At(height)) };
        using var runner = new OnnxRunner(OnnxExport.Check(function, 4, 2).Model);
        Assert.Equal(differs ? [-1, 1, 6, 6] : [-1, 1, -1, -1], runner.Sizes["input"]);
    }
}
