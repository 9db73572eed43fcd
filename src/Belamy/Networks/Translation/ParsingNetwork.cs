namespace Belamy.Networks;

/// <summary>
/// Says of each pixel what it shows: from pictures to a logit for each label at each pixel, halved and doubled as often, each
/// resolution on the way up seeing the one on the way down. What Li et al. 2017, arXiv:1704.05838, section 3.1, take from contour detection.
/// </summary>
/// <remarks>Smaller than theirs, which halves pictures five times by the layers of VGG-19; and what is seen on the way down is joined, not the places of the greatest values.</remarks>
public static class ParsingNetwork
{
    /// <summary>Makes the network: w, 2w, 4w … maps, 3×3 with ReLU; halved by 4×4 with stride 2, and doubled likewise. No batch norm: it is to behave in training as in use.</summary>
    /// <param name="labels">Labels, the channels that it puts out.</param>
    /// <param name="width">w.</param>
    /// <param name="height">Rows of the pictures, a multiple of 2 to the number of halvings.</param>
    /// <param name="columns">Pixels in a row, likewise.</param>
    /// <param name="halvings">How often pictures are halved.</param>
    /// <exception cref="BelamyException">The pictures cannot be halved so often.</exception>
    public static Module Create(int labels, int width, int height, int columns, int halvings = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(halvings);
        if (height % (1 << halvings) != 0 || columns % (1 << halvings) != 0)
            throw new BelamyException($"A parsing network halves pictures {Counted.Of(halvings, "time")}, and {columns}×{height} pixels cannot be; choose a size such as 32 or 64");
        return new Sequential([.. Layers(width, halvings, 0), new Convolution(labels, kernel: 1)]);
    }

    private static List<Module> Layers(int width, int halvings, int halved)
    {
        int maps = width << halved;
        List<Module> layers = [Convolve(maps), new ReLU()];
        if (halved < halvings)
            layers.AddRange([new Skip(new Sequential([new Convolution(2 * maps, kernel: 4, stride: 2, initializer: Initializers.HeNormal), new ReLU(), .. Layers(width, halvings, halved + 1), new TransposedConvolution(maps, kernel: 4, stride: 2, initializer: Initializers.HeNormal), new ReLU()])), Convolve(maps), new ReLU()]);
        return layers;
    }

    private static Convolution Convolve(int maps) => new(maps, kernel: 3, initializer: Initializers.HeNormal);
}
