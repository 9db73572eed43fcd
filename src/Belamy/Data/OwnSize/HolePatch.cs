using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Data;

/// <summary>What was made of a picture at one size, put into a hole of it at its own.</summary>
internal static class HolePatch
{
    // Of values in [-1, 1]: of what comes at it, no byte is further from the exact solution than one.
    private const double Precision = 1e-5;

    /// <summary>Puts it in.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="mask">One channel, white in the hole; as large as the picture, or of the same proportions.</param>
    /// <param name="made">What was made of it.</param>
    /// <param name="madeHole">[height, width] of what was made: 1 where that has the hole, 0 elsewhere.</param>
    /// <param name="kind">How the picture was brought to that size.</param>
    /// <exception cref="BelamyException">The hole lies where the picture was not seen.</exception>
    public static Image Put(Image picture, Image mask, Image made, ReadOnlySpan<float> madeHole, Pictures kind)
    {
        // Beside a padded picture there is grey, so it has no place in the larger one.
        if (kind.Fit == PictureFit.Pad)
            return made;
        (int left, int top, int width, int height) = kind.PartOf(picture.Width, picture.Height);
        var hole = new float[width * height];
        for (int y = 0; y < picture.Height; y++)
        {
            ReadOnlySpan<byte> marked = mask.Row((int)((long)y * mask.Height / picture.Height));
            for (int x = 0; x < picture.Width; x++)
            {
                if (marked[(int)((long)x * mask.Width / picture.Width)] == 0)
                    continue;
                if (x < left || x >= left + width || y < top || y >= top + height)
                    throw new BelamyException($"the mask marks pixels outside the middle {width}×{height} of {picture.Width}×{picture.Height}, which is all that is seen of the picture; cut it to that shape, and the mask with it");
                hole[((y - top) * width) + x - left] = 1;
            }
        }

        Image patch = (width, height) == (made.Width, made.Height) ? made : Blend(picture, hole, made, madeHole, kind), patched = ChannelConversion.ToChannels(picture, kind.Channels, kind.Background);
        if (patched == picture)
            patched = new Image(picture.Width, picture.Height, picture.Channels, picture.Pixels.ToArray());
        for (int at = 0; at < hole.Length; at++)
        {
            if (hole[at] > 0)
                patch.Row(at / width).Slice(at % width * kind.Channels, kind.Channels).CopyTo(patched.Row(top + (at / width))[((left + (at % width)) * kind.Channels)..]);
        }

        return patched;
    }

    /// <summary>What was made, as large as the part that was seen, its hole shaded so that it joins what is around.</summary>
    private static Image Blend(Image picture, float[] hole, Image made, ReadOnlySpan<float> madeHole, Pictures kind)
    {
        (Pictures part, float[] known) = kind.ToPart(picture);
        // Small pictures know nothing of the grain of large ones: only differences of neighbours fit, and leave no seam.
        float[] guide = part.ToItem(Resampling.Resize(Continue(made, madeHole, kind), part.Width, part.Height, ResampleFilter.Bicubic));
        return part.ToImage(HoleFilling.Poisson(known, hole, guide, part.Width, Precision));
    }

    /// <summary>What was made, continued beyond its hole, so that its differences across the hole's border are not those of a seam that it has.</summary>
    private static Image Continue(Image made, ReadOnlySpan<float> hole, Pictures kind)
    {
        if (!hole.Contains(1))
            return made;
        float[] beyond = new float[hole.Length];
        for (int at = 0; at < hole.Length; at++)
            beyond[at] = 1 - hole[at];
        return kind.ToImage(HoleFilling.Harmonic(kind.ToItem(made), beyond, made.Width));
    }
}
