using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class ClassifierScoreTests
{
    [Fact]
    public void Compute_sure_and_balanced_is_the_number_of_classes()
    {
        (double mean, double deviation) = ClassifierScore.Compute(OneHot(200, row => row % 4), splits: 10);
        Assert.Equal(4, mean, 1e-6);
        Assert.Equal(0, deviation, 1e-6);
    }

    [Fact]
    public void Compute_the_same_for_all_is_one()
    {
        Assert.Equal(1, ClassifierScore.Compute(OneHot(50, _ => 2)).Mean, 1e-6);
        Assert.Equal(1, ClassifierScore.Compute(new FeatureMatrix(Enumerable.Repeat(0.25f, 200).ToArray(), 4)).Mean, 1e-6);
    }

    [Fact]
    public void Compute_weighs_parts_of_unequal_size_by_their_own_size()
    {
        // Seven items in two parts, 3 and 4. The first holds 2 of class 0 and 1 of class 1; the second 2 and 2.
        (double mean, _) = ClassifierScore.Compute(OneHot(7, row => row % 2), splits: 2);
        // One-hot rows leave KL = -ln p(y), so the score is the exponential of the part's entropy.
        Assert.Equal((Math.Exp(Entropy(2, 1)) + Math.Exp(Entropy(2, 2))) / 2, mean, 1e-6);
    }

    [Fact]
    public void ModeScore_is_lowered_by_the_divergence_from_the_data()
    {
        FeatureMatrix balanced = OneHot(200, row => row % 4);
        Assert.Equal(4, ModeScore.Compute(balanced, [.25, .25, .25, .25]), 1e-6);
        // KL(uniform over 4 ‖ (.7, .1, .1, .1)) = ¼ ln(¼/.7) + ¾ ln(¼/.1).
        double divergence = (.25 * Math.Log(.25 / .7)) + (.75 * Math.Log(2.5));
        Assert.Equal(4 * Math.Exp(-divergence), ModeScore.Compute(balanced, [.7, .1, .1, .1]), 1e-6);
        // All of one class: score 1 divided by four.
        Assert.Equal(0.25, ModeScore.Compute(OneHot(20, _ => 0), [.25, .25, .25, .25]), 1e-6);
    }

    private static double Entropy(params double[] counts) => -counts.Sum(count => count / counts.Sum() * Math.Log(count / counts.Sum()));

    private static FeatureMatrix OneHot(int count, Func<int, int> label)
    {
        var values = new float[count * 4];
        for (int row = 0; row < count; row++)
            values[(row * 4) + label(row)] = 1;
        return new FeatureMatrix(values, 4);
    }
}
