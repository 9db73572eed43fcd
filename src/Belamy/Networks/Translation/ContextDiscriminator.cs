using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// What a discriminator sees in pictures, as a vector: of the whole picture, or of the surroundings of a hole. Vectors of both,
/// joined, are judged by one dense layer. Iizuka, Simo-Serra and Ishikawa 2017, doi:10.1145/3072959.3073659, section 3.3.
/// </summary>
public static class ContextDiscriminator
{
    private const int SmallestSide = 4;
    private const int WidestStage = 8;

    /// <summary>
    /// Makes the network: w, 2w, 4w, 8w … maps by 5×5 with stride 2 until a side has 4 pixels, then a dense layer to 16w values;
    /// leaky ReLU 0.2 behind each.
    /// </summary>
    /// <param name="item">[channels, height, width].</param>
    /// <param name="width">w; 64 in the paper.</param>
    /// <exception cref="BelamyException">These are no pictures.</exception>
    public static Module Create(Shape item, int width)
    {
        NetworkSizes.RequirePictures(item);
        List<Module> modules = [];
        for (int side = Math.Max(item[1], item[2]), stage = 0; stage == 0 || side > SmallestSide; side = (side + 1) / 2, stage++)
            modules.AddRange([new Convolution(width * Math.Min(WidestStage, 1 << stage), kernel: 5, stride: 2, initializer: Initializers.HeNormal), new LeakyReLU(0.2)]);
        return new Sequential([.. modules, new Flatten(), new Dense(16 * width, initializer: Initializers.HeNormal), new LeakyReLU(0.2)]);
    }
}
