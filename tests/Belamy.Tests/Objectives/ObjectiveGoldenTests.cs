using Belamy.Objectives;
using Belamy.Tensors;
using Belamy.TestSupport;

namespace Belamy.Tests.Objectives;

/// <summary>Objectives and terms of losses against values and gradients that PyTorch computed in float64.</summary>
public sealed class ObjectiveGoldenTests
{
    // Recorded values carry 9 significant digits; some formulas hold a small number under a root or a logarithm.
    private const double Tolerance = 1e-7;

    private static readonly GoldenFile Recordings = GoldenFile.Load("objectives.json");

    public static TheoryData<string> Cases => [.. Recordings.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Value_and_gradients_equal_the_recorded(string name)
    {
        GoldenCase recorded = Recordings[name];
        Dictionary<string, Tensor> inputs = recorded.Inputs.ToDictionary(input => input.Key, input => Tensor.Literal(input.Value));
        Tensor value = Compute(recorded, inputs);
        Closeness.AssertClose(recorded.Output, value.Evaluate(), Tolerance, name);
        Assert.NotEmpty(recorded.Gradients);
        foreach ((string input, NDArray gradient) in recorded.Gradients)
            Closeness.AssertClose(gradient, value.Gradient(inputs[input], Tensor.Literal(recorded.Cotangent!)).Evaluate(), Tolerance, $"{name}, gradient of {input}");
    }

    private static Tensor Compute(GoldenCase recorded, Dictionary<string, Tensor> x) => recorded.Kind switch
    {
        "Discriminator" => Find(recorded).DiscriminatorLoss(x["real"], x["fake"]),
        "Generator" => Find(recorded).GeneratorLoss(x["real"], x["fake"]),
        "EnergyMargin" => Energy.MarginLoss(x["real"], x["generated"], x["margin"]),
        "PullingAway" => Energy.PullingAway(x["codes"]),
        "BeganBalance" => Energy.Balance(x["k"], x["real"], x["generated"], recorded.Number("gamma"), recorded.Number("rate")),
        "BeganConvergence" => Energy.Convergence(x["real"], x["generated"], recorded.Number("gamma")),
        "KPlusOneUnlabelled" => KPlusOne.Unlabelled(x["real"], x["generated"]),
        "KPlusOneLabelled" => KPlusOne.Labelled(x["logits"], x["labels"]),
        "MarginalEntropy" => CategoricalEntropy.Marginal(x["logits"]),
        "ConditionalEntropy" => CategoricalEntropy.Conditional(x["logits"]),
        "MutualInformationOfClasses" => MutualInformation.Categorical(x["logits"], x["codes"]),
        "MutualInformationOfNumbers" => MutualInformation.Normal(x["means"], x["codes"]),
        "MutualInformationWithVariance" => MutualInformation.Normal(x["means"], x["log_variances"], x["codes"]),
        "FeatureMatching" => FeatureMatching.Loss(x["real"], x["generated"]),
        "ImportanceWeightedLoss" => ImportanceWeights.Loss(ImportanceWeights.Normalized(x["logits"]), x["log_likelihoods"]),
        "EffectiveSize" => ImportanceWeights.EffectiveSize(x["weights"]),
        "Divergence" => VariationalBound.Divergence(x["means"], x["log_variances"]),
        "LogDensityRatio" => VariationalBound.LogDensityRatio(x["noise"], x["latent"], x["log_variances"]),
        "ImportanceBound" => VariationalBound.Importance(x["log_weights"]),
        "BernoulliLogLikelihood" => VariationalBound.BernoulliLogLikelihood(x["copy"], x["original"]),
        "ReconstructionAbsolute" => Reconstruction.Absolute(x["original"], x["copy"]),
        "ReconstructionSquared" => Reconstruction.Squared(x["original"], x["copy"]),
        _ => throw new ArgumentException($"Nothing computes {recorded.Kind}."),
    };

    private static Objective Find(GoldenCase recorded) => recorded.Text("objective") switch
    {
        "relativistic" => new Relativistic { Base = Enum.Parse<RelativisticBase>(recorded.Text("base")) },
        "relativistic-average" => new RelativisticAverage { Base = Enum.Parse<RelativisticBase>(recorded.Text("base")) },
        "least-squares" => new LeastSquares { Fake = recorded.Number("generated", 0), Real = recorded.Number("real", 1), Target = recorded.Number("target", 1) },
        string name => Objective.All.Single(objective => objective.Name == name),
    };
}
