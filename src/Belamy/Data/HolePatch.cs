using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Data;

/// <summary>What was made of a picture at one size, put into a hole of it at its own.</summary>
internal static class HolePatch
{
    // Of values in [-1, 1]: with the beginning at half the size, no byte differs from the exact solution by more than one.
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
        (int left, int top, int width, int height) = kind.Fit == PictureFit.Crop ? new PictureShape(kind.Width, kind.Height).Middle(picture.Width, picture.Height) : (0, 0, picture.Width, picture.Height);
        bool isEnlarged = (width, height) != (made.Width, made.Height);
        Image patched = ChannelConversion.ToChannels(picture, kind.Channels, kind.Background);
        Image patch = isEnlarged ? Resampling.Resize(Continue(made, madeHole), width, height, ResampleFilter.Bicubic) : made;
        if (patched == picture)
            patched = new Image(picture.Width, picture.Height, picture.Channels, picture.Pixels.ToArray());
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

        // Small pictures know nothing of the grain of large ones: only differences of neighbours fit, and leave no seam.
        float[] known = Planes(patched, left, top, width, height), guide = Planes(patch, 0, 0, width, height);
        float[] filled = isEnlarged ? HoleFilling.Poisson(known, hole, guide, width, Precision) : guide;
        for (int at = 0; at < hole.Length; at++)
        {
            for (int channel = 0; channel < kind.Channels && hole[at] > 0; channel++)
                patched.Row(top + (at / width))[((left + (at % width)) * kind.Channels) + channel] = PixelConversion.ToByte(filled[(channel * hole.Length) + at]);
        }

        return patched;
    }

    /// <summary>What was made, continued beyond its hole, so that its differences across the hole's border are not those of a seam that it has.</summary>
    private static Image Continue(Image made, ReadOnlySpan<float> hole)
    {
        float[] beyond = new float[hole.Length];
        for (int at = 0; at < hole.Length; at++)
            beyond[at] = 1 - hole[at];
        if (!hole.Contains(1))
            return made;
        float[] continued = HoleFilling.Harmonic(Planes(made, 0, 0, made.Width, made.Height), beyond, made.Width);
        var image = new Image(made.Width, made.Height, made.Channels);
        for (int at = 0; at < continued.Length; at++)
            image.Pixels[(at % hole.Length * made.Channels) + (at / hole.Length)] = PixelConversion.ToByte(continued[at]);
        return image;
    }

    /// <summary>A part of a picture as [channels, height, width].</summary>
    private static float[] Planes(Image picture, int left, int top, int width, int height)
    {
        int channels = picture.Channels;
        float[] planes = new float[channels * height * width], row = new float[width * channels];
        for (int y = 0; y < height; y++)
        {
            PixelConversion.ToFloats(picture.Row(top + y).Slice(left * channels, width * channels), row);
            for (int at = 0; at < row.Length; at++)
                planes[(at % channels * height * width) + (y * width) + (at / channels)] = row[at];
        }

        return planes;
    }
}
