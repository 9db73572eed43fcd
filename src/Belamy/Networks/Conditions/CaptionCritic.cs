using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// The parts of a discriminator that sees pictures and hears of them: maps of a picture, and what judges them with a text beside each
/// place. Reed et al. 2016, arXiv:1605.05396, section 4.1.
/// </summary>
public static class CaptionCritic
{
    private const int Smallest = 4;

    /// <summary>From pictures to maps of about 4×4: w, 2w … maps with kernels of 4, halving; batch norm but for the first, leaky ReLU 0.2.</summary>
    /// <param name="item">[channels, height, width]; sides are halved while they are even and above 4.</param>
    /// <param name="width">w; 64 in the paper.</param>
    /// <exception cref="BelamyException">These are no pictures.</exception>
    public static Module Trunk(Shape item, int width)
    {
        NetworkSizes.RequirePictures(item);
        List<Module> modules = [];
        (int height, int across, int maps) = (item[1], item[2], width);
        do
        {
            bool isFirst = modules.Count == 0;
            modules.Add(new Convolution(maps, kernel: 4, stride: 2, bias: isFirst, initializer: Initializers.Dcgan));
            if (!isFirst)
                modules.Add(new BatchNorm());
            modules.Add(new LeakyReLU(0.2));
            (height, across, maps) = ((height + 1) / 2, (across + 1) / 2, 2 * maps);
        }
        while (height % 2 == 0 && across % 2 == 0 && Math.Min(height, across) > Smallest);
        return new Sequential(modules);
    }

    /// <summary>From such maps with a text's values beside each place to one logit: as many maps by kernels of 1, batch norm, leaky ReLU 0.2, and one kernel for all places.</summary>
    /// <param name="maps">[maps, height, width] of the picture.</param>
    public static Module Head(Shape maps) => new Sequential(
        new Convolution(maps[0], kernel: 1, bias: false, initializer: Initializers.Dcgan), new BatchNorm(), new LeakyReLU(0.2),
        new Flatten(), new Dense(1, initializer: Initializers.Dcgan));
}
