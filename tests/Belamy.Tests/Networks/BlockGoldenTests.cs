using Belamy.Networks;
using Belamy.Tensors;
using Belamy.TestSupport;

namespace Belamy.Tests.Networks;

/// <summary>Normalizations, weight transforms and blocks against values and gradients that PyTorch computed in float64.</summary>
public sealed class BlockGoldenTests
{
    // Recorded values carry 9 significant digits; some formulas hold a small number under a root.
    private const double Tolerance = 1e-7;

    private static readonly Dictionary<string, GoldenCase> Recordings = new[] { "blocks.json", "resampling.json" }
        .SelectMany(file => GoldenFile.Load(file).Cases).ToDictionary(one => one.Name);

    public static TheoryData<string> Cases => [.. Recordings.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_and_gradients_equal_the_recorded(string name)
    {
        GoldenCase recorded = Recordings[name];
        using var block = new LayerUnderTest(Create(recorded), recorded.Inputs["x"].Shape);
        foreach ((string parameter, NDArray value) in recorded.Inputs)
        {
            if (parameter is not ("x" or "labels"))
                block.Set(parameter, value);
        }

        Tensor input = Tensor.Literal(recorded.Inputs["x"]);
        Tensor? labels = recorded.Inputs.TryGetValue("labels", out NDArray? classes) ? Tensor.Literal(classes) : null;
        var context = new ForwardContext { IsTraining = true };
        Tensor output = block.Module.Forward(context, input, labels);
        Closeness.AssertClose(recorded.Output, output.Evaluate(), Tolerance, name);
        Assert.Contains("x", recorded.Gradients.Keys);
        foreach ((string key, NDArray gradient) in recorded.Gradients)
        {
            Tensor target = key == "x" ? input : block.Parameter(key).Value;
            Closeness.AssertClose(gradient, output.Gradient(target, Tensor.Literal(recorded.Cotangent!)).Evaluate(), Tolerance, $"{name}, gradient of {key}");
        }

        foreach ((string statistic, NDArray value) in recorded.Outputs.Skip(1))
            Closeness.AssertClose(value, context.Read(block.Parameter(statistic)).Evaluate(), Tolerance, $"{name}, {statistic} after the pass");
    }

    private static Module Create(GoldenCase recorded)
    {
        int Outputs() => recorded.Inputs["weight"].Shape[1];
        return recorded.Kind switch
        {
            "ConditionalBatchNorm" => new ConditionalBatchNorm(recorded.Inputs["scale"].Shape[0]),
            "VirtualBatchNorm" => new VirtualBatchNorm(recorded.Integer("reference")),
            "InstanceNorm" => new InstanceNorm(),
            "LayerNorm" => new LayerNorm(),
            "GroupNorm" => new GroupNorm(recorded.Integer("groups")),
            "PixelNorm" => new PixelNorm(),
            "WeightNorm" => new Dense(Outputs(), weight: new WeightNorm()),
            "SpectralNorm" => new Dense(Outputs(), weight: new SpectralNorm()),
            "EqualizedLearningRate" => new Dense(Outputs(), weight: new EqualizedLearningRate()),
            "MinibatchDiscrimination" => new MinibatchDiscrimination(recorded.Integer("kernels"), recorded.Integer("dimensions")),
            "MinibatchDeviation" => new MinibatchDeviation(),
            "Maxout" => new Maxout(recorded.Integer("units"), recorded.Integer("pieces")),
            "SelfAttention" => new SelfAttention(),
            "PixelShuffle" => new PixelShuffle(recorded.Integer("factor")),
            "AveragePool" => new AveragePool(recorded.Integer("size")),
            "BilinearUpsampling" => new BilinearUpsampling(),
            "BilinearDownsampling" => new BilinearDownsampling(),
            "GenerativeBasis" => new GenerativeBasis(recorded.Inputs["basis"].Shape[0], recorded.Inputs["basis"].Shape[1], recorded.Inputs["basis"].Shape[2]),
            "GlobalSumPool" => new GlobalSumPool(),
            "MaxPool" => new MaxPool(recorded.Integer("size")),
            "LabelEmbeddingMultiply" => new LabelEmbedding(recorded.Inputs["weight"].Shape[0]),
            "LabelEmbeddingConcatenate" => new LabelEmbedding(recorded.Inputs["weight"].Shape[0], LabelJoin.Concatenate, recorded.Integer("size")),
            "ProjectionHead" => new ProjectionHead(recorded.Inputs["embedding/weight"].Shape[0]),
            "Residual" => new Residual(Convolved()),
            "ResidualShortcut" => new Residual(Convolved(), new Convolution(4, kernel: 1)),
            _ => throw new ArgumentException($"No block for {recorded.Kind}."),
        };
    }

    private static Sequential Convolved() => new(new ReLU(), new Convolution(4, kernel: 3, padding: 1));
}
