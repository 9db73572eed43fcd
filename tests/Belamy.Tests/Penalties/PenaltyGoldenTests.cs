using Belamy.Penalties;
using Belamy.Tensors;
using Belamy.TestSupport;

namespace Belamy.Tests.Penalties;

/// <summary>Penalties of a small critic against values and gradients by its weights that PyTorch computed in float64.</summary>
public sealed class PenaltyGoldenTests
{
    // Recorded values carry 9 significant digits; slopes hold a small number under their root.
    private const double Tolerance = 1e-7;

    private static readonly Tensor State = Tensor.Literal(NDArray.From<int>([4], [1, 2, 3, 0]));

    private static readonly GoldenFile Recordings = GoldenFile.Load("penalties.json");

    public static TheoryData<string> Cases => [.. Recordings.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Value_and_gradients_by_the_weights_equal_the_recorded(string name)
    {
        GoldenCase recorded = Recordings[name];
        Dictionary<string, Tensor> x = recorded.Inputs.ToDictionary(input => input.Key, input => Tensor.Literal(input.Value));
        Tensor Critic(Tensor items) =>
            Tensor.MatMul((Tensor.MatMul(items.Reshape(items.Shape[0], -1), x["w1"]) + x["b1"]).Tanh(), x["w2"]);

        // Where a penalty looks at a random place, the score is taken at the recorded one; the way for gradients stays.
        Tensor Score(Tensor items) =>
            Critic(x.TryGetValue("at", out Tensor? at) ? items + (at.Reshape(items.Shape) - items).StopGradient() : items);

        Penalty penalty = Find(recorded);
        Shape item = penalty is Consistency ? [4, 1, 2, 2] : [4, 4];
        Tensor real = x["real"].Reshape(item);
        Tensor generated = x["generated"].Reshape(item);
        Tensor value = penalty.Value(new Critique(new ForwardContext(State), Score, real, generated, Critic(real), Critic(generated)))!;
        Closeness.AssertClose(recorded.Output, value.Evaluate(), Tolerance, name);
        Assert.Equal(["w1", "b1", "w2"], recorded.Gradients.Keys);
        foreach ((string weight, NDArray gradient) in recorded.Gradients)
            Closeness.AssertClose(gradient, value.Gradient(x[weight], Tensor.Literal(recorded.Cotangent!)).Evaluate(), Tolerance, $"{name}, gradient of {weight}");
    }

    private static Penalty Find(GoldenCase recorded) => recorded.Kind switch
    {
        "GradientPenalty" => new GradientPenalty
        {
            Point = Enum.Parse<PenaltyPoint>(recorded.Text("point")),
            Target = recorded.Number("target"),
            OneSided = recorded.Flag("oneSided"),
        },
        "R1" => new R1(),
        "R2" => new R2(),
        "Dragan" => new Dragan(),
        "Drift" => new Drift(),
        "Consistency" => new Consistency(),
        _ => throw new ArgumentException($"No penalty for {recorded.Kind}."),
    };
}
