using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Data;

/// <summary>What was made of a picture at one size, put into a hole of it at its own.</summary>
internal static class HolePatch
{
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
        int channels = kind.Channels;
        for (int y = 0; y < picture.Height; y++)
        {
            ReadOnlySpan<byte> marked = mask.Row((int)((long)y * mask.Height / picture.Height));
            for (int x = 0; x < picture.Width; x++)
            {
                if (marked[(int)((long)x * mask.Width / picture.Width)] == 0)
                    continue;
                if (x < left || x >= left + width || y < top || y >= top + height)
                    throw new BelamyException($"the mask marks pixels outside the middle {width}×{height} of {picture.Width}×{picture.Height}, which is all that is seen of the picture; cut it to that shape, and the mask with it");
                patch.Row(y - top).Slice((x - left) * channels, channels).CopyTo(patched.Row(y)[(x * channels)..]);
            }
        }

        return patched;
    }
}
