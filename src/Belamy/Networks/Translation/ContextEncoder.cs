namespace Belamy.Networks;

/// <summary>
/// From pictures to pictures of the same size through maps too small to see detail by: halved, told everywhere by a
/// <see cref="ChannelwiseDense"/>, doubled again, without skips. Pathak et al. 2016, arXiv:1604.07379, sections 3.1 and 4.1.
/// </summary>
public static class ContextEncoder
{
    private const int SmallestSide = 4, WidestStage = 8;

    /// <summary>
    /// Makes the network: w, 2w, 4w, 8w … maps by kernels of 4 and strides of 2 down to sides of 4 to 7, leaky ReLU 0.2; channel-wise
    /// dense, 1×1, ReLU; transposed convolutions of the same sizes up again, ReLU; tanh. Batch norm but for the first and the last.
    /// </summary>
    /// <param name="channels">Channels that it puts out.</param>
    /// <param name="width">w; 64 in the paper.</param>
    /// <param name="height">Rows of the pictures.</param>
    /// <param name="columns">Pixels in a row.</param>
    /// <exception cref="BelamyException">The pictures cannot be halved.</exception>
    public static Module Create(int channels, int width, int height, int columns)
    {
        int halvings = 0;
        for (int side = Math.Min(height, columns); side / 2 >= SmallestSide && height % (2 << halvings) == 0 && columns % (2 << halvings) == 0; side /= 2)
            halvings++;
        if (halvings == 0)
            throw new BelamyException($"A context encoder halves pictures, and {columns}×{height} pixels cannot be; choose a size such as 32 or 64");
        List<Module> modules = [];
        for (int stage = 0; stage < halvings; stage++)
        {
            modules.Add(new Convolution(Maps(stage), kernel: 4, stride: 2, bias: stage == 0, initializer: Initializers.Dcgan));
            if (stage > 0)
                modules.Add(new BatchNorm());
            modules.Add(new LeakyReLU(0.2));
        }

        modules.AddRange([new ChannelwiseDense(), new Convolution(Maps(halvings - 1), kernel: 1, bias: false), new BatchNorm(), new ReLU()]);
        for (int stage = halvings - 2; stage >= 0; stage--)
            modules.AddRange([new TransposedConvolution(Maps(stage), kernel: 4, stride: 2, bias: false, initializer: Initializers.Dcgan), new BatchNorm(), new ReLU()]);
        modules.AddRange([new TransposedConvolution(channels, kernel: 4, stride: 2, initializer: Initializers.Dcgan), new Tanh()]);
        return new Sequential(modules);

        int Maps(int stage) => width * Math.Min(WidestStage, 1 << stage);
    }
}
