using System.Diagnostics;
using System.Text.Json;
using Belamy.Games;
using Belamy.Onnx.Checking;
using Belamy.Onnx.Format;
using Belamy.Onnx.Lowering;
using Belamy.Onnx.Recording;
using Belamy.Tensors;
using Belamy.Tests;

namespace Belamy.Onnx.Tests;

/// <summary>Exports are run by another program of the field, onnxruntime-node, beside our own.</summary>
public sealed class NodeTests
{
    private const int Batch = 5;

    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web);

    /// <summary>Whether there is anything to run them with.</summary>
    public static bool HasNode => NpmPackages.Has("onnxruntime-node");

    [Theory(Skip = NpmPackages.Missing, SkipUnless = nameof(HasNode))]
    [InlineData("dcgan", "sample")]
    [InlineData("acgan", "sample")]
    [InlineData("pix2pix", "translate")]
    [InlineData("wavegan", "sample")]
    [InlineData("ctgan", "sample")]
    public void Export_gives_in_node_what_it_gives_here(string model, string name)
    {
        using var folder = new TemporaryFolder();
        using AssembledGame game = SmallGames.Play(model);
        Function function = SmallGames.Functions(game).Single(one => one.Name == name);
        (LoweredGraph lowered, _, _, IReadOnlyList<OnnxPort> inputs, IReadOnlyList<OnnxPort> outputs) = OnnxExport.Lower(function, null);
        File.WriteAllBytes(folder["file.onnx"], Graphs.Bytes(new OnnxModel(name) { Nodes = lowered.Nodes, Inputs = inputs, Outputs = outputs }));

        using var own = new OwnProgram(function, new FunctionRecording(function, Batch));
        (NDArray ours, Dictionary<string, NDArray> given) = own.Run(CheckInputs.Of(function, Batch), 0);
        var request = new Request(lowered.Output.Name, [.. inputs.Select(input => Written(input.Value.Name, given[input.Value.Name]))]);
        Answer answer = Run(folder["file.onnx"], request);
        Assert.Equal("1.30.0", answer.Version);
        Assert.InRange(Difference.Between(ours, NDArray.From(new Shape(answer.Dims), answer.Values)), 0, Difference.Tolerance);
    }

    private static Input Written(string name, NDArray array) => array.ElementType == ElementType.Int32
        ? new Input(name, "int32", array.Shape.ToArray(), Array.ConvertAll(array.AsSpan<int>().ToArray(), number => (float)number))
        : new Input(name, "float32", array.Shape.ToArray(), array.AsSpan<float>().ToArray());

    private static Answer Run(string file, Request request)
    {
        var start = new ProcessStartInfo("node", [NpmPackages.PathOf("run.js"), file]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> fault = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardInput.Write(JsonSerializer.Serialize(request, Names));
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(("", 0), (fault.GetAwaiter().GetResult(), process.ExitCode));
        return JsonSerializer.Deserialize<Answer>(output, Names)!;
    }

    private sealed record Input(string Name, string Type, int[] Dims, float[] Values);

    private sealed record Request(string Output, IReadOnlyList<Input> Inputs);

    private sealed record Answer(string Version, int[] Dims, float[] Values);
}
