namespace Belamy.Networks;

/// <summary>
/// From pictures to pictures of the same size through a small one, with nothing that leads around it: the layers of a DCGAN's
/// discriminator, then those of its generator. Kim et al. 2017, arXiv:1703.05192, section 3.1.
/// </summary>
public static class EncoderDecoder
{
    private const int SmallestSide = 4;
    private const int MostHalvings = 5;
    private const int WidestStage = 8;

    /// <summary>
    /// Makes the network: halved to w, 2w, 4w … maps by leaky ReLU 0.2, doubled to as many by ReLU, kernels of 4 and strides of 2,
    /// batch norm but in the first layer and the last, which ends in tanh.
    /// </summary>
    /// <param name="channels">Channels that it puts out.</param>
    /// <param name="width">w; 64 in the authors' program.</param>
    /// <param name="height">Rows of the pictures.</param>
    /// <param name="columns">Pixels in a row.</param>
    /// <param name="tellsAll">
    /// Whether a <see cref="ChannelwiseDense"/> in the middle, and a 1×1 convolution behind it, tell each place of the small picture of all others: Pathak et al.
    /// 2016, arXiv:1604.07379, sections 3.1 and 4.1.
    /// </param>
    /// <param name="halvings">How often pictures are halved at most.</param>
    /// <exception cref="BelamyException">The pictures cannot be halved.</exception>
    public static Module Create(int channels, int width, int height, int columns, bool tellsAll = false, int halvings = MostHalvings)
    {
        halvings = Math.Min(halvings, Halvings(height, columns));
        List<Module> modules = [new Convolution(width, kernel: 4, stride: 2, initializer: Initializers.Dcgan), new LeakyReLU(0.2)];
        for (int stage = 1; stage < halvings; stage++)
            modules.AddRange([new Convolution(Maps(stage), kernel: 4, stride: 2, bias: false, initializer: Initializers.Dcgan), new BatchNorm(), new LeakyReLU(0.2)]);
        if (tellsAll)
            modules.AddRange([new ChannelwiseDense(), new Convolution(Maps(halvings - 1), kernel: 1, bias: false), new BatchNorm(), new ReLU()]);
        for (int stage = halvings - 2; stage >= 0; stage--)
            modules.AddRange([new TransposedConvolution(Maps(stage), kernel: 4, stride: 2, bias: false, initializer: Initializers.Dcgan), new BatchNorm(), new ReLU()]);
        return new Sequential([.. modules, new TransposedConvolution(channels, kernel: 4, stride: 2, initializer: Initializers.Dcgan), new Tanh()]);

        int Maps(int stage) => width * Math.Min(WidestStage, 1 << stage);
    }

    /// <summary>How often pictures are halved: as long as both sides are even and 4 pixels are left, at most 5 times.</summary>
    private static int Halvings(int height, int columns)
    {
        int halvings = 0;
        for (; halvings < MostHalvings && height % 2 == 0 && columns % 2 == 0 && Math.Min(height, columns) / 2 >= SmallestSide; halvings++)
            (height, columns) = (height / 2, columns / 2);
        return halvings > 0 ? halvings : throw new BelamyException($"An encoder and decoder halves pictures, and {columns}×{height} pixels cannot be; choose a size such as 32 or 64");
    }
}
