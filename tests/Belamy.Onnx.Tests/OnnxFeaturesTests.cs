using Belamy.Games;
using Belamy.Metrics;
using Belamy.Onnx.Checking;
using Belamy.Tensors;
using Belamy.Tests;

namespace Belamy.Onnx.Tests;

public sealed class OnnxFeaturesTests
{
    [Fact]
    public void Features_are_what_the_network_gives_for_any_number_of_items_and_threads()
    {
        using var folder = new TemporaryFolder();
        using AssembledGame game = SmallGames.Play("dcgan");
        using var function = new TrainedFunction(game.Functions.Single(function => function.Name == "classify" || function.Name == "score"), seed: 1);
        string file = folder["score.onnx"];
        function.ExportOnnx(file, cancellationToken: TestContext.Current.CancellationToken);
        using var features = new OnnxFeatures(OnnxFeatureChoice.Parse(file), [1, 28, 28]);
        Assert.Equal(1, features.Dimension);
        Assert.StartsWith("score.onnx, ", features.Name, StringComparison.Ordinal);
        Assert.EndsWith(", 28×28, -1 to 1", features.Name, StringComparison.Ordinal);

        // Levels that a file of a picture has.
        var random = new Random(3);
        float[] items = [.. Enumerable.Range(0, 37 * 784).Select(_ => (random.Next(256) / 127.5f) - 1)];
        var made = new float[37];
        features.Extract(items, made);
        float[] expected = function.Apply(items);
        Assert.All(expected.Zip(made), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        var alone = new float[1];
        for (int at = 0; at < 37; at += 9)
        {
            features.Extract(items.AsSpan(at * 784, 784), alone);
            Assert.Equal(made[at], alone[0]);
        }

        int before = Program.Threads;
        try
        {
            Program.Threads = 1;
            var single = new float[37];
            features.Extract(items, single);
            Assert.Equal(made, single);
        }
        finally
        {
            Program.Threads = before;
        }

        Assert.NotEqual(features.Key, new OnnxFeatures(OnnxFeatureChoice.Parse(file + ",range=0:1"), [1, 28, 28]).Key);
        Assert.Equal($"{file}: takes pictures of 1 channels, and these have 3; choose a network that takes these", Refusal(file, [3, 28, 28]));
        Assert.Equal($"{file}: looks at pictures, grey or in colour, not at items of [2]; choose other features", Refusal(file, [2]));
        Assert.StartsWith($"{file}: has the outputs ", Refusal(file + ":none", [1, 28, 28]), StringComparison.Ordinal);
        File.WriteAllText(folder["text.onnx"], "no network");
        Assert.StartsWith("ONNX Runtime does not take the model", Refusal(folder["text.onnx"], [1, 28, 28]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-musl-x64", true)]
    [InlineData("linux-musl-arm64", true)]
    [InlineData("alpine.3.20-x64", true)]
    [InlineData("osx-x64", true)]
    [InlineData("osx.14-x64", true)]
    [InlineData("osx-arm64", false)]
    [InlineData("linux-x64", false)]
    [InlineData("linux-arm64", false)]
    [InlineData("win-x64", false)]
    public void Where_ONNX_Runtime_has_no_library_one_line_says_so(string platform, bool isRefused) => Assert.Equal(
        isRefused ? $"ONNX Runtime, which runs and checks .onnx files, has no library for {platform}; run this under Linux with glibc, Windows, or macOS on Arm" : null,
        RuntimeSupport.Obstacle(platform));

    private static string Refusal(string choice, Shape item) => Assert.Throws<BelamyException>(() => new OnnxFeatures(OnnxFeatureChoice.Parse(choice), item)).Message;
}
