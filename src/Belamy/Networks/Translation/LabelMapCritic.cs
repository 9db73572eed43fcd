namespace Belamy.Networks;

/// <summary>A discriminator of label maps: one logit for each place, [1, rows, columns], each seeing a part of the map alone. After Luc et al. 2016, arXiv:1611.08408, section 4, whose discriminators see parts of 18 or 34 pixels.</summary>
/// <remarks>No norm: how sure a map is must not be taken out of it.</remarks>
public static class LabelMapCritic
{
    /// <summary>Makes the network: w, 2w … maps by 4×4, halving, each followed by 3×3, then 1×1 to one map; leaky ReLU 0.2. Two halvings see 22 pixels, three 50.</summary>
    /// <param name="width">w.</param>
    /// <param name="halvings">How often it halves, at least once.</param>
    public static Module Create(int width, int halvings = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(halvings, 1);
        List<Module> modules = [];
        for (int stage = 0; stage < halvings; stage++)
        {
            int maps = width << stage;
            modules.AddRange([new Convolution(maps, kernel: 4, stride: 2, initializer: Initializers.HeNormal), new LeakyReLU(0.2), new Convolution(maps, kernel: 3, initializer: Initializers.HeNormal), new LeakyReLU(0.2)]);
        }

        return new Sequential([.. modules, new Convolution(1, kernel: 1)]);
    }
}
