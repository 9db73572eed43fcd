using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy.Tests.Objectives;

public sealed class VariationalBoundTests
{
    [Fact]
    public void Divergence_is_the_formula_by_hand() =>
        // ½ (1² + 1 - 1 - 0) + ½ (0 + 4 - 1 - ln 4).
        Assert.Equal(0.5 + (0.5 * (3 - Math.Log(4))), Value(VariationalBound.Divergence(Row(1, 0), Row(0, (float)Math.Log(4)))), 1e-6);

    [Fact]
    public void BernoulliLogLikelihood_adds_up_the_logarithms_of_probabilities()
    {
        double chance = 1 / (1 + Math.Exp(-1.5));
        Assert.Equal(Math.Log(chance) + Math.Log(1 - chance), Value(VariationalBound.BernoulliLogLikelihood(Row(1.5f, 1.5f), Row(1, 0))), 1e-6);
    }

    [Fact]
    public void LogDensityRatio_is_that_of_two_normal_densities()
    {
        (double mean, double deviation, double noise) = (0.7, 0.4, -1.1);
        double latent = mean + (deviation * noise);
        double expected = -0.5 * latent * latent + (0.5 * noise * noise) + Math.Log(deviation);
        Assert.Equal(expected, Value(VariationalBound.LogDensityRatio(Row((float)noise), Row((float)latent), Row((float)Math.Log(deviation * deviation)))), 1e-6);
    }

    [Fact]
    public void Importance_is_the_logarithm_of_the_mean_weight_far_below_underflow() =>
        Assert.Equal(-1000 + Math.Log((1 + Math.E) / 2), Value(VariationalBound.Importance(Row(-1000, -999))), 1e-3);

    private static Tensor Row(params float[] values) => Tensor.Literal(NDArray.From([1, values.Length], values));

    private static double Value(Tensor tensor) => tensor.Evaluate().ToScalar();
}
