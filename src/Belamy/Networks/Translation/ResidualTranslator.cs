using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// From pictures to pictures of the same size by residual blocks at a quarter of it. Johnson et al. 2016, arXiv:1603.08155;
/// sizes of Zhu et al. 2017, arXiv:1703.10593, appendix 7.2.
/// </summary>
public static class ResidualTranslator
{
    /// <summary>Makes the network: 7×7 w, halved 2w, halved 4w, residual blocks of 4w, doubled 2w, doubled w, 7×7 by tanh; instance norm, ReLU, reflected borders.</summary>
    /// <param name="channels">Channels that it puts out.</param>
    /// <param name="width">w; 64 in the paper.</param>
    /// <param name="blocks">Residual blocks; 6 in the paper for 128 pixels, 9 for 256.</param>
    public static Module Create(int channels, int width, int blocks) => new Sequential(
    [
        new ReflectionPadding(3), .. Layer(new Convolution(width, kernel: 7, padding: 0, bias: false, initializer: Initializers.Dcgan)),
        .. Layer(new Convolution(2 * width, kernel: 3, stride: 2, padding: 1, bias: false, initializer: Initializers.Dcgan)),
        .. Layer(new Convolution(4 * width, kernel: 3, stride: 2, padding: 1, bias: false, initializer: Initializers.Dcgan)),
        .. Enumerable.Range(0, blocks).Select(_ => new Residual(new Sequential(
        [
            new ReflectionPadding(1), .. Layer(new Convolution(4 * width, kernel: 3, padding: 0, bias: false, initializer: Initializers.Dcgan)),
            new ReflectionPadding(1), new Convolution(4 * width, kernel: 3, padding: 0, bias: false, initializer: Initializers.Dcgan), new InstanceNorm(),
        ]))),
        .. Layer(new TransposedConvolution(2 * width, kernel: 3, stride: 2, bias: false, initializer: Initializers.Dcgan)),
        .. Layer(new TransposedConvolution(width, kernel: 3, stride: 2, bias: false, initializer: Initializers.Dcgan)),
        new ReflectionPadding(3), new Convolution(channels, kernel: 7, padding: 0, initializer: Initializers.Dcgan), new Tanh(),
    ]);

    /// <summary>Fails unless pictures can be halved twice.</summary>
    /// <param name="item">The shape of one picture.</param>
    /// <exception cref="BelamyException">They cannot.</exception>
    public static void RequireSize(Shape item)
    {
        if (item[^1] % 4 != 0 || item[^2] % 4 != 0)
            throw new BelamyException($"A residual translator halves pictures twice, and {item[^1]}×{item[^2]} pixels cannot be; choose a size whose sides are multiples of 4, such as {Fitting(item[^1])}x{Fitting(item[^2])}");

        static int Fitting(int side) => Math.Max(4, side / 4 * 4);
    }

    private static Module[] Layer(Module convolution) => [convolution, new InstanceNorm(), new ReLU()];
}
