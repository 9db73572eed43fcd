using Belamy.Metrics;
using Belamy.TestSupport;

namespace Belamy.Tests.Metrics;

public sealed class StructuralSimilarityTests
{
    private static readonly GoldenFile Recordings = GoldenFile.Load("similarities.json");

    public static TheoryData<string> Names => [.. Recordings.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Similarities_are_those_recorded(string name)
    {
        GoldenCase recorded = Recordings[name];
        (int channels, int height, int width) = (recorded.Integer("channels"), recorded.Integer("height"), recorded.Integer("width"));
        var first = new float[channels * height * width];
        var second = new float[first.Length];
        for (int at = 0; at < first.Length; at++)
        {
            (int c, int y, int x) = (at / (height * width), at / width % height, at % width);
            first[at] = (Wave(32) + Wave(128)) / 2;
            second[at] = (0.75f * first[at]) + ((((7 * x) + (5 * y) + (x * y)) % 17) - 8) / 32f;

            float Wave(int period) => (Math.Abs(((x + (2 * y) + (5 * c)) % period) - (period / 2)) / (period / 4f)) - 1;
        }

        Assert.Equal(recorded.Integer("scales"), StructuralSimilarity.Scales(height, width));
        // Recorded with nine digits.
        Assert.Equal(recorded.Outputs["similarity"].ToScalar(), StructuralSimilarity.Between(first, second, [channels, height, width]), 1e-8);
        Assert.Equal(recorded.Outputs["multi-scale"].ToScalar(), StructuralSimilarity.MultiScale(first, second, [channels, height, width]), 1e-8);
    }

    [Theory]
    [InlineData(1, 28, 2)]
    [InlineData(3, 64, 3)]
    [InlineData(1, 8, 1)]
    public void Identical_pictures_have_similarity_one(int channels, int side, int scales)
    {
        FeatureMatrix picture = NormalSamples.Create(1, channels * side * side, 1, deviation: 0.3);
        Assert.Equal(scales, StructuralSimilarity.Scales(side, side));
        Assert.Equal(1, StructuralSimilarity.Between(picture.Row(0), picture.Row(0), [channels, side, side]), 1e-9);
        Assert.Equal(1, StructuralSimilarity.MultiScale(picture.Row(0), picture.Row(0), [channels, side, side]), 1e-9);
    }

    [Fact]
    public void Constant_pictures_differ_by_their_means_alone()
    {
        // No variance: SSIM = (2ab + C₁)/(a² + b² + C₁), C₁ = (0.01 · 2)².
        float[] first = [.. Enumerable.Repeat(0.5f, 16 * 16)];
        float[] second = [.. Enumerable.Repeat(-0.25f, 16 * 16)];
        const double C1 = 0.0004;
        Assert.Equal((-0.25 + C1) / (0.3125 + C1), StructuralSimilarity.Between(first, second, [1, 16, 16]), 1e-9);
    }

    [Fact]
    public void Noise_lowers_similarity_and_scales_weigh_it_less()
    {
        // Stripes eight pixels wide survive halving, noise does not.
        float[] clean = [.. Enumerable.Range(0, 28 * 28).Select(at => at % 28 / 8 % 2 == 0 ? 0.8f : -0.8f)];
        FeatureMatrix noise = NormalSamples.Create(1, 28 * 28, 5, deviation: 0.3);
        float[] noisy = [.. clean.Zip(noise.Values.ToArray(), (a, b) => a + b)];
        double single = StructuralSimilarity.Between(clean, noisy, [1, 28, 28]);
        double multiple = StructuralSimilarity.MultiScale(clean, noisy, [1, 28, 28]);
        Assert.InRange(single, 0.1, 0.9);
        Assert.InRange(multiple, single + 0.02, 1);
    }

    [Fact]
    public void Diversity_compares_within_classes_only()
    {
        // Two classes, each of copies of one picture: within them all pairs are the same.
        FeatureMatrix two = NormalSamples.Create(2, 16 * 16, 1, deviation: 0.5);
        var values = new float[10 * 256];
        var labels = new int[10];
        for (int at = 0; at < 10; at++)
        {
            labels[at] = at % 2;
            two.Row(at % 2).CopyTo(values.AsSpan(at * 256));
        }

        var pictures = new FeatureMatrix(values, 256);
        Assert.Equal(1, StructuralSimilarity.Diversity(pictures, [1, 16, 16], labels, 100, cancellationToken: TestContext.Current.CancellationToken).Mean, 1e-9);
        Assert.InRange(StructuralSimilarity.Diversity(pictures, [1, 16, 16], [], 100, cancellationToken: TestContext.Current.CancellationToken).Mean, 0, 0.8);
    }
}
