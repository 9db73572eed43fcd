using Belamy.Numerics;

namespace Belamy.Imaging;

/// <summary>
/// Pictures of given differences of neighbours and given colours at large: the Gaussian-Poisson equation. Wu, Zheng, Zhang and
/// Huang 2017, "GP-GAN: Towards realistic high-resolution image blending", arXiv:1703.07195, section 3.3.
/// </summary>
/// <remarks>
/// min over x of ‖∇x - v‖² + β ‖g * x - l‖²; g is the Gaussian kernel of deviation σ, cut off at 4σ, and pictures go on beyond their
/// borders as seen in a mirror. There cosines are what both terms keep, so that the solution is exact: X = (C(∇ᵀv) + β ĝ C(l)) /
/// (Λ + β ĝ²), where C is the cosine transform, Λ what ∇ᵀ∇ and ĝ what g multiplies each frequency by.
/// </remarks>
public static class GaussianPoisson
{
    private const double KernelReach = 4;

    /// <summary>Solves the equation for a picture of one channel.</summary>
    /// <param name="across">v of each pixel and the one to its right, [height, width]; those of the last column are not looked at.</param>
    /// <param name="down">v of each pixel and the one below, [height, width]; those of the last row are not looked at.</param>
    /// <param name="low">l, [height, width].</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="weight">β, at least 0; for 0 the mean of l decides about the constant that differences leave open.</param>
    /// <param name="blur">σ in pixels, at least 0.</param>
    /// <returns>x, [height, width].</returns>
    /// <exception cref="ArgumentException">The three differ in length, or are no whole rows.</exception>
    public static double[] Solve(ReadOnlySpan<double> across, ReadOnlySpan<double> down, ReadOnlySpan<double> low, int width, double weight, double blur)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        ArgumentOutOfRangeException.ThrowIfNegative(blur);
        if (across.Length != low.Length || down.Length != low.Length || low.Length % width != 0)
            throw new ArgumentException($"Differences across and down and the picture at large are to be as many whole rows of {width}, and have {across.Length}, {down.Length} and {low.Length} values.", nameof(low));
        int height = low.Length / width;
        var backward = new double[low.Length];
        for (int at = 0; at < low.Length; at++)
        {
            if (at % width < width - 1)
                (backward[at], backward[at + 1]) = (backward[at] - across[at], backward[at + 1] + across[at]);
            if (at + width < low.Length)
                (backward[at], backward[at + width]) = (backward[at] - down[at], backward[at + width] + down[at]);
        }

        double[] edges = CosineTransform.Forward(backward, width), colours = CosineTransform.Forward(low.ToArray(), width);
        double[] kernel = Kernel(blur), blurAcross = Blurred(kernel, width), blurDown = Blurred(kernel, height);
        for (int at = 0; at < edges.Length; at++)
        {
            (int y, int x) = Math.DivRem(at, width);
            double squared = Squared(x, width) + Squared(y, height), passed = blurAcross[x] * blurDown[y], divisor = squared + (weight * passed * passed);
            edges[at] = divisor == 0 ? colours[at] : (edges[at] + (weight * passed * colours[at])) / divisor;
        }

        return CosineTransform.Inverse(edges, width);

        static double Squared(int frequency, int count) => 2 - (2 * Math.Cos(Math.PI * frequency / count));
    }

    /// <summary>Blends an object into a background: differences are those of the object where the mask marks a pixel, and of the background elsewhere.</summary>
    /// <param name="background">[channels, height, width].</param>
    /// <param name="image">The picture that the object is on, of the same shape, the object at the same place.</param>
    /// <param name="mask">[height, width]: 1 where the object is, 0 elsewhere.</param>
    /// <param name="low">What the blended picture is to look like at large, of the shape of the background.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="weight">β, at least 0.</param>
    /// <param name="blur">σ in pixels, at least 0.</param>
    /// <returns>The blended picture, of the shape of the background; values may leave its range.</returns>
    /// <exception cref="ArgumentException">Pictures and mask do not fit each other.</exception>
    public static float[] Blend(
        ReadOnlySpan<float> background, ReadOnlySpan<float> image, ReadOnlySpan<float> mask, ReadOnlySpan<float> low, int width, double weight, double blur)
    {
        if (image.Length != background.Length || low.Length != background.Length || mask.IsEmpty || background.Length % mask.Length != 0)
            throw new ArgumentException($"A background of {background.Length} values, a picture of {image.Length} and one at large of {low.Length} with a mask of {mask.Length} do not fit each other.", nameof(image));
        var blended = new float[background.Length];
        int area = mask.Length;
        double[] across = new double[area], down = new double[area], colours = new double[area];
        for (int first = 0; first < blended.Length; first += area)
        {
            for (int at = 0; at < area; at++)
            {
                ReadOnlySpan<float> seen = (mask[at] >= 0.5f ? image : background).Slice(first, area);
                across[at] = at % width < width - 1 ? seen[at + 1] - seen[at] : 0;
                down[at] = at + width < area ? seen[at + width] - seen[at] : 0;
                colours[at] = low[first + at];
            }

            double[] solved = Solve(across, down, colours, width, weight, blur);
            for (int at = 0; at < area; at++)
                blended[first + at] = (float)solved[at];
        }

        return blended;
    }

    /// <summary>The kernel from its middle on; all of it has the sum 1.</summary>
    private static double[] Kernel(double blur)
    {
        int reach = (int)((KernelReach * blur) + 0.5);
        double[] kernel = [.. Enumerable.Range(0, reach + 1).Select(at => at == 0 ? 1 : Math.Exp(-at * at / (2 * blur * blur)))];
        double sum = (2 * kernel.Sum()) - 1;
        return [.. kernel.Select(value => value / sum)];
    }

    /// <summary>What the kernel leaves of each frequency along a side.</summary>
    private static double[] Blurred(double[] kernel, int count) =>
        [.. Enumerable.Range(0, count).Select(k => kernel.Select((value, at) => (at == 0 ? 1 : 2) * value * Math.Cos(Math.PI * k * at / count)).Sum())];
}
