namespace Belamy.Networks;

/// <summary>A discriminator of whole pictures in the manner of VGG. Ledig et al. 2017, arXiv:1609.04802, figure 4.</summary>
public static class PictureCritic
{
    /// <summary>
    /// Makes the network: 3×3 w, then halving to w, 2w, halving to 2w, 4w, halving to 4w, 8w, halving to 8w, all but the first with
    /// batch norm, leaky ReLU 0.2; a dense layer of 16w, leaky ReLU, one logit.
    /// </summary>
    /// <param name="width">w; 64 in the paper.</param>
    public static Module Create(int width)
    {
        List<Module> modules = [new Convolution(width, kernel: 3), new LeakyReLU(0.2)];
        for (int stage = 1; stage < 8; stage++)
            modules.AddRange([new Convolution(width << (stage / 2), kernel: 3, stride: stage % 2 == 1 ? 2 : 1, bias: false), new BatchNorm(), new LeakyReLU(0.2)]);
        modules.AddRange([new Flatten(), new Dense(16 * width), new LeakyReLU(0.2), new Dense(1)]);
        return new Sequential(modules);
    }
}
