namespace Belamy.Networks;

/// <summary>
/// Fills holes in pictures: a picture is halved twice, looked at by dilated convolutions, which see far without halving it
/// further, and doubled twice. Iizuka, Simo-Serra and Ishikawa 2017, "Globally and locally consistent image completion",
/// doi:10.1145/3072959.3073659, section 3.2.
/// </summary>
public static class CompletionNetwork
{
    /// <summary>The network makes pictures a quarter as high and wide, and back.</summary>
    private const int Halved = 4;

    private static readonly int[] Dilations = [2, 4, 8, 16];

    /// <summary>
    /// Makes the network: 5×5 w; 3×3 2w halving and 2w; 4w halving, 4w, 4w; 4w for each dilation; 4w, 4w; doubled by 4×4 to 2w, 2w;
    /// doubled to w, w/2; 3×3 to the channels, tanh. All but the last have batch norm and ReLU.
    /// </summary>
    /// <param name="channels">Channels that it puts out.</param>
    /// <param name="width">w; 64 in the paper.</param>
    /// <param name="height">Rows of the pictures, a multiple of 4.</param>
    /// <param name="columns">Pixels in a row, a multiple of 4.</param>
    /// <exception cref="BelamyException">The pictures cannot be halved twice.</exception>
    public static Module Create(int channels, int width, int height, int columns)
    {
        if (height % Halved != 0 || columns % Halved != 0)
            throw new BelamyException($"A completion network halves pictures twice, and {columns}×{height} pixels cannot be; choose a size such as 28, 32 or 64");
        List<Module> modules = [];
        Convolve(width, kernel: 5);
        Convolve(2 * width, stride: 2);
        Convolve(2 * width);
        Convolve(4 * width, stride: 2);
        Convolve(4 * width);
        Convolve(4 * width);
        foreach (int dilation in DilationsFor(height, columns))
            Convolve(4 * width, dilation: dilation);
        Convolve(4 * width);
        Convolve(4 * width);
        Grow(2 * width);
        Convolve(2 * width);
        Grow(width);
        Convolve(Math.Max(1, width / 2));
        return new Sequential([.. modules, new Convolution(channels, kernel: 3), new Tanh()]);

        void Convolve(int maps, int kernel = 3, int stride = 1, int dilation = 1) =>
            modules.AddRange([new Convolution(maps, kernel, stride, bias: false, initializer: Initializers.HeNormal, dilation: dilation), new BatchNorm(), new ReLU()]);

        void Grow(int maps) => modules.AddRange([new TransposedConvolution(maps, kernel: 4, stride: 2, bias: false, initializer: Initializers.HeNormal), new BatchNorm(), new ReLU()]);
    }

    /// <summary>The dilations of the paper, 2, 4, 8 and 16, but for those whose outer taps would see nothing but what is beyond the halved picture.</summary>
    /// <param name="height">Rows of the pictures.</param>
    /// <param name="columns">Pixels in a row.</param>
    public static IReadOnlyList<int> DilationsFor(int height, int columns) => [.. Dilations.Where(dilation => dilation < Math.Max(height, columns) / Halved)];
}
