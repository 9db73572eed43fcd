using Belamy.Networks;
using Belamy.Tensors;
using Belamy.TestSupport;

namespace Belamy.Tests.Networks;

/// <summary>Networks that make pictures of pictures, and the one that judges patches, against values and gradients that PyTorch computed in float64.</summary>
public sealed class TranslatorGoldenTests
{
    // Recorded values carry 9 significant digits; instance norm of a few pixels divides by small deviations.
    private const double Tolerance = 1e-7;

    private static readonly GoldenFile Recordings = GoldenFile.Load("translators.json");

    public static TheoryData<string> Cases => [.. Recordings.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_and_gradients_equal_the_recorded(string name)
    {
        GoldenCase recorded = Recordings[name];
        NDArray x = recorded.Inputs["x"];
        using var network = new LayerUnderTest(Create(recorded, x.Shape), x.Shape);
        foreach ((string parameter, NDArray value) in recorded.Inputs.Where(input => input.Key != "x"))
            network.Set(parameter, value);
        Assert.Equal(network.Module.Parameters.Select(parameter => parameter.Name["layer/".Length..]).Order(StringComparer.Ordinal), recorded.Inputs.Keys.Where(key => key != "x").Order(StringComparer.Ordinal));
        // Dropout of a U-Net goes on in use.
        Tensor? random = recorded.Kind == "UNet" ? Tensor.Literal(NDArray.From<int>([4], [recorded.Integer("seed"), 0, recorded.Integer("step"), 0])) : null;
        Tensor input = Tensor.Literal(x), output = network.Module.Forward(new ForwardContext(random) { IsTraining = false }, input);
        Closeness.AssertClose(recorded.Output, output.Evaluate(), Tolerance, name);
        Assert.Equal(recorded.Inputs.Keys.Order(), recorded.Gradients.Keys.Order());
        foreach ((string key, NDArray gradient) in recorded.Gradients)
        {
            Tensor target = key == "x" ? input : network.Parameter(key).Value;
            Closeness.AssertClose(gradient, output.Gradient(target, Tensor.Literal(recorded.Cotangent!)).Evaluate(), Tolerance, $"{name}, gradient of {key}");
        }
    }

    private static Module Create(GoldenCase recorded, Shape batch) => recorded.Kind switch
    {
        "UNet" => UNet.Create(recorded.Integer("channels"), recorded.Integer("width"), batch[2], batch[3]),
        "EncoderDecoder" => EncoderDecoder.Create(recorded.Integer("channels"), recorded.Integer("width"), batch[2], batch[3]),
        "PatchCritic" => PatchCritic.Create(recorded.Integer("width"), recorded.Integer("halvings")),
        "ChannelwiseDense" => new ChannelwiseDense(),
        "ResidualTranslator" => ResidualTranslator.Create(recorded.Integer("channels"), recorded.Integer("width"), recorded.Integer("blocks")),
        _ => throw new ArgumentException($"No network for {recorded.Kind}."),
    };
}
