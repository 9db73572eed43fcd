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
    /// <param name="kind">How the picture was brought to that size.</param>
    /// <exception cref="BelamyException">The hole lies where the picture was not seen.</exception>
    public static Image Put(Image picture, Image mask, Image made, Pictures kind)
    {
        // Beside a padded picture there is grey, so it has no place in the larger one.
        if (kind.Fit == PictureFit.Pad)
            return made;
        (int left, int top, int width, int height) = kind.Fit == PictureFit.Crop ? new PictureShape(kind.Width, kind.Height).Middle(picture.Width, picture.Height) : (0, 0, picture.Width, picture.Height);
        Image patched = ChannelConversion.ToChannels(picture, kind.Channels, kind.Background), patch = Resampling.Resize(made, width, height, ResampleFilter.Bicubic);
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
        bool isEnlarged = (width, height) != (made.Width, made.Height);
        float[] known = Planes(patched, left, top, width, height), guide = Planes(patch, 0, 0, width, height);
        float[] filled = isEnlarged ? HoleFilling.Poisson(known, hole, guide, width, Precision) : guide;
        for (int at = 0; at < hole.Length; at++)
        {
            for (int channel = 0; channel < kind.Channels && hole[at] > 0; channel++)
                patched.Row(top + (at / width))[((left + (at % width)) * kind.Channels) + channel] = PixelConversion.ToByte(filled[(channel * hole.Length) + at]);
        }

        return patched;
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
