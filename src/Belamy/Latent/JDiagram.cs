namespace Belamy.Latent;

/// <summary>Grids of latent vectors spanned by three corners, and analogies. White 2016, arXiv:1609.04468, section 2.3.</summary>
public static class JDiagram
{
    /// <summary>What is to <paramref name="third"/> as <paramref name="second"/> is to <paramref name="first"/>: b + c - a.</summary>
    /// <param name="first">a.</param>
    /// <param name="second">b.</param>
    /// <param name="third">c.</param>
    /// <exception cref="ArgumentException">The vectors have different sizes.</exception>
    public static float[] Analogy(ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> third)
    {
        Interpolation.RequireSameSize(first, second);
        Interpolation.RequireSameSize(first, third);
        var fourth = new float[first.Length];
        for (int i = 0; i < fourth.Length; i++)
            fourth[i] = second[i] + third[i] - first[i];
        return fourth;
    }

    /// <summary>
    /// A grid with a at the top left, b at the top right, c at the bottom left and their analogy at the bottom right; each
    /// row goes from the left side to the right one, and the sides go from the top to the bottom.
    /// </summary>
    /// <param name="first">a.</param>
    /// <param name="second">b.</param>
    /// <param name="third">c.</param>
    /// <param name="side">Vectors in a row and rows, at least 2.</param>
    /// <param name="linear">Whether to go straight rather than on great circles.</param>
    /// <returns>[side, side, size] one behind the other; the corners are the four vectors, to the bit.</returns>
    /// <exception cref="ArgumentException">The vectors have different sizes.</exception>
    public static float[] Grid(ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> third, int side, bool linear = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 2);
        return MineGrid.Fill([.. first, .. second, .. third, .. Analogy(first, second, third)], 2, 2, side, linear);
    }
}
