using Belamy.Imaging;

namespace Belamy.Tests.Imaging;

public sealed class PoissonTests
{
    private const int Height = 5, Width = 6, Area = Height * Width;

    // A hole that touches two borders, and one of a single pixel.
    private static readonly float[] Mask = [.. Enumerable.Range(0, Area).Select(at => at is 0 or 1 or 6 or 7 or 8 or 13 or 14 or 15 or 29 ? 1f : 0)];

    [Fact]
    public void Poisson_is_the_direct_solution_of_the_least_squares_of_differences()
    {
        float[] picture = Noise(1), guide = Noise(2), blended = HoleFilling.Poisson(picture, Mask, guide, Width);
        for (int channel = 0; channel < 2; channel++)
        {
            double[] solved = Solve(picture[(channel * Area)..((channel + 1) * Area)], guide[(channel * Area)..((channel + 1) * Area)]);
            // Conjugate gradients end at 10⁻¹⁰; float32 has 6·10⁻⁸ of values of about 1.
            Assert.All(solved.Zip(blended[(channel * Area)..((channel + 1) * Area)]), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }
    }

    [Fact]
    public void Known_pixels_stay_to_the_bit_and_a_guide_that_fits_comes_in_as_it_is()
    {
        float[] picture = Noise(1), guide = Noise(2), blended = HoleFilling.Poisson(picture, Mask, guide, Width);
        Assert.All(Enumerable.Range(0, 2 * Area).Where(at => Mask[at % Area] == 0), at => Assert.Equal(picture[at], blended[at]));
        // What is the guide's by a constant more comes in as the guide by as much more.
        float[] lighter = [.. guide.Select(value => value + 0.25f)];
        Assert.All(HoleFilling.Poisson(lighter, Mask, guide, Width).Zip(lighter), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.Equal(guide, HoleFilling.Poisson(picture, [.. Mask.Select(_ => 1f)], guide, Width));
        Assert.Equal(picture, HoleFilling.Poisson(picture, new float[Area], guide, Width));
    }

    [Fact]
    public void Large_hole_ends_within_half_a_byte_of_the_exact_solution_where_less_precision_is_asked()
    {
        const int size = 150;
        var random = new Random(3);
        float[] picture = [.. Enumerable.Range(0, size * size).Select(at => (at % size / 75f) - 1 + (random.NextSingle() * 0.2f))];
        // A ring with an island, and all of a corner.
        float[] mask = [.. Enumerable.Range(0, size * size).Select(at => Hole(at % size, at / size) ? 1f : 0)];
        float[] exact = HoleFilling.Harmonic(picture, mask, size), near = HoleFilling.Harmonic(picture, mask, size, 1e-5);
        Assert.All(exact.Zip(near), pair => Assert.Equal(pair.First, pair.Second, 1 / 255f));
        for (int at = 0; at < exact.Length; at++)
        {
            (int x, int y) = (at % size, at / size);
            if (mask[at] == 0 || x is 0 or size - 1 || y is 0 or size - 1)
                continue;
            Assert.Equal((exact[at - 1] + exact[at + 1] + exact[at - size] + exact[at + size]) / 4, exact[at], 1e-6f);
        }

        static bool Hole(int x, int y) => (((x - 70) * (x - 70)) + ((y - 70) * (y - 70)) is > 100 and < 2500) || x + y > 230;
    }

    private static float[] Noise(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 2 * Area).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    /// <summary>min Σ ((u(p) - u(q)) - (g(p) - g(q)))² over all neighbours, by its normal equations and Gauss's elimination.</summary>
    private static double[] Solve(float[] picture, float[] guide)
    {
        var matrix = new double[Area, Area + 1];
        foreach ((int p, int q) in Enumerable.Range(0, Area).SelectMany(at => new[] { (at, at % Width < Width - 1 ? at + 1 : at), (at, at + Width < Area ? at + Width : at) }).Where(pair => pair.Item1 != pair.Item2))
        {
            double difference = (double)guide[p] - guide[q];
            (matrix[p, p], matrix[q, q], matrix[p, q], matrix[q, p]) = (matrix[p, p] + 1, matrix[q, q] + 1, matrix[p, q] - 1, matrix[q, p] - 1);
            (matrix[p, Area], matrix[q, Area]) = (matrix[p, Area] + difference, matrix[q, Area] - difference);
        }

        for (int known = 0; known < Area; known++)
        {
            if (Mask[known] > 0)
                continue;
            for (int at = 0; at < Area; at++)
                matrix[known, at] = at == known ? 1 : 0;
            matrix[known, Area] = picture[known];
        }

        for (int pivot = 0; pivot < Area; pivot++)
        {
            for (int row = 0; row < Area; row++)
            {
                double factor = row == pivot ? 0 : matrix[row, pivot] / matrix[pivot, pivot];
                for (int at = pivot; at <= Area && factor != 0; at++)
                    matrix[row, at] -= factor * matrix[pivot, at];
            }
        }

        return [.. Enumerable.Range(0, Area).Select(at => matrix[at, Area] / matrix[at, at])];
    }
}
