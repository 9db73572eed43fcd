using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// From pictures to pictures of the same size: halved again and again, doubled as often, each resolution on the way up seeing
/// the one on the way down. Ronneberger et al. 2015, arXiv:1505.04597; sizes of Isola et al. 2017, arXiv:1611.07004, appendix 6.1.
/// </summary>
public static class UNet
{
    // With 8 halvings the paper's 256 pixels come down to one.
    private const int MostHalvings = 8;
    private const int WidestStage = 8;
    private const int StagesWithDropout = 3;

    /// <summary>Makes the network: w, 2w, 4w, 8w, 8w … maps, kernels of 4 and strides of 2, instance norm, the first three stages on the way up with dropout ½, in use too.</summary>
    /// <param name="channels">Channels that it puts out, by tanh.</param>
    /// <param name="width">w.</param>
    /// <param name="height">Rows of the pictures.</param>
    /// <param name="columns">Pixels in a row.</param>
    /// <exception cref="BelamyException">The pictures cannot be halved.</exception>
    public static Module Create(int channels, int width, int height, int columns)
    {
        int halvings = Halvings(height, columns);
        return Stage(0, halvings, width, channels);
    }

    /// <summary>How often pictures are halved: as long as both sides are even, at most 8 times.</summary>
    /// <exception cref="BelamyException">Not once.</exception>
    private static int Halvings(int height, int columns)
    {
        int halvings = 0;
        for (; halvings < MostHalvings && height % 2 == 0 && columns % 2 == 0; halvings++)
            (height, columns) = (height / 2, columns / 2);
        return halvings > 0 ? halvings : throw new BelamyException($"A U-Net halves pictures, and {columns}×{height} pixels cannot be; choose a size such as 32 or 64");
    }

    /// <summary>Down, all stages within, and up again.</summary>
    private static Sequential Stage(int stage, int halvings, int width, int channels)
    {
        bool isOutermost = stage == 0, isInnermost = stage == halvings - 1;
        int maps = width * Math.Min(WidestStage, 1 << stage);
        List<Module> modules = [];
        if (!isOutermost)
            modules.Add(new LeakyReLU(0.2));
        modules.Add(new Convolution(maps, kernel: 4, stride: 2, bias: isOutermost || isInnermost, initializer: Initializers.Dcgan));
        // One pixel has no deviation to be normalized by.
        if (!isOutermost && !isInnermost)
            modules.Add(new InstanceNorm());
        if (!isInnermost)
            modules.Add(new Skip(Stage(stage + 1, halvings, width, channels)));
        modules.Add(new ReLU());
        int outer = isOutermost ? channels : width * Math.Min(WidestStage, 1 << (stage - 1));
        modules.Add(new TransposedConvolution(outer, kernel: 4, stride: 2, bias: isOutermost, initializer: Initializers.Dcgan));
        if (isOutermost)
        {
            modules.Add(new Tanh());
            return new Sequential(modules);
        }

        modules.Add(new InstanceNorm());
        if (halvings - 1 - stage < StagesWithDropout)
            modules.Add(new Dropout(0.5, always: true));
        return new Sequential(modules);
    }
}
