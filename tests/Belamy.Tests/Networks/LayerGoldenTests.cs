using Belamy.Networks;
using Belamy.Tensors;
using Belamy.TestSupport;

namespace Belamy.Tests.Networks;

/// <summary>Layers against values and gradients that PyTorch computed in float64.</summary>
public sealed class LayerGoldenTests
{
    // Recorded values carry 9 significant digits.
    private const double Tolerance = 1e-8;

    private static readonly GoldenFile Layers = GoldenFile.Load("layers.json"), Groups = GoldenFile.Load("groups.json");

    public static TheoryData<string> Cases =>
    [
        .. new[]
        {
            "Dense", "Convolution", "TransposedConvolution", "BatchNormTraining", "BatchNormEvaluation", "ReLU", "LeakyReLU", "Tanh", "Sigmoid",
            "Softplus", "NearestUpsampling",
        }.SelectMany(Layers.OfKind).Where(one => one.Number("outputPadding", 0) == 0).Select(one => one.Name),
        .. new[] { "Convolution", "TransposedConvolution" }.SelectMany(Groups.OfKind).Select(one => one.Name),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_and_gradient_equal_the_recorded(string name)
    {
        GoldenCase recorded = Groups.Cases.FirstOrDefault(one => one.Name == name) ?? Layers[name];
        using var layer = new LayerUnderTest(Create(recorded), recorded.Inputs["x"].Shape);
        foreach ((string parameter, NDArray value) in recorded.Inputs)
        {
            if (parameter != "x")
                layer.Set(NameOf(recorded.Kind, parameter), recorded.Kind == "Dense" && parameter == "weight" ? Transposed(value) : value);
        }

        Tensor input = Tensor.Literal(recorded.Inputs["x"]);
        var context = new ForwardContext { IsTraining = recorded.Kind != "BatchNormEvaluation" };
        Tensor output = layer.Module.Forward(context, input);
        Closeness.AssertClose(recorded.Output, output.Evaluate(), Tolerance, name);
        Closeness.AssertClose(recorded.Gradients["x"], output.Gradient(input, Tensor.Literal(recorded.Cotangent!)).Evaluate(), Tolerance, $"{name}, gradient of x");
        foreach (string parameter in recorded.Gradients.Keys.Where(key => key != "x"))
        {
            Tensor target = layer.Parameter(NameOf(recorded.Kind, parameter)).Value;
            NDArray gradient = output.Gradient(target, Tensor.Literal(recorded.Cotangent!)).Evaluate();
            Closeness.AssertClose(
                recorded.Gradients[parameter], recorded.Kind == "Dense" && parameter == "weight" ? Transposed(gradient) : gradient, Tolerance, $"{name}, gradient of {parameter}");
        }

        if (recorded.Kind == "BatchNormTraining")
        {
            Closeness.AssertClose(recorded.Outputs["running_mean"], context.Read(layer.Parameter("mean")).Evaluate(), Tolerance, $"{name}, running mean");
            Closeness.AssertClose(recorded.Outputs["running_var"], context.Read(layer.Parameter("variance")).Evaluate(), Tolerance, $"{name}, running variance");
        }
    }

    private static Module Create(GoldenCase recorded)
    {
        Shape Weight() => recorded.Inputs["weight"].Shape;
        int GroupCount() => (int)recorded.Number("groups", 1);
        return recorded.Kind switch
        {
            "Dense" => new Dense(Weight()[0]),
            "Convolution" => new Convolution(Weight()[0], Weight()[2], recorded.Integer("stride"), recorded.Integer("padding"), groups: GroupCount(), dilation: (int)recorded.Number("dilation", 1)),
            "TransposedConvolution" => new TransposedConvolution(Weight()[1] * GroupCount(), Weight()[2], recorded.Integer("stride"), recorded.Integer("padding"), groups: GroupCount()),
            "BatchNormTraining" or "BatchNormEvaluation" => new BatchNorm(1 - recorded.Number("momentum"), recorded.Number("epsilon")),
            "ReLU" => new ReLU(),
            "LeakyReLU" => new LeakyReLU(recorded.Number("slope")),
            "Tanh" => new Tanh(),
            "Sigmoid" => new Sigmoid(),
            "Softplus" => new Softplus(),
            "NearestUpsampling" => new NearestUpsampling(recorded.Integer("scale")),
            _ => throw new ArgumentException($"No layer for {recorded.Kind}."),
        };
    }

    private static string NameOf(string kind, string parameter) => (kind, parameter) switch
    {
        ("Convolution" or "TransposedConvolution", "weight") => "kernel",
        ("BatchNormTraining" or "BatchNormEvaluation", "weight") => "scale",
        ("BatchNormTraining" or "BatchNormEvaluation", "bias") => "shift",
        (_, "running_mean") => "mean",
        (_, "running_var") => "variance",
        _ => parameter,
    };

    private static NDArray Transposed(NDArray matrix) => Tensor.Literal(matrix).Transpose().Evaluate();
}
