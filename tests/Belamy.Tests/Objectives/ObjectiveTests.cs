using Belamy.Objectives;
using Belamy.Tensors;
using Belamy.TestSupport;

namespace Belamy.Tests.Objectives;

public sealed class ObjectiveTests
{
    // Recorded values carry 9 significant digits.
    private const double Tolerance = 1e-8;

    private static readonly GoldenFile Recordings = GoldenFile.Load("losses.json");

    public static TheoryData<string> Cases =>
    [
        .. new[] { "DiscriminatorCrossEntropy", "GeneratorMinimax", "GeneratorNonSaturating", "SoftmaxCrossEntropy" }.SelectMany(Recordings.OfKind).Select(one => one.Name),
    ];

    private static Dictionary<string, Objective> Forms { get; } = new(Objective.All.Select(objective => KeyValuePair.Create(objective.Name, objective)))
    {
        ["relativistic of least squares"] = new Relativistic { Base = RelativisticBase.LeastSquares },
        ["relativistic of hinge"] = new Relativistic { Base = RelativisticBase.Hinge },
        ["relativistic-average of least squares"] = new RelativisticAverage { Base = RelativisticBase.LeastSquares },
        ["relativistic-average of hinge"] = new RelativisticAverage { Base = RelativisticBase.Hinge },
        ["least-squares of chi squared"] = new LeastSquares { Fake = -1, Real = 1, Target = 0 },
    };

    public static TheoryData<string> Objectives => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_and_gradient_equal_the_recorded(string name)
    {
        GoldenCase recorded = Recordings[name];
        Tensor[] inputs = [.. recorded.Inputs.Values.Select(Tensor.Literal)];
        Tensor loss = recorded.Kind switch
        {
            "DiscriminatorCrossEntropy" => new NonSaturating().DiscriminatorLoss(inputs[0], inputs[1]),
            "GeneratorMinimax" => new Minimax().GeneratorLoss(inputs[0], inputs[0]),
            "GeneratorNonSaturating" => new NonSaturating().GeneratorLoss(inputs[0], inputs[0]),
            _ => CrossEntropy.Softmax(inputs[0], inputs[1]),
        };
        Closeness.AssertClose(recorded.Output, loss.Evaluate(), Tolerance, name);
        foreach ((string input, NDArray gradient) in recorded.Gradients)
        {
            Tensor target = inputs[recorded.Inputs.Keys.ToList().IndexOf(input)];
            Closeness.AssertClose(gradient, loss.Gradient(target, Tensor.Literal(recorded.Cotangent!)).Evaluate(), Tolerance, $"{name}, gradient of {input}");
        }
    }

    [Fact]
    public void Binary_soft_targets_equal_the_recorded()
    {
        foreach (GoldenCase recorded in Recordings.OfKind("BinaryCrossEntropyWithLogits"))
        {
            double[] targets = recorded.Inputs["targets"].ToDoubles();
            Tensor logits = Tensor.Literal(recorded.Inputs["x"]);
            double sum = targets.Select((target, at) => CrossEntropy.Binary(logits.Slice(0, at, 1), target).Evaluate().ToScalar()).Sum();
            // 9 significant digits of a value near 10.
            Assert.Equal(recorded.Output.ToScalar(), sum / targets.Length, 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Objectives))]
    public void Gradients_agree_with_differences_to_second_order(string name)
    {
        Objective objective = Forms[name];
        NDArray real = NDArray.From<double>([4, 1], [-1.5, 0.3, 2, -0.2]);
        NDArray generated = NDArray.From<double>([4, 1], [0.7, -2.5, 1.1, 0.4]);
        GradientCheck.CheckGradients(x => objective.DiscriminatorLoss(x[0], x[1]), [real, generated]);
        GradientCheck.CheckGradients(x => objective.GeneratorLoss(x[0], x[1]), [real, generated]);
    }

    [Fact]
    public void Softmax_gradients_agree_with_differences_to_second_order()
    {
        Tensor labels = Tensor.Literal(NDArray.From<int>([3], [2, 0, 1]));
        NDArray logits = NDArray.From<double>([3, 3], [0.1, 1.2, -0.7, 2, 0.4, -1.1, 0.3, 0.2, 0.9]);
        GradientCheck.CheckGradients(x => CrossEntropy.Softmax(x[0], labels), [logits]);
    }

    [Fact]
    public void DiscriminatorLoss_blind_discriminator_is_two_ln_two()
    {
        Tensor zeros = Tensor.Zeros([5, 1]);
        // 2 ln 2 rounded to float32.
        Assert.Equal(2 * Math.Log(2), new Minimax().DiscriminatorLoss(zeros, zeros).Evaluate().ToScalar(), 1e-7);
    }

    public static TheoryData<string> Names => [.. Objective.All.Select(objective => objective.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Objective_of_differences_alone_says_that_its_scores_have_no_zero(string name)
    {
        Objective objective = Objective.All.Single(one => one.Name == name);
        Tensor real = Tensor.Literal(NDArray.From([3, 1], [0.5f, 2, -1])), generated = Tensor.Literal(NDArray.From([3, 1], [0.25f, -2, 1]));
        bool isShiftFree = Math.Abs(objective.DiscriminatorLoss(real + 4, generated + 4).Evaluate().ToScalar() - objective.DiscriminatorLoss(real, generated).Evaluate().ToScalar()) < 1e-5;
        Assert.True(objective.ScoresHaveZero != isShiftFree || objective is LeastSquares, $"{name} gives {(isShiftFree ? "the same" : "another")} loss for scores that are all higher");
    }
}
