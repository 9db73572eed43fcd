using Belamy.Imaging;
using Belamy.Numerics;
using Belamy.TestSupport;

namespace Belamy.Tests.Imaging;

/// <summary>The Gaussian-Poisson equation beside what numpy and scipy make of it with full matrices: <c>tests/golden/blending.py</c>.</summary>
public sealed class GaussianPoissonTests
{
    private static readonly GoldenFile Recordings = GoldenFile.Load("blending.json");

    public static TheoryData<string> Equations => [.. Recordings.OfKind("GaussianPoisson").Select(one => one.Name)];

    public static TheoryData<string> Transforms => [.. Recordings.OfKind("CosineTransform").Select(one => one.Name)];

    // Recorded in nine digits, of values below 10.
    [Theory]
    [MemberData(nameof(Equations))]
    public void Solve_is_the_solution_of_least_squares(string name)
    {
        GoldenCase recorded = Recordings[name];
        double[] across = Values(recorded, "across"), down = Values(recorded, "down"), low = Values(recorded, "low");
        int width = recorded.Inputs["low"].Shape[1];
        double[] solved = GaussianPoisson.Solve(across, down, low, width, recorded.Number("weight"), recorded.Number("blur"));
        Assert.All(recorded.Outputs["solution"].ToDoubles().Zip(solved), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    [Theory]
    [MemberData(nameof(Transforms))]
    public void Cosine_transform_is_scipys_and_comes_back(string name)
    {
        GoldenCase recorded = Recordings[name];
        double[] values = Values(recorded, "values");
        int width = recorded.Inputs["values"].Shape[1];
        double[] frequencies = CosineTransform.Forward(values, width);
        Assert.All(recorded.Outputs["frequencies"].ToDoubles().Zip(frequencies), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.All(values.Zip(CosineTransform.Inverse(frequencies, width)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Great_weight_gives_the_blurred_solution_the_colours_and_a_small_one_Poissons_but_for_a_constant()
    {
        const string name = "16x16, weight 1, blur 0.5";
        GoldenCase recorded = Recordings[name];
        double[] across = Values(recorded, "across"), down = Values(recorded, "down"), low = Values(recorded, "low");
        // The least that the kernel leaves of a frequency is a third; differences are below 10⁻⁸ of what colours count.
        double[] blurred = Blurred(GaussianPoisson.Solve(across, down, low, 16, 1e9, 0.5), 16);
        Assert.All(low.Zip(blurred), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        double[] almost = GaussianPoisson.Solve(across, down, low, 16, 1e-9, 0.5), differences = GaussianPoisson.Solve(across, down, new double[256], 16, 0, 0.5);
        Assert.Equal(0, differences.Average(), 1e-9);
        Assert.All(almost.Zip(differences), pair => Assert.Equal(almost.Average(), pair.First - pair.Second, 1e-6));
    }

    [Fact]
    public void Blend_of_a_picture_with_itself_is_the_picture_and_an_object_keeps_its_differences()
    {
        var random = new Random(1);
        float[] background = [.. Enumerable.Range(0, 2 * 48).Select(_ => (random.NextSingle() * 2) - 1)], image = [.. background.Select(value => value + 0.5f)], mask = new float[48];
        foreach (int at in (int[])[18, 19, 20, 26, 27, 28])
            mask[at] = 1;
        float[] same = GaussianPoisson.Blend(background, background, mask, background, 8, 1, 0);
        Assert.All(background.Zip(same), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        // Lighter by a constant everywhere: its differences are those of the background, to which its colours count for nothing.
        Assert.Equal(same, GaussianPoisson.Blend(background, image, mask, background, 8, 1, 0), (one, other) => Math.Abs(one - other) < 1e-6f);
        // On a line any differences can be had, and a picture at large that counts for next to nothing leaves them as they are: those of marked pixels and the next are the object's.
        float[] line = background[..8], twice = [.. line.Select(value => 2 * value)], blended = GaussianPoisson.Blend(line, twice, [0, 0, 0, 1, 1, 0, 0, 0], line, 8, 1e-9, 0);
        for (int at = 0; at < 7; at++)
            Assert.Equal((at is 3 or 4 ? 2 : 1) * (line[at + 1] - line[at]), blended[at + 1] - blended[at], 1e-5f);
        Assert.Throws<ArgumentException>(() => GaussianPoisson.Blend(background, image, mask, background.AsSpan(1), 8, 1, 0));
        Assert.Throws<ArgumentException>(() => GaussianPoisson.Solve(new double[5], new double[6], new double[6], 3, 1, 0));
    }

    /// <summary>By the kernel of three pixels that a deviation of half a pixel has, e⁻², 1, e⁻² (the next is e⁻⁸), pictures seen in a mirror at their borders.</summary>
    private static double[] Blurred(double[] values, int width)
    {
        double[] kernel = [Math.Exp(-8), Math.Exp(-2), 1, Math.Exp(-2), Math.Exp(-8)];
        int height = values.Length / width;
        double sum = kernel.Sum();
        double[] across = [.. Enumerable.Range(0, values.Length).Select(at => Enumerable.Range(-2, 5).Sum(step => kernel[step + 2] / sum * values[(at / width * width) + Mirrored((at % width) + step, width)]))];
        return [.. Enumerable.Range(0, values.Length).Select(at => Enumerable.Range(-2, 5).Sum(step => kernel[step + 2] / sum * across[(Mirrored((at / width) + step, height) * width) + (at % width)]))];

        static int Mirrored(int at, int count) => at < 0 ? -at - 1 : at >= count ? (2 * count) - 1 - at : at;
    }

    private static double[] Values(GoldenCase recorded, string name) => [.. recorded.Inputs[name].ToDoubles()];
}
