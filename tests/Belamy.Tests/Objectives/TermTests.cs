using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy.Tests.Objectives;

/// <summary>Terms of losses by hand values, and their gradients to second order.</summary>
public sealed class TermTests
{
    private static readonly NDArray Left = NDArray.From<double>([3, 2], [0.4, -1.2, 0.9, 1.5, -0.3, 0.2]);
    private static readonly NDArray Right = NDArray.From<double>([3, 2], [-0.6, 0.8, 1.1, -0.4, 0.7, 1.3]);

    private static Dictionary<string, Func<IReadOnlyList<Tensor>, Tensor>> Terms { get; } = new()
    {
        ["feature matching"] = x => FeatureMatching.Loss(x[0], x[1]),
        ["energy margin"] = x => Energy.MarginLoss(x[0], x[1], Tensor.Constant(1.5, default, ElementType.Float64)),
        ["pulling away"] = x => Energy.PullingAway(x[0]) + x[1].Sum(),
        ["marginal entropy"] = x => CategoricalEntropy.Marginal(x[0]) + x[1].Sum(),
        ["conditional entropy"] = x => CategoricalEntropy.Conditional(x[0]) + x[1].Sum(),
        ["K + 1"] = x => KPlusOne.Unlabelled(x[0], x[1]),
        ["normal code"] = x => MutualInformation.Normal(x[0], x[1]),
        ["normal code of learned variance"] = x => MutualInformation.Normal(x[0], x[1], x[0] * x[1]),
        ["absolute difference"] = x => Reconstruction.Absolute(x[0], x[1]),
        ["squared difference"] = x => Reconstruction.Squared(x[0], x[1]),
        ["Bernoulli"] = x => VariationalBound.BernoulliLogLikelihood(x[0], x[1]).Mean(),
        ["divergence from normal"] = x => VariationalBound.Divergence(x[0], x[1]).Mean(),
        ["ratio of prior and posterior"] = x => VariationalBound.LogDensityRatio(x[0], x[1], x[0] * x[1]).Mean(),
        ["importance weighted bound"] = x => VariationalBound.Importance(x[0] * x[1]).Mean(),
        ["importance weighted loss"] = x => ImportanceWeights.Loss(x[0].Sigmoid(), x[1].Square()),
        ["BEGAN's balance"] = x => Energy.Balance(x[0].Mean(), x[1].Square().Mean(), x[0].Square().Mean(), gamma: 0.5, rate: 0.1),
        ["BEGAN's convergence, generated too high"] = x => Energy.Convergence(x[1].Square().Mean(), x[0].Square().Mean(), gamma: 0.5),
        ["BEGAN's convergence, generated too low"] = x => Energy.Convergence(x[1].Square().Mean(), x[0].Square().Mean(), gamma: 2),
    };

    public static TheoryData<string> Names => [.. Terms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_agree_with_differences_to_second_order(string name) =>
        GradientCheck.CheckGradients(x => Terms[name](x), [Left, Right], order: 2);

    [Fact]
    public void Average_relativistic_hinge_equals_the_reference_on_fixed_logits()
    {
        double[] real = [0.5, 2, -1];
        double[] generated = [-0.4, 1.2, 0.1];
        double meanReal = real.Average(), meanGenerated = generated.Average();
        double discriminator = real.Average(value => Math.Max(0, 1 - (value - meanGenerated))) + generated.Average(value => Math.Max(0, 1 + (value - meanReal)));
        double generator = real.Average(value => Math.Max(0, 1 + (value - meanGenerated))) + generated.Average(value => Math.Max(0, 1 - (value - meanReal)));
        var objective = new RelativisticAverage { Base = RelativisticBase.Hinge };
        Tensor x = Tensor.Literal(NDArray.From<double>([3, 1], real));
        Tensor g = Tensor.Literal(NDArray.From<double>([3, 1], generated));
        Assert.Equal(discriminator, objective.DiscriminatorLoss(x, g).Evaluate().ToScalar(), 1e-6);
        Assert.Equal(generator, objective.GeneratorLoss(x, g).Evaluate().ToScalar(), 1e-6);
    }

    [Fact]
    public void Divergence_of_the_standard_normal_from_itself_is_0_and_of_a_shifted_one_half_the_square()
    {
        Tensor zeros = Tensor.Zeros([2, 3], ElementType.Float64);
        Assert.Equal(0, VariationalBound.Divergence(zeros, zeros).Mean().Evaluate().ToScalar());
        Assert.Equal(3 * 0.5 * 4, VariationalBound.Divergence(zeros + 2, zeros).Mean().Evaluate().ToScalar(), 1e-12);
    }

    [Fact]
    public void Pulling_away_of_equal_codes_is_1_and_of_orthogonal_ones_0()
    {
        Assert.Equal(1, Energy.PullingAway(Tensor.Literal(NDArray.From<double>([2, 2], [1, 2, 2, 4]))).Evaluate().ToScalar(), 1e-9);
        Assert.Equal(0, Energy.PullingAway(Tensor.Literal(NDArray.From<double>([2, 2], [1, 0, 0, 4]))).Evaluate().ToScalar(), 1e-9);
    }

    [Fact]
    public void Balance_moves_k_towards_the_ratio_and_stays_within_0_and_1()
    {
        static double Next(double k, double real, double generated) => Energy.Balance(
            Tensor.Constant(k, default, ElementType.Float64),
            Tensor.Constant(real, default, ElementType.Float64),
            Tensor.Constant(generated, default, ElementType.Float64),
            gamma: 0.5,
            rate: 0.1).Evaluate().ToScalar();
        Assert.Equal(0.33, Next(0.3, 1, 0.2), 1e-12);
        Assert.Equal(0, Next(0.01, 0, 5));
        Assert.Equal(1, Next(0.99, 50, 0));
    }

    [Fact]
    public void Entropies_of_sure_and_of_even_verdicts()
    {
        Tensor sure = Tensor.Literal(NDArray.From<double>([2, 2], [50, 0, 0, 50]));
        Assert.Equal(Math.Log(2), CategoricalEntropy.Marginal(sure).Evaluate().ToScalar(), 1e-9);
        Assert.Equal(0, CategoricalEntropy.Conditional(sure).Evaluate().ToScalar(), 1e-9);
        Assert.Equal(Math.Log(2), CategoricalEntropy.Conditional(sure * 0).Evaluate().ToScalar(), 1e-9);
    }

    [Fact]
    public void Importance_weights_add_up_to_1_and_count_as_many_samples_as_are_alike()
    {
        Tensor weights = ImportanceWeights.Normalized(Tensor.Literal(NDArray.From<double>([2, 4], [1, 1, 1, 1, 50, 0, 0, 0])));
        Assert.Equal([1, 1], weights.Sum(1).Evaluate().ToDoubles().Select(sum => Math.Round(sum, 9)));
        Assert.Equal((4 + 1) / 2.0, ImportanceWeights.EffectiveSize(weights).Evaluate().ToScalar(), 1e-6);
    }
}
