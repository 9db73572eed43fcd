using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Data;

/// <summary>What was made of two pictures and a mask at one size, brought to their own by doubling: a pyramid of pictures, from its top down.</summary>
internal static class PictureLevels
{
    /// <summary>Goes from level to level.</summary>
    /// <param name="kind">How pictures were brought to the size of what was made.</param>
    /// <param name="picture">The picture whose size it comes to.</param>
    /// <param name="image">The other picture; brought to the size of the first where it has another.</param>
    /// <param name="mask">A mask, of the proportions of the picture.</param>
    /// <param name="made">What was made.</param>
    /// <param name="level">Makes a level of picture, image and mask at its size, what was made at the one above, enlarged, and its width.</param>
    /// <returns>As wide and high as the part of the picture that is seen; what was made itself where pictures are padded or no larger.</returns>
    public static Image Rise(Pictures kind, Image picture, Image image, Image mask, Image made, Func<IReadOnlyList<ReadOnlyMemory<float>>, float[], int, float[]> level)
    {
        (_, _, int width, int height) = kind.PartOf(picture.Width, picture.Height);
        if (kind.Fit == PictureFit.Pad || (width, height) == (made.Width, made.Height))
            return made;
        // Halved as often as leaves more than what was made; a smaller picture has the one level of its own.
        int halvings = 0;
        while (width >> (halvings + 1) > made.Width && height >> (halvings + 1) > made.Height)
            halvings++;
        for (; halvings >= 0; halvings--)
        {
            Pictures part = kind with { Width = Math.Max(1, width >> halvings), Height = Math.Max(1, height >> halvings) };
            float[] marked = new Masks(part.Height, part.Width) { Fit = kind.Fit }.ToItem(mask);
            float[] enlarged = part.ToItem(Resampling.Resize(made, part.Width, part.Height, ResampleFilter.Bicubic));
            made = part.ToImage(level([part.ToItem(picture), part.ToItem(image), marked], enlarged, part.Width));
        }

        return made;
    }
}
