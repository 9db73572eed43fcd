using Belamy.Networks;
using Belamy.Penalties;
using Belamy.Tensors;
using Belamy.TestSupport;

namespace Belamy.Tests.Networks;

/// <summary>The parts of style-based generators against values and gradients that PyTorch computed in float64.</summary>
public sealed class StyleGoldenTests
{
    // Recorded values carry 9 significant digits, those of the filter 24 bits; some formulas hold a small number under a root.
    private const double Tolerance = 1e-7;

    private static readonly GoldenFile Recordings = GoldenFile.Load("styles.json");

    public static TheoryData<string> Cases => [.. Recordings.Cases.Where(one => one.Kind != "PathLength").Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_and_gradients_equal_the_recorded(string name)
    {
        GoldenCase recorded = Recordings[name];
        using var layer = new LayerUnderTest(Create(recorded), recorded.Inputs["x"].Shape);
        foreach ((string parameter, NDArray value) in recorded.Inputs)
        {
            if (parameter is not ("x" or "style"))
                layer.Set(parameter, value);
        }

        Tensor input = Tensor.Literal(recorded.Inputs["x"]);
        Tensor? style = recorded.Inputs.TryGetValue("style", out NDArray? styles) ? Tensor.Literal(styles) : null;
        var context = new ForwardContext();
        Tensor output = style is null ? layer.Module.Forward(context, input) : ((StyledLayer)layer.Module).Apply(context, input, style);
        Closeness.AssertClose(recorded.Output, output.Evaluate(), Tolerance, name);
        foreach ((string key, NDArray gradient) in recorded.Gradients)
        {
            Tensor target = key == "x" ? input : key == "style" ? style! : layer.Parameter(key).Value;
            Closeness.AssertClose(gradient, output.Gradient(target, Tensor.Literal(recorded.Cotangent!)).Evaluate(), Tolerance, $"{name}, gradient of {key}");
        }

        foreach ((string statistic, NDArray value) in recorded.Outputs.Skip(1))
            Closeness.AssertClose(value, context.Read(layer.Parameter(statistic)).Evaluate(), Tolerance, $"{name}, {statistic} after the pass");
    }

    [Fact]
    public void Path_length_and_its_gradients_equal_the_recorded()
    {
        GoldenCase recorded = Recordings["path length"];
        Tensor given = Tensor.Literal(recorded.Inputs["styles"]), matrix = Tensor.Literal(recorded.Inputs["matrix"]);
        // A tensor of its own: the slope is taken by it.
        Tensor styles = given * 1;
        (int items, int values) = (styles.Shape[0], styles.Shape[1] * styles.Shape[2]);
        Tensor pictures = Tensor.MatMul(styles.Reshape(items, values), matrix).Tanh().Reshape(items, 1, 2, 2);
        Tensor length = PathLength.Of(pictures, styles, Tensor.Literal(recorded.Inputs["noise"]));
        Closeness.AssertClose(recorded.Output, length.Evaluate(), Tolerance, "path length");
        foreach ((string name, Tensor target) in new[] { ("styles", given), ("matrix", matrix) })
            Closeness.AssertClose(recorded.Gradients[name], length.Gradient(target, Tensor.Literal(recorded.Cotangent!)).Evaluate(), Tolerance, $"path length, gradient of {name}");
    }

    private static Module Create(GoldenCase recorded)
    {
        int Styles() => recorded.Inputs["style"].Shape[1];
        return recorded.Kind switch
        {
            "ModulatedConvolution" => new ModulatedConvolution(Styles(), recorded.Integer("maps"), recorded.Integer("kernel"), recorded.Flag("doubles"), recorded.Flag("demodulates"), recorded.Number("gain")),
            "AdaptiveInstanceNorm" => new AdaptiveInstanceNorm(Styles()),
            "Blur" => new Blur(recorded.Integer("low"), recorded.Integer("high"), recorded.Number("gain")),
            "BilinearUpsampling" => new BilinearUpsampling(),
            "BilinearDownsampling" => new BilinearDownsampling(),
            "MappingNetwork" => new MappingNetwork(recorded.Inputs["mean"].Shape[0], layers: 2),
            "MinibatchDeviation" => new MinibatchDeviation(group: recorded.Integer("group")),
            "EqualizedLearningRate" => new Dense(recorded.Inputs["weight"].Shape[1], weight: new EqualizedLearningRate(Speed: recorded.Number("speed"))),
            _ => throw new ArgumentException($"No part for {recorded.Kind}."),
        };
    }
}
