using Belamy.Optimization;
using Belamy.Tensors;
using Belamy.TestSupport;

namespace Belamy.Tests.Optimization;

public sealed class OptimizerTests
{
    // PyTorch recorded in float64, programs compute in float32: a handful of roundings of 6e-8 per step.
    private const double Tolerance = 3e-6;

    private static readonly GoldenFile Recordings = GoldenFile.Load("optimizers.json");

    public static TheoryData<string> Cases => [.. Recordings.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_several_moves_follow_the_recorded(string name)
    {
        GoldenCase recorded = Recordings[name];
        using var store = new ParameterStore();
        Parameter[] parameters = [.. new[] { "a", "b" }.Select(key => store.Create(key, recorded.Inputs[key].Cast(ElementType.Float32)))];
        Tensor[] gradients = [.. parameters.Select(parameter => Tensor.Input($"gradient {parameter.Name}", parameter.Shape))];
        Parameter rate = store.Create("rate", NDArray.Scalar((float)recorded.Number("lr")));
        var context = new ForwardContext();
        Create(recorded).Apply(context, new OptimizerState(store, "player"), parameters, gradients, rate.Value);
        using Program program = Program.Compile("update", [], context.Updates);
        for (int step = 1; step <= recorded.Integer("steps"); step++)
        {
            foreach (Parameter parameter in parameters)
            {
                recorded.Inputs[$"gradient {parameter.Name} {step}"].Cast(ElementType.Float32).AsSpan<float>()
                    .CopyTo(program.Input($"gradient {parameter.Name}").AsSpan<float>());
            }

            program.Run();
            foreach (Parameter parameter in parameters)
            {
                NDArray value = NDArray.From(parameter.Shape, parameter.AsSpan<float>().ToArray());
                Closeness.AssertClose(recorded.Outputs[$"{parameter.Name} {step}"], value, Tolerance, $"{name}, {parameter.Name} after {step}");
            }
        }
    }

    /// <summary>β₂ goes from ½ to ¼ in two moves; by the formula, with β₁ = 0.</summary>
    [Fact]
    public void Adam_second_share_follows_the_course_of_the_run()
    {
        using var store = new ParameterStore();
        Parameter weight = store.Create("w", NDArray.From<float>([1], [2])), course = store.Create("course", NDArray.Scalar(0f)), rate = store.Create("rate", NDArray.Scalar(0.5f));
        Tensor gradient = Tensor.Input("gradient", [1]);
        var context = new ForwardContext { Course = course.Value };
        new Adam { Beta1 = 0, Beta2 = 0.5, FinalBeta2 = 0.25 }.Apply(context, new OptimizerState(store, "player"), [weight], [gradient], rate.Value);
        using Program program = Program.Compile("update", [], context.Updates);
        (double value, double second, double warm) = (2, 0, 0);
        foreach ((float at, float slope) in new[] { (0f, 3f), (1f, -1f) })
        {
            course.AsSpan<float>()[0] = at;
            program.Input("gradient").AsSpan<float>()[0] = slope;
            program.Run();
            double beta = 0.5 - (0.25 * at);
            (second, warm) = ((beta * second) + ((1 - beta) * slope * slope), (beta * warm) + 1 - beta);
            value -= 0.5 * slope / Math.Sqrt(second / warm);
            Assert.Equal(value, weight.AsSpan<float>()[0], 1e-5);
        }
    }

    [Fact]
    public void MovingAverage_warms_up_and_follows()
    {
        using var store = new ParameterStore();
        Parameter weight = store.Create("w", NDArray.From<float>([1], [2]));
        var average = new MovingAverage(store, [weight], 0.5);
        average.Start();
        weight.AsSpan<float>()[0] = 12;
        var context = new ForwardContext();
        average.Update(context);
        using Program program = Program.Compile("average", [], context.Updates);
        average.Warm(0);
        program.Run();
        // d = (1 + 0) / (10 + 0): 0.1 * 2 + 0.9 * 12, exact to a few roundings of float32.
        Assert.Equal(11, average.Averages[weight].AsSpan<float>()[0], 1e-5);
        average.Warm(1000);
        program.Run();
        Assert.Equal(11.5, average.Averages[weight].AsSpan<float>()[0], 1e-5);
    }

    private static Optimizer Create(GoldenCase recorded) => recorded.Kind switch
    {
        "Adam" => new Adam { Beta1 = recorded.Number("beta1"), Beta2 = recorded.Number("beta2"), Epsilon = recorded.Number("eps") },
        "RmsProp" => new RmsProp { Decay = recorded.Number("alpha"), Epsilon = recorded.Number("eps") },
        _ => new Sgd { Momentum = recorded.Number("momentum", 0), Nesterov = recorded.Flag("nesterov") },
    };
}
