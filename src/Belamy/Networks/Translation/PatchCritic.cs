using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// A discriminator that judges patches: one logit for each place, [1, rows, columns], each seeing a part of the picture alone.
/// Isola et al. 2017, arXiv:1611.07004, section 3.2.2 and appendix 6.1.2.
/// </summary>
public static class PatchCritic
{
    private const int WidestStage = 8;

    /// <summary>Makes the network: w, 2w … maps with kernels of 4, halving, then one stage and one map without; leaky ReLU 0.2, instance norm but for the first.</summary>
    /// <param name="width">w; 64 in the paper.</param>
    /// <param name="halvings">How often it halves: 3 sees patches of 70×70 pixels, 2 of 34×34, 1 of 16×16.</param>
    public static Module Create(int width, int halvings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(halvings, 1);
        List<Module> modules = [new Convolution(width, kernel: 4, stride: 2, initializer: Initializers.Dcgan), new LeakyReLU(0.2)];
        for (int stage = 1; stage <= halvings; stage++)
        {
            int maps = width * Math.Min(WidestStage, 1 << stage);
            modules.AddRange([new Convolution(maps, kernel: 4, stride: stage < halvings ? 2 : 1, bias: false, initializer: Initializers.Dcgan), new InstanceNorm(), new LeakyReLU(0.2)]);
        }

        modules.Add(new Convolution(1, kernel: 4, initializer: Initializers.Dcgan));
        return new Sequential(modules);
    }

    /// <summary>The network for pictures of a size, with patches of about half of their side.</summary>
    /// <param name="sizes">What it is made to measure for.</param>
    public static Module For(NetworkSizes sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return Create(sizes.Width, halvings: Math.Min(sizes.Item[1], sizes.Item[2]) switch { >= 128 => 3, >= 48 => 2, _ => 1 });
    }

    /// <summary>One score an item, the mean of those of its patches.</summary>
    /// <param name="patches">[batch, 1, rows, columns].</param>
    /// <returns>[batch, 1].</returns>
    public static Tensor PerItem(Tensor patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        return patches.Reshape(patches.Shape[0], -1).Mean(1).Reshape(patches.Shape[0], 1);
    }
}
