namespace Belamy.Networks;

/// <summary>
/// From pictures to larger ones: residual blocks at their own size, then one doubling after the other by pixel shuffle. The
/// SRResNet of Ledig et al. 2017, arXiv:1609.04802, figure 4.
/// </summary>
public static class SuperResolver
{
    /// <summary>
    /// Makes the network: 9×9 w, PReLU; blocks of 3×3 w, batch norm, PReLU, 3×3 w, batch norm, each added to what it takes; 3×3 w,
    /// batch norm, added to what the first block takes; doublings of 3×3 4w, pixel shuffle, PReLU; 9×9.
    /// </summary>
    /// <param name="channels">Channels that it puts out.</param>
    /// <param name="width">w; 64 in the paper.</param>
    /// <param name="blocks">Residual blocks; 16 in the paper.</param>
    /// <param name="doublings">How often it doubles height and width; 2 in the paper.</param>
    public static Module Create(int channels, int width, int blocks, int doublings) => new Sequential(
    [
        new Convolution(width, kernel: 9), new ParametricReLU(),
        new Residual(new Sequential(
        [
            .. Enumerable.Range(0, blocks).Select(_ => new Residual(new Sequential(
                new Convolution(width, kernel: 3, bias: false), new BatchNorm(), new ParametricReLU(), new Convolution(width, kernel: 3, bias: false), new BatchNorm()))),
            new Convolution(width, kernel: 3, bias: false), new BatchNorm(),
        ])),
        .. Enumerable.Range(0, doublings).SelectMany(_ => new Module[] { new Convolution(4 * width, kernel: 3), new PixelShuffle(2), new ParametricReLU() }),
        new Convolution(channels, kernel: 9),
    ]);

    /// <summary>How far from a pixel the network looks, in pixels of what it takes.</summary>
    /// <param name="blocks">Residual blocks.</param>
    /// <param name="doublings">How often it doubles.</param>
    public static int Reach(int blocks, int doublings)
    {
        // 9×9, two 3×3 a block, one 3×3 behind them; then a 3×3 at each size and 9×9 at the last, in pixels that are smaller.
        double reach = 4 + (2 * blocks) + 1;
        for (int doubling = 0; doubling < doublings; doubling++)
            reach += Math.Pow(0.5, doubling);
        return (int)Math.Ceiling(reach + (4 * Math.Pow(0.5, doublings))) + 1;
    }
}
