namespace Belamy.Networks;

/// <summary>
/// Says of each pixel what it shows: from pictures to a logit for each label at each pixel, halved twice and doubled twice, each
/// resolution on the way up seeing the one on the way down. What Li et al. 2017, arXiv:1704.05838, section 3.1, take from contour detection.
/// </summary>
/// <remarks>Smaller than theirs, which halves pictures five times by the layers of VGG-19; and what is seen on the way down is joined, not the places of the greatest values.</remarks>
public static class ParsingNetwork
{
    private const int Halvings = 2;

    /// <summary>Makes the network: w, 2w and 4w maps, 3×3 with ReLU; halved by 4×4 with stride 2, and doubled likewise. No batch norm: it is to behave in training as in use.</summary>
    /// <param name="labels">Labels, the channels that it puts out.</param>
    /// <param name="width">w.</param>
    /// <param name="height">Rows of the pictures, a multiple of 4.</param>
    /// <param name="columns">Pixels in a row, a multiple of 4.</param>
    /// <exception cref="BelamyException">The pictures cannot be halved twice.</exception>
    public static Module Create(int labels, int width, int height, int columns)
    {
        if (height % (1 << Halvings) != 0 || columns % (1 << Halvings) != 0)
            throw new BelamyException($"A parsing network halves pictures twice, and {columns}×{height} pixels cannot be; choose a size such as 28, 32 or 64");
        return new Sequential([.. Layers(width, 0), new Convolution(labels, kernel: 1)]);
    }

    private static List<Module> Layers(int width, int halved)
    {
        int maps = width << halved;
        List<Module> layers = [Convolve(maps), new ReLU()];
        if (halved < Halvings)
            layers.AddRange([new Skip(new Sequential([new Convolution(2 * maps, kernel: 4, stride: 2, initializer: Initializers.HeNormal), new ReLU(), .. Layers(width, halved + 1), new TransposedConvolution(maps, kernel: 4, stride: 2, initializer: Initializers.HeNormal), new ReLU()])), Convolve(maps), new ReLU()]);
        return layers;
    }

    private static Convolution Convolve(int maps) => new(maps, kernel: 3, initializer: Initializers.HeNormal);
}
